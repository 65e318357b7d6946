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

/** Listen until what is given back is called. */
export function listenForMoves(stage: HTMLElement, moves: Moves): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  new Pointers(stage, moves).listen(signal);
  stage.addEventListener("wheel", (event) => turn(event, stage, moves), { signal, passive: false });
  stage.addEventListener("keydown", (event) => press(event, stage, moves), { signal });
  return () => ending.abort();
}

/* What the first pointer has begun; once it has slipped, it is no click any more. */
interface Begun {
  event: PointerEvent;
  slipped: boolean;
  held: SceneNode | null;
}

/* The pointers that are down: one pans, drags or clicks, two pinch. */
class Pointers {
  #stage: HTMLElement;
  #moves: Moves;
  #down = new Map<number, PointerEvent>();
  #begun: Begun | null = null;

  constructor(stage: HTMLElement, moves: Moves) {
    this.#stage = stage;
    this.#moves = moves;
  }

  listen(signal: AbortSignal): void {
    this.#stage.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    this.#stage.addEventListener("pointermove", (event) => this.#move(event), { signal });
    this.#stage.addEventListener("pointerup", (event) => this.#release(event), { signal });
    this.#stage.addEventListener("pointercancel", (event) => this.#release(event), { signal });
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#down.set(event.pointerId, event);
    if (this.#down.size === 1) this.#begun = { event, slipped: false, held: this.#moves.held(event) };
    else if (this.#begun) this.#begun.slipped = true;
  }

  #move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId);
    if (!before || !this.#begun) return;
    if (!this.#begun.slipped && slips(event, this.#begun.event)) {
      this.#begun.slipped = true;
      this.#stage.setPointerCapture(event.pointerId);
    }
    const other = [...this.#down.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    this.#down.set(event.pointerId, event);
    if (other) this.#moves.follow(pinched(this.#moves.camera(), before, event, other, centre(this.#stage)));
    else if (this.#begun.slipped) this.#pull(this.#begun.held, before, event);
  }

  #pull(held: SceneNode | null, before: PointerEvent, event: PointerEvent): void {
    const [right, down] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (held) this.#moves.drag(held, right, down, false);
    else this.#moves.follow(panned(this.#moves.camera(), right, down));
  }

  /* The gesture ends with its last pointer. */
  #release(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size) return;
    const begun = this.#begun;
    if (begun && !begun.slipped && event.type === "pointerup") this.#moves.click(event);
    else if (begun?.held) this.#moves.drag(begun.held, 0, 0, true);
    else if (begun) this.#moves.rest();
    this.#begun = null;
  }
}

function slips(event: PointerEvent, start: PointerEvent): boolean {
  return Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > CLICK;
}

function turn(event: WheelEvent, stage: HTMLElement, moves: Moves): void {
  event.preventDefault();
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  const factor = Math.exp((-event.deltaY * lines * (event.ctrlKey ? 6 : 1)) / 600);
  moves.follow(zoomed(moves.camera(), factor, { x: event.clientX, y: event.clientY }, centre(stage)));
}

const STEP = 80; // pixels
const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
};
const FACTORS: Record<string, number> = { "+": 1.25, "=": 1.25, "-": 0.8 };

function press(event: KeyboardEvent, stage: HTMLElement, moves: Moves): void {
  const [arrow, factor] = [ARROWS[event.key], FACTORS[event.key]];
  if (!arrow && !factor) return;
  event.preventDefault();
  if (factor) moves.follow(zoomed(moves.camera(), factor, centre(stage), centre(stage)));
  else if (arrow) moves.follow(panned(moves.camera(), arrow.x, arrow.y));
}

function panned({ x, y, scale }: Camera, right: number, down: number): Camera {
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
