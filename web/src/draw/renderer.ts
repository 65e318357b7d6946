/* What a renderer is: it draws the dots and lines of a scene and moves the camera. All that is written or lit is
   painted by the overlay, on a canvas that the renderer keeps above its own. */

import type { Camera } from "../view.ts";
import type { Point } from "./geometry.ts";
import type { Name } from "./labels.ts";
import type { Brush } from "./paint.ts";

export interface SceneNode extends Point {
  id: string;
  name: string;
  glyph: string;
  radius: number;
  /** A place in the theme's palette. */
  colour: number;
  /** What has more is named first. */
  weight: number;
  /** The community that this dot stands for, where it stands for one. */
  community: number | null;
}

export interface SceneEdge {
  /** The statement that it draws; null for a bundle of several between communities. */
  statement: number | null;
  from: SceneNode;
  to: SceneNode;
  roundness: number;
  width: number;
  dashes: number[] | null;
  /** A place in the theme's palette, where it has a colour of its own. */
  colour: number | null;
}

export interface Scene {
  nodes: Map<string, SceneNode>;
  edges: SceneEdge[];
  /** The nodes in the order in which they are named. */
  reading: SceneNode[];
}

/** What is under the pointer. */
export interface Target {
  node: SceneNode | null;
  edge: SceneEdge | null;
}

/** Where the overlay is painted: it covers the stage and a margin around it. */
export interface Surface {
  context: Brush;
  /** From places of the scene to pixels of the surface. */
  project(point: Point): Point;
  scale: number;
  width: number;
  height: number;
  /** What of it lies beyond the stage on each side. */
  margin: Point;
}

export interface Listener {
  /** Paint what lies above the drawing; gives the names that were written. */
  paint(surface: Surface): Name[];
  /** Whether a line can be pointed at. */
  takes(edge: SceneEdge): boolean;
  click(target: Target, event: PointerEvent): void;
  hover(target: Target): void;
  /** A node was dragged to where it is now. */
  dragged(node: SceneNode): void;
  /** A reader moves the camera. */
  moved(): void;
  /** The camera has come to rest. */
  rested(): void;
}

export interface Renderer {
  kind: "canvas" | "webgl";
  show(scene: Scene): void;
  /** The colours of the style sheet have changed. */
  restyle(): void;
  camera(): Camera;
  moveTo(camera: Camera, animated: boolean): void;
  /** Paint the overlay again. */
  repaint(): void;
  toStage(point: Point): Point;
  destroy(): void;
}
