/* Moving the camera by pointer, wheel and keys. What a move asks for is said as the camera it leads to. */

import type { Camera } from "../view.ts";
import type { Point } from "./geometry.ts";
import type { SceneNode } from "./renderer.ts";

export const SCALES = { least: 0.02, most: 6 };

const CLICK = 5; // pixels that a pointer may slip while it clicks

export interface Moves {
  camera(): Camera;
  /** Follow the gesture at once. */
  follow(camera: Camera): void;
  /** The gesture is over. */
  rest(): void;
  /** The node that this press holds. */
  held(event: PointerEvent): SceneNode | null;
  /** A held node is dragged by so many pixels; `dropped`: it stays there. */
  drag(node: SceneNode, right: number, down: number, dropped: boolean): void;
  click(event: PointerEvent): void;
}

export function listenForMoves(stage: HTMLElement, moves: Moves): () => void {
  const pointers = new Map<number, PointerEvent>();
  let start: { event: PointerEvent; slipped: boolean; held: SceneNode | null } | null = null;
  const ending = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
    options = {},
  ) => stage.addEventListener(name, listener, { signal: ending.signal, ...options });

  on("pointerdown", (event) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, event);
    start =
      pointers.size === 1 ? { event, slipped: false, held: moves.held(event) } : start && { ...start, slipped: true };
  });

  on("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before || !start) return;
    if (
      Math.hypot(event.clientX - start.event.clientX, event.clientY - start.event.clientY) > CLICK &&
      !start.slipped
    ) {
      start.slipped = true;
      stage.setPointerCapture(event.pointerId);
    }
    const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    pointers.set(event.pointerId, event);
    if (other) moves.follow(pinched(moves.camera(), before, event, other, centre(stage)));
    else if (start.slipped && start.held)
      moves.drag(start.held, event.clientX - before.clientX, event.clientY - before.clientY, false);
    else if (start.slipped)
      moves.follow(panned(moves.camera(), event.clientX - before.clientX, event.clientY - before.clientY));
  });

  const end = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || pointers.size) return;
    if (start && !start.slipped && event.type === "pointerup") moves.click(event);
    else if (start?.held) moves.drag(start.held, 0, 0, true);
    else if (start) moves.rest();
    start = null;
  };
  on("pointerup", end);
  on("pointercancel", end);

  on(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.exp((-event.deltaY * lines * (event.ctrlKey ? 6 : 1)) / 600);
      moves.follow(zoomed(moves.camera(), factor, { x: event.clientX, y: event.clientY }, centre(stage)));
    },
    { passive: false },
  );

  on("keydown", (event) => {
    const step = 80;
    const { x, y } = (
      {
        ArrowLeft: { x: step, y: 0 },
        ArrowRight: { x: -step, y: 0 },
        ArrowUp: { x: 0, y: step },
        ArrowDown: { x: 0, y: -step },
      } as Record<string, Point>
    )[event.key] ?? { x: 0, y: 0 };
    const factor = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (!x && !y && !factor) return;
    event.preventDefault();
    moves.follow(factor ? zoomed(moves.camera(), factor, centre(stage), centre(stage)) : panned(moves.camera(), x, y));
  });

  return () => ending.abort();
}

export function panned({ x, y, scale }: Camera, right: number, down: number): Camera {
  return { x: x - right / scale, y: y - down / scale, scale };
}

/** Zoom so that the point under the pointer stays where it is. */
export function zoomed({ x, y, scale }: Camera, factor: number, at: Point, middle: Point): Camera {
  const next = Math.min(Math.max(scale * factor, SCALES.least), SCALES.most);
  const stay = 1 / scale - 1 / next;
  return { x: x + (at.x - middle.x) * stay, y: y + (at.y - middle.y) * stay, scale: next };
}

function pinched(
  camera: Camera,
  before: PointerEvent,
  event: PointerEvent,
  other: PointerEvent,
  middle: Point,
): Camera {
  const apart = ({ clientX, clientY }: PointerEvent) => Math.hypot(clientX - other.clientX, clientY - other.clientY);
  const moved = panned(camera, (event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
  const at = { x: (event.clientX + other.clientX) / 2, y: (event.clientY + other.clientY) / 2 };
  return zoomed(moved, apart(event) / Math.max(apart(before), 1), at, middle);
}

function centre(stage: HTMLElement): Point {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
