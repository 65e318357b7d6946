/* Pictures to keep: what the stage shows, as PNG and as SVG, whichever renderer draws it. */

import type { Point } from "./draw/geometry.ts";
import type { Emphasis } from "./draw/emphasis.ts";
import type { Overlay } from "./draw/overlay.ts";
import { edgeColour, paintEdge, paintNode, type Brush } from "./draw/paint.ts";
import type { Scene, Surface } from "./draw/renderer.ts";
import { createSvgBrush } from "./draw/svg.ts";
import type { Theme } from "./draw/theme.ts";
import type { Camera } from "./view.ts";

export interface Picture {
  scene: Scene;
  emphasis: Emphasis;
  overlay: Overlay;
  theme: Theme;
  camera: Camera;
  width: number;
  height: number;
  title: string;
}

const DENSITY = 2; // pixels of a PNG for each of the page

export async function toPng(picture: Picture): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * DENSITY;
  canvas.height = picture.height * DENSITY;
  const context = canvas.getContext("2d")!;
  context.scale(DENSITY, DENSITY);
  context.fillStyle = picture.theme.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  paint(picture, context);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}

export function toSvg(picture: Picture): Blob {
  const brush = createSvgBrush();
  paint(picture, brush);
  return new Blob([brush.document(picture.width, picture.height, picture.theme.paper, picture.title)], {
    type: "image/svg+xml",
  });
}

function paint({ scene, emphasis, overlay, theme, camera, width, height }: Picture, context: Brush): void {
  const project = ({ x, y }: Point) => ({
    x: (x - camera.x) * camera.scale + width / 2,
    y: (y - camera.y) * camera.scale + height / 2,
  });
  const surface: Surface = { context, project, scale: camera.scale, width, height, margin: { x: 0, y: 0 } };
  scene.edges.forEach((edge) => paintEdge(context, edge, surface, edgeColour(edge, theme), edge.width));
  for (const node of scene.nodes.values()) paintNode(context, node, surface, theme);
  const free = { left: 0, top: 0, right: width, bottom: height };
  overlay.paint(surface, scene, { ...emphasis, hovered: { node: null, edge: null }, free }, theme);
}
