/* Dragging the two handles of a span by mouse, pen and finger. The range inputs below do the same for the keyboard and
   for screen readers; left to themselves, one would cover the other where both meet. */

type Key = "from" | "to";

export interface Draggable {
  span(): { from: number; to: number };
  /** The last place; the first one is 0. */
  all: number;
  /** A handle was taken. */
  take(key: Key): void;
  move(key: Key, place: number): void;
}

const RADIUS = 7; // of a handle: its centre goes from here to as far from the other end
const NEAR = 12; // pixels within which a press is meant for a handle
const FIRM = 3; // pixels after which the direction of a move is clear

export function makeDraggable(range: HTMLElement, { span, all, take, move }: Draggable): void {
  let held: Key | null = null;
  let pressed: number | null = null; // where both handles are so near that only the direction tells which is meant
  let grip = 0; // from the pointer to the centre of what it holds

  const step = () => (range.clientWidth - 2 * RADIUS) / all;
  const centre = (key: Key) => range.getBoundingClientRect().left + RADIUS + span()[key] * step();
  const follow = (x: number) =>
    held && move(held, clamp(Math.round((x + grip - range.getBoundingClientRect().left - RADIUS) / step()), all));

  function hold(key: Key, x: number, direct: boolean): void {
    held = key;
    grip = direct ? centre(key) - x : 0;
    take(key);
  }

  range.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault(); // the inputs get the focus below, and no text is selected
    range.setPointerCapture(event.pointerId);
    const x = event.clientX;
    const [from, to] = [Math.abs(x - centre("from")), Math.abs(x - centre("to"))];
    if (from <= NEAR && to <= NEAR) pressed = x;
    else {
      const key = from < to ? "from" : "to";
      hold(key, x, Math.min(from, to) <= NEAR);
      follow(x);
    }
  });
  range.addEventListener("pointermove", ({ clientX }) => {
    if (pressed !== null && Math.abs(clientX - pressed) >= FIRM) {
      hold(clientX < pressed ? "from" : "to", pressed, true);
      pressed = null;
    }
    follow(clientX);
  });
  range.addEventListener("lostpointercapture", () => {
    held = null;
    pressed = null;
  });
}

function clamp(place: number, most: number): number {
  return Math.min(Math.max(place, 0), most);
}
