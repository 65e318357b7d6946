/* What there is to be named in sight: first what is pointed at or selected, then what is near it, then the rest. */

import type { Point } from "./geometry.ts";
import type { Place } from "./labels.ts";
import type { Emphasis } from "./overlay.ts";
import { SMALLEST_GLYPH } from "./paint.ts";
import type { Scene, SceneNode, Surface } from "./renderer.ts";

export const NAMES_TRIED = 400; // the next ones would hardly find room, and each try takes time

export interface Candidates {
  first: Place[];
  near: Place[];
  rest: Place[];
}

export function candidates(surface: Surface, scene: Scene, { lit, ringed, hovered }: Emphasis): Candidates {
  const first = new Set([...(hovered.node ? [hovered.node.id] : []), ...ringed]);
  const close = hovered.node ? neighbours(scene, hovered.node) : (lit?.nodes ?? new Set());
  const found: Candidates = { first: [], near: [], rest: [] };
  for (const node of scene.reading) {
    const radius = node.radius * surface.scale;
    const [isFirst, isNear] = [first.has(node.id), close.has(node.id)];
    const isLeft = (lit && !lit.nodes.has(node.id)) || (radius < SMALLEST_GLYPH && found.rest.length >= NAMES_TRIED);
    if (isLeft && !isFirst && !isNear) continue; // most of fifty thousand are
    const at = surface.project(node);
    if (inView(at, surface))
      (isFirst ? found.first : isNear ? found.near : found.rest).push({ id: node.id, name: node.name, radius, ...at });
  }
  return found;
}

function neighbours(scene: Scene, node: SceneNode): Set<string> {
  const found = new Set<string>();
  for (const { from, to } of scene.edges) {
    if (from === node) found.add(to.id);
    if (to === node) found.add(from.id);
  }
  return found;
}

function inView({ x, y }: Point, { width, height }: Surface): boolean {
  return x > -80 && y > -60 && x < width + 80 && y < height + 30;
}
