/* Painting lines, dots and words on a canvas, or on whatever takes the same calls (see `svg.ts`). */

import { control, endShare, onCurve, type Point } from "./geometry.ts";
import type { Label } from "./labels.ts";
import type { SceneEdge, SceneNode } from "./renderer.ts";
import type { Theme } from "./theme.ts";

/** What of a canvas context is used here. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "quadraticCurveTo"
  | "arc"
  | "closePath"
  | "fill"
  | "stroke"
  | "fillText"
  | "strokeText"
  | "measureText"
  | "fillRect"
  | "setLineDash"
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "lineJoin"
  | "globalAlpha"
  | "direction"
>;

export interface Projection {
  project(point: Point): Point;
  scale: number;
}

export const SMALLEST_GLYPH = 7; // radius in pixels; smaller dots carry none

export function paintEdge(
  brush: Brush,
  edge: SceneEdge,
  { project, scale }: Projection,
  colour: string,
  width: number,
): void {
  const [from, to] = [project(edge.from), project(edge.to)];
  brush.strokeStyle = colour;
  brush.fillStyle = colour;
  brush.lineWidth = width;
  brush.setLineDash((edge.dashes ?? []).map((dash) => dash * Math.max(scale, 0.6)));
  if (edge.from === edge.to) return paintLoop(brush, from, edge.from.radius * scale);
  const bend = control(from, to, edge.roundness);
  brush.beginPath();
  brush.moveTo(from.x, from.y);
  brush.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
  brush.stroke();
  brush.setLineDash([]);
  if (edge.statement !== null) paintArrow(brush, from, bend, to, edge.to.radius * scale, 5 + width * 1.5);
}

function paintLoop(brush: Brush, at: Point, radius: number): void {
  brush.beginPath();
  brush.arc(at.x + radius, at.y - radius, radius, 0, 2 * Math.PI);
  brush.stroke();
  brush.setLineDash([]);
}

function paintArrow(brush: Brush, from: Point, bend: Point, to: Point, radius: number, length: number): void {
  const tip = onCurve(from, bend, to, endShare(from, bend, to, radius));
  const back = onCurve(from, bend, to, endShare(from, bend, to, radius + length));
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const side = (turn: number) => ({
    x: tip.x - length * Math.cos(angle + turn),
    y: tip.y - length * Math.sin(angle + turn),
  });
  const [left, right] = [side(0.42), side(-0.42)];
  brush.beginPath();
  brush.moveTo(tip.x, tip.y);
  brush.lineTo(left.x, left.y);
  brush.lineTo(right.x, right.y);
  brush.closePath();
  brush.fill();
}

/** Its own colour, where it has one. */
export function edgeColour({ colour }: SceneEdge, theme: Theme, otherwise = theme.line): string {
  return colour === null ? otherwise : theme.palette[colour]!;
}

export function paintNode(brush: Brush, node: SceneNode, { project, scale }: Projection, theme: Theme): void {
  const { x, y } = project(node);
  brush.fillStyle = theme.palette[node.colour]!;
  brush.beginPath();
  brush.arc(x, y, node.radius * scale, 0, 2 * Math.PI);
  brush.fill();
}

export function paintGlyph(brush: Brush, node: SceneNode, { project, scale }: Projection, theme: Theme): void {
  const radius = node.radius * scale;
  if (radius < SMALLEST_GLYPH) return;
  const { x, y } = project(node);
  brush.font = `600 ${Math.round(radius * 1.02)}px ${theme.sans}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  brush.fillStyle = theme.onPalette[node.colour]!;
  brush.fillText(node.glyph, x, y + radius * 0.06);
}

export function paintRing(
  brush: Brush,
  node: SceneNode,
  { project, scale }: Projection,
  colour: string,
  gap: number,
): void {
  const { x, y } = project(node);
  brush.beginPath();
  brush.arc(x, y, node.radius * scale + gap, 0, 2 * Math.PI);
  brush.lineWidth = 2;
  brush.strokeStyle = colour;
  brush.stroke();
}

export function paintLabel(brush: Brush, label: Label, theme: Theme, colour = theme.ink, face = theme.sans): void {
  brush.font = `${label.bold ? 600 : 400} ${label.size}px ${face}`;
  brush.textAlign = label.align;
  brush.textBaseline = "top";
  label.rows.forEach((row, number) =>
    paintHalo(brush, row, { x: label.x, y: label.y + number * label.line }, theme.paper, colour),
  );
}

/* Words stand out from lines that run under them. */
function paintHalo(brush: Brush, text: string, { x, y }: Point, paper: string, colour: string): void {
  brush.lineJoin = "round";
  brush.lineWidth = 4;
  brush.strokeStyle = paper;
  brush.strokeText(text, x, y);
  brush.fillStyle = colour;
  brush.fillText(text, x, y);
}
