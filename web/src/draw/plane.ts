/* What every renderer has: a plane with the overlay on it, larger than the stage, and what a reader does on it.

   A gesture moves the painted plane, which costs nothing whatever is on it; it is drawn anew when the gesture rests,
   runs out of margin or has zoomed far. */

import { element } from "../dom.ts";
import type { Camera } from "../view.ts";
import { easing } from "./easing.ts";
import type { Point } from "./geometry.ts";
import { listenForMoves, type Moves } from "./gestures.ts";
import { createHits, nameAt, type Hits } from "./hits.ts";
import type { Name } from "./labels.ts";
import type { Listener, Renderer, Scene, SceneNode, Surface, Target } from "./renderer.ts";

const MARGIN = 0.25; // of the stage, on each side
const RESTED = 140; // milliseconds without a further turn of the wheel
const NOTHING: Target = { node: null, edge: null };

/** What a renderer does for the plane. */
export interface Drawing {
  /** Draw the scene as this camera sees it; when that is done, `Plane.repaint` is to be called. */
  draw(camera: Camera): void;
  /** Come along with a gesture, where drawing is quick enough for that. */
  follow?(camera: Camera): void;
  /** The plane is as large as this now. */
  resize(width: number, height: number): void;
  /** A node is being dragged; `dropped`: it will stay there. */
  drag(node: SceneNode, dropped: boolean): void;
}

export class Plane implements Pick<Renderer, "camera" | "moveTo" | "repaint" | "toStage"> {
  readonly element: HTMLElement;

  #stage: HTMLElement;
  #listener: Listener;
  #drawing: Drawing;
  #canvas = element("canvas", { className: "overlay", "aria-hidden": "true" });
  #context = this.#canvas.getContext("2d")!;
  #scene: Scene = { nodes: new Map(), edges: [], reading: [] };
  #hits: Hits | null = null;
  #names: Name[] = [];
  #drawn: Camera = { x: 0, y: 0, scale: 1 }; // what the plane shows
  #wanted: Camera = this.#drawn; // where the gesture has come to
  #resting = 0;
  #ease = easing(
    (camera) => this.#follow(camera),
    () => this.#rest(),
  );
  #observer = new ResizeObserver(() => this.#resize());
  #stopMoves: () => void;

  constructor(stage: HTMLElement, listener: Listener, drawing: Drawing) {
    this.#stage = stage;
    this.#listener = listener;
    this.#drawing = drawing;
    this.element = element("div", { className: "plane" }, this.#canvas);
    stage.prepend(this.element);
    this.#stopMoves = listenForMoves(stage, this.#moves());
    listenForHover(stage, (event) => listener.hover(event ? this.#targetAt(event) : NOTHING));
    this.#observer.observe(stage);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#hits = null;
    this.#resize();
    this.#draw(); // a renderer may have moved its own camera to the new scene
  }

  camera(): Camera {
    return this.#wanted;
  }

  moveTo(camera: Camera, animated: boolean): void {
    if (animated) return this.#ease.start(this.#wanted, camera);
    this.#ease.stop();
    this.#wanted = camera;
    return this.#draw();
  }

  repaint(): void {
    const ratio = devicePixelRatio || 1;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.#context.clearRect(0, 0, this.element.clientWidth, this.element.clientHeight);
    this.#names = this.#listener.paint(this.#surface());
  }

  toStage(point: Point): Point {
    return projection(this.#wanted, this.#stage.clientWidth, this.#stage.clientHeight)(point);
  }

  destroy(): void {
    this.#ease.stop();
    clearTimeout(this.#resting);
    this.#stopMoves();
    this.#observer.disconnect();
    this.element.remove();
  }

  #moves(): Moves {
    return {
      camera: () => this.#wanted,
      follow: (camera) => {
        this.#ease.stop();
        this.#listener.moved();
        this.#follow(camera);
      },
      rest: () => this.#rest(),
      held: (event) => (event.pointerType === "mouse" ? this.#targetAt(event).node : null),
      drag: (node, right, down, dropped) => this.#drag(node, right, down, dropped),
      click: (event) => this.#listener.click(this.#targetAt(event), event),
    };
  }

  #surface(): Surface {
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    return {
      context: this.#context,
      project: projection(this.#drawn, width, height),
      scale: this.#drawn.scale,
      width,
      height,
      margin: { x: (width - this.#stage.clientWidth) / 2, y: (height - this.#stage.clientHeight) / 2 },
    };
  }

  #follow(camera: Camera): void {
    this.#wanted = camera;
    const zoom = camera.scale / this.#drawn.scale;
    const right = (this.#drawn.x - camera.x) * camera.scale;
    const down = (this.#drawn.y - camera.y) * camera.scale;
    this.element.style.transform = `translate(${right}px, ${down}px) scale(${zoom})`;
    this.#drawing.follow?.(camera);
    if (this.#isBeyond(right, down) || zoom > 1.7 || zoom < 0.75) this.#draw();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), RESTED);
  }

  /* Whether the plane has run out of margin. */
  #isBeyond(right: number, down: number): boolean {
    const { clientWidth, clientHeight } = this.#stage;
    return Math.abs(right) > clientWidth * MARGIN || Math.abs(down) > clientHeight * MARGIN;
  }

  #draw(): void {
    this.#drawn = this.#wanted;
    this.element.style.transform = "";
    this.#drawing.draw(this.#drawn);
  }

  #rest(): void {
    clearTimeout(this.#resting);
    if (this.#drawn !== this.#wanted) this.#draw();
    this.#listener.rested();
  }

  #resize(): void {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width === wide && this.#canvas.height === high) return;
    Object.assign(this.#canvas, { width: wide, height: high });
    this.#drawing.resize(width, height);
    this.#draw();
  }

  /* A name is a part of its dot. */
  #targetAt(event: PointerEvent): Target {
    const at = this.#toScene(event);
    const id = nameAt(this.#names, this.#surface().project(at));
    const node = id === null ? undefined : this.#scene.nodes.get(id);
    if (node) return { node, edge: null };
    this.#hits ??= createHits(this.#scene);
    return this.#hits.at(at, this.#wanted.scale, this.#listener.takes);
  }

  #toScene({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    const { x, y, scale } = this.#wanted;
    return { x: x + (clientX - left - width / 2) / scale, y: y + (clientY - top - height / 2) / scale };
  }

  #drag(node: SceneNode, right: number, down: number, dropped: boolean): void {
    node.x += right / this.#wanted.scale;
    node.y += down / this.#wanted.scale;
    this.#drawing.drag(node, dropped);
    if (!dropped) return;
    this.#hits = null;
    this.#listener.dragged(node);
  }
}

/* From the scene to pixels, with what the camera looks at in the middle. */
function projection({ x, y, scale }: Camera, width: number, height: number): (point: Point) => Point {
  return (point) => ({ x: (point.x - x) * scale + width / 2, y: (point.y - y) * scale + height / 2 });
}

/* At most once a frame, and only where no button is down. */
function listenForHover(stage: HTMLElement, hover: (event: PointerEvent | null) => void): void {
  let last: PointerEvent | null = null;
  stage.addEventListener("pointermove", (event) => {
    if (event.buttons || event.pointerType === "touch") return;
    if (!last)
      requestAnimationFrame(() => {
        if (last) hover(last);
        last = null;
      });
    last = event;
  });
  stage.addEventListener("pointerleave", () => {
    last = null;
    hover(null);
  });
}
