/* Lines between communities, and very many lines: paths of many lines each, and arrows only where one is near enough to see them. */

import { control, type Point } from "./geometry.ts";
import type { SceneEdge } from "./renderer.ts";
import type { Theme } from "./theme.ts";

const TOGETHER = 400; // lines of one path: longer ones take a browser longer
const ARROWS_FROM = 0.55; // the scale at which arrows can be seen
const ARROW = 7;
const THINNEST = 0.3; // pixels on the screen
const WIDEST = 6;

/** The context is in places of the scene. */
export function paintLines(context: CanvasRenderingContext2D, edges: SceneEdge[], theme: Theme): void {
  const { a: ratio, e, f } = context.getTransform();
  const [low, high] = [
    { x: -e / ratio, y: -f / ratio },
    { x: (context.canvas.width - e) / ratio, y: (context.canvas.height - f) / ratio },
  ];
  const inView = edges.filter(
    ({ from, to }) =>
      Math.max(from.x, to.x) > low.x &&
      Math.min(from.x, to.x) < high.x &&
      Math.max(from.y, to.y) > low.y &&
      Math.min(from.y, to.y) < high.y,
  );
  const scale = ratio / (devicePixelRatio || 1);
  context.strokeStyle = context.fillStyle = theme.line;
  for (const [key, alike] of byStyle(inView)) {
    const [width, ...dashes] = key.split(" ").map(Number);
    context.lineWidth = Math.min(Math.max(width!, THINNEST / scale), WIDEST / scale);
    context.setLineDash(dashes);
    stroke(context, alike);
  }
  context.setLineDash([]);
  if (scale >= ARROWS_FROM)
    fillArrows(
      context,
      inView.filter(({ statement }) => statement !== null),
    );
}

function byStyle(edges: SceneEdge[]): Map<string, SceneEdge[]> {
  const found = new Map<string, SceneEdge[]>();
  for (const edge of edges) {
    const key = edge.dashes ? `${edge.width} ${edge.dashes.join(" ")}` : `${edge.width}`;
    const list = found.get(key);
    if (list) list.push(edge);
    else found.set(key, [edge]);
  }
  return found;
}

function stroke(context: CanvasRenderingContext2D, edges: SceneEdge[]): void {
  for (let start = 0; start < edges.length; start += TOGETHER) {
    context.beginPath();
    for (const { from, to, roundness } of edges.slice(start, start + TOGETHER)) {
      context.moveTo(from.x, from.y);
      if (from === to) loop(context, from, from.radius);
      else if (!roundness) context.lineTo(to.x, to.y);
      else bent(context, control(from, to, roundness), to);
    }
    context.stroke();
  }
}

function bent(context: CanvasRenderingContext2D, bend: Point, to: Point): void {
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
}

function loop(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  context.arc(at.x + radius, at.y - radius, radius, Math.PI, 3 * Math.PI);
}

function fillArrows(context: CanvasRenderingContext2D, edges: SceneEdge[]): void {
  context.beginPath();
  for (const { from, to, roundness } of edges) {
    if (from === to) continue;
    const bend = roundness ? control(from, to, roundness) : from;
    const away = Math.hypot(to.x - bend.x, to.y - bend.y) || 1;
    const [ahead, beside] = [
      { x: (to.x - bend.x) / away, y: (to.y - bend.y) / away },
      { x: (bend.y - to.y) / away, y: (to.x - bend.x) / away },
    ];
    const tip = { x: to.x - ahead.x * to.radius, y: to.y - ahead.y * to.radius };
    context.moveTo(tip.x, tip.y);
    context.lineTo(
      tip.x - ARROW * ahead.x + (ARROW / 2.4) * beside.x,
      tip.y - ARROW * ahead.y + (ARROW / 2.4) * beside.y,
    );
    context.lineTo(
      tip.x - ARROW * ahead.x - (ARROW / 2.4) * beside.x,
      tip.y - ARROW * ahead.y - (ARROW / 2.4) * beside.y,
    );
    context.closePath();
  }
  context.fill();
}
