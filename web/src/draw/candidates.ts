/* What there is to be named in sight: first what is pointed at or selected, then what is near it, then the rest; and
   the dots that no name may lie on. */

import type { Point } from "./geometry.ts";
import type { Place } from "./labels.ts";
import { neighbours, SMALLEST_LIT, type Emphasis } from "./emphasis.ts";
import { SMALLEST_GLYPH } from "./paint.ts";
import type { Scene, Surface } from "./renderer.ts";

export const NAMES_TRIED = 400; // the next ones would hardly find room, and each try takes time
const SMALLEST_DOT = 3; // radius in pixels; smaller ones may be written over

export interface Candidates {
  first: Place[];
  near: Place[];
  rest: Place[];
  /** Those that a veil lies on are apart. */
  dots: Place[];
  faded: Place[];
}

export function candidates(surface: Surface, scene: Scene, { lit, ringed, hovered }: Emphasis): Candidates {
  const first = new Set([...(hovered.node ? [hovered.node.id] : []), ...ringed]);
  const close = hovered.node ? neighbours(scene, hovered.node) : (lit?.nodes ?? new Set());
  const found: Candidates = { first: [], near: [], rest: [], dots: [], faded: [] };
  for (const node of scene.reading) {
    const [isFirst, isNear] = [first.has(node.id), close.has(node.id)];
    const radius = Math.max(node.radius * surface.scale, lit && (isFirst || isNear) ? SMALLEST_LIT : 0);
    const isFaded = lit !== null && !lit.nodes.has(node.id) && !isFirst && !isNear;
    const isLate = radius < SMALLEST_GLYPH && found.rest.length >= NAMES_TRIED && !isFirst && !isNear;
    const isNamed = !isFaded && !isLate;
    if (!isNamed && radius < SMALLEST_DOT) continue; // most of fifty thousand are
    const at = surface.project(node);
    if (!inView(at, surface)) continue;
    const place = { id: node.id, name: node.name, radius, ...at };
    if (radius >= SMALLEST_DOT) (isFaded ? found.faded : found.dots).push(place);
    if (isNamed) (isFirst ? found.first : isNear ? found.near : found.rest).push(place);
  }
  return found;
}

function inView({ x, y }: Point, { width, height }: Surface): boolean {
  return x > -80 && y > -60 && x < width + 80 && y < height + 30;
}
