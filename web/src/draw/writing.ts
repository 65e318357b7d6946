/* What is written above the drawing: glyphs on dots, names, words on lines, and names of regions.

   What is written first takes its room from all that follows, so the order is that of importance. */

import { candidates, NAMES_TRIED } from "./candidates.ts";
import { control, onCurve, type Point } from "./geometry.ts";
import type { Emphasis } from "./emphasis.ts";
import type { Label, Labels, Name, Place, Rank } from "./labels.ts";
import type { Region } from "./overlay.ts";
import { paintGlyph, paintLabel } from "./paint.ts";
import type { Scene, SceneEdge, Surface } from "./renderer.ts";
import type { Theme } from "./theme.ts";

const LEADING = 36; // of the names that are neither near nor pointed at
const FAR = 0.35; // below this scale communities are named, where there are many dots

export const MOST_WORDS = 40; // more words on lines than that are a thicket

/** What is written on, and what there is to write. */
export interface Sheet {
  surface: Surface;
  scene: Scene;
  emphasis: Emphasis;
  theme: Theme;
  labels: Labels;
  word(statement: number): string;
  regions(): Region[];
}

/** Write names, which are given back, and words on these lines. */
export function write(sheet: Sheet, edges: SceneEdge[]): Name[] {
  const { first, near, rest, dots, faded } = candidates(sheet.surface, sheet.scene, sheet.emphasis);
  sheet.labels.avoid(dots, faded);
  for (const place of [...first, ...near, ...rest]) glyph(sheet, place);
  if (isFar(sheet)) sheet.regions().forEach((region) => nameRegion(sheet, region));
  const names = [...nameAll(sheet, first, "first"), ...nameAll(sheet, near, "leading")];
  if (edges.length <= MOST_WORDS) edges.forEach((edge) => wordOn(sheet, edge));
  const leading = nameAll(sheet, rest.slice(0, LEADING), "leading");
  return [...names, ...leading, ...nameAll(sheet, rest.slice(LEADING, NAMES_TRIED), "rest")];
}

function glyph({ surface, scene, theme }: Sheet, place: Place): void {
  paintGlyph(surface.context, scene.nodes.get(place.id)!, surface, theme); // if it is large enough for one
}

function isFar({ surface, scene, emphasis }: Sheet): boolean {
  return !emphasis.lit && surface.scale < FAR && scene.nodes.size > 300;
}

function nameRegion({ surface, labels, theme }: Sheet, region: Region): void {
  const { context } = surface;
  const { name } = region;
  const { x, y } = surface.project(region);
  const size = Math.min(13 + Math.sqrt(region.size) * 0.5, 24);
  context.font = `600 ${size}px ${theme.serif}`;
  const half = context.measureText(name).width / 2 + 8;
  const box = { left: x - half, right: x + half, top: y - size, bottom: y + size };
  if (!labels.isFree(box, name)) return;
  labels.claim(box, name);
  const label: Label = { rows: [name], x, y: y - size / 2, size, line: size, bold: true, align: "center" };
  paintLabel(context, label, theme, theme.ink, theme.serif);
}

function nameAll({ surface, labels, theme }: Sheet, places: Place[], rank: Rank): Name[] {
  const names = places.flatMap((place) => labels.name(place, surface.scale, rank) ?? []);
  names.forEach((name) => paintLabel(surface.context, name, theme));
  return names;
}

/* What is pointed at is told even where there is no room. */
function wordOn({ surface, emphasis, theme, labels, word }: Sheet, edge: SceneEdge): void {
  if (edge.statement === null) return; // a bundle of several says nothing
  const { context } = surface;
  const { x, y } = middle(edge, surface);
  const said = word(edge.statement);
  context.font = `400 11px ${theme.sans}`;
  const half = context.measureText(said).width / 2 + 2;
  const box = { left: x - half, right: x + half, top: y - 7, bottom: y + 7 };
  const owner = `${edge.statement}`;
  if (edge !== emphasis.hovered.edge && !labels.isFree(box, owner)) return;
  labels.claim(box, owner);
  const label: Label = { rows: [said], x, y: y - 6, size: 11, line: 11, bold: false, align: "center" };
  paintLabel(context, label, theme, theme.muted);
}

function middle({ from, to, roundness }: SceneEdge, { project }: Surface): Point {
  const [start, end] = [project(from), project(to)];
  return from === to ? start : onCurve(start, control(start, end, roundness), end, 0.5);
}
