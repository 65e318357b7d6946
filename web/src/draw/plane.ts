/* What every renderer has: a plane with the overlay on it, larger than the stage, and what a reader does on it.

   A gesture moves the painted plane, which costs nothing whatever is on it; it is drawn anew when the gesture rests,
   runs out of margin or has zoomed far. */

import { element } from "../dom.ts";
import type { Camera } from "../view.ts";
import { easing } from "./easing.ts";
import type { Point } from "./geometry.ts";
import { listenForMoves } from "./gestures.ts";
import { createHits, type Hits } from "./hits.ts";
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

export interface Plane extends Pick<Renderer, "camera" | "moveTo" | "repaint" | "toStage"> {
  element: HTMLElement;
  show(scene: Scene): void;
  destroy(): void;
}

export function createPlane(stage: HTMLElement, listener: Listener, drawing: Drawing): Plane {
  const canvas = element("canvas", { className: "overlay", "aria-hidden": "true" });
  const plane = element("div", { className: "plane" }, canvas);
  stage.prepend(plane);
  const context = canvas.getContext("2d")!;
  let scene: Scene = { nodes: new Map(), edges: [], reading: [] };
  let hits: Hits | null = null;
  let drawn: Camera = { x: 0, y: 0, scale: 1 }; // what the plane shows
  let wanted: Camera = drawn; // where the gesture has come to
  let resting = 0;
  const ease = easing(follow, rest);

  function surface(): Surface {
    const [width, height] = [plane.clientWidth, plane.clientHeight];
    const project = ({ x, y }: Point) => ({
      x: (x - drawn.x) * drawn.scale + width / 2,
      y: (y - drawn.y) * drawn.scale + height / 2,
    });
    return {
      context,
      project,
      scale: drawn.scale,
      width,
      height,
      margin: { x: (width - stage.clientWidth) / 2, y: (height - stage.clientHeight) / 2 },
    };
  }

  function repaint(): void {
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, plane.clientWidth, plane.clientHeight);
    listener.paint(surface());
  }

  function follow(camera: Camera): void {
    wanted = camera;
    const zoom = wanted.scale / drawn.scale;
    const right = (drawn.x - wanted.x) * wanted.scale;
    const down = (drawn.y - wanted.y) * wanted.scale;
    plane.style.transform = `translate(${right}px, ${down}px) scale(${zoom})`;
    drawing.follow?.(wanted);
    const beyond = Math.abs(right) > stage.clientWidth * MARGIN || Math.abs(down) > stage.clientHeight * MARGIN;
    if (beyond || zoom > 1.7 || zoom < 0.75) draw();
    clearTimeout(resting);
    resting = setTimeout(rest, RESTED);
  }

  function draw(): void {
    drawn = wanted;
    plane.style.transform = "";
    drawing.draw(drawn);
  }

  function rest(): void {
    clearTimeout(resting);
    if (drawn !== wanted) draw();
    listener.rested();
  }

  function resize(): void {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [plane.clientWidth, plane.clientHeight];
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width === wide && canvas.height === high) return;
    Object.assign(canvas, { width: wide, height: high });
    drawing.resize(width, height);
    draw();
  }

  function toScene({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return {
      x: wanted.x + (clientX - left - width / 2) / wanted.scale,
      y: wanted.y + (clientY - top - height / 2) / wanted.scale,
    };
  }

  function targetAt(event: PointerEvent): Target {
    hits ??= createHits(scene);
    return hits.at(toScene(event), wanted.scale);
  }

  function drag(node: SceneNode, right: number, down: number, dropped: boolean): void {
    node.x += right / wanted.scale;
    node.y += down / wanted.scale;
    drawing.drag(node, dropped);
    if (dropped) {
      hits = null;
      listener.dragged(node);
    }
  }

  const stop = listenForMoves(stage, {
    camera: () => wanted,
    follow(camera) {
      ease.stop();
      follow(camera);
    },
    rest,
    held: (event) => (event.pointerType === "mouse" ? targetAt(event).node : null),
    drag,
    click: (event) => listener.click(targetAt(event), event),
  });
  listenForHover(stage, (event) => listener.hover(event ? targetAt(event) : NOTHING));
  const observer = new ResizeObserver(resize);
  observer.observe(stage);

  return {
    element: plane,
    show(next) {
      scene = next;
      hits = null;
      resize();
    },
    camera: () => wanted,
    moveTo(camera, animated) {
      if (animated) return ease.start(wanted, camera);
      ease.stop();
      wanted = camera;
      return draw();
    },
    repaint,
    toStage: ({ x, y }) => ({
      x: (x - wanted.x) * wanted.scale + stage.clientWidth / 2,
      y: (y - wanted.y) * wanted.scale + stage.clientHeight / 2,
    }),
    destroy() {
      ease.stop();
      clearTimeout(resting);
      stop();
      observer.disconnect();
      plane.remove();
    },
  };
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
