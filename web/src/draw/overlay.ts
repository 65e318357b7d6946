/* What is written and lit above the drawing: names, glyphs, words on lines, rings, and a veil over all the rest.

   The veil is in the colour of the paper, and what is lit is painted once more above it: as quick for ten thousand
   dots as for ten. */

import { SMALLEST_LIT, standingEdges, standingNodes, type Emphasis } from "./emphasis.ts";
import type { Point } from "./geometry.ts";
import { Labels, type Name } from "./labels.ts";
import { edgeColour, paintEdge, paintNode, paintRing, type Brush } from "./paint.ts";
import type { Scene, SceneEdge, SceneNode, Surface } from "./renderer.ts";
import type { Theme } from "./theme.ts";
import type { Wrapped } from "./wrap.ts";
import { MOST_WORDS, write } from "./writing.ts";

/** A name for a part of the picture, written where dots are too small to be named. */
export interface Region extends Point {
  name: string;
  size: number;
}

export interface Overlay {
  /** Gives the names that were written. */
  paint(surface: Surface, scene: Scene, emphasis: Emphasis, theme: Theme): Name[];
}

export function createOverlay(word: (statement: number) => string, regions: () => Region[]): Overlay {
  const wrapped = new Map<string, Wrapped>();
  return {
    paint(surface, scene, emphasis, theme) {
      const { context } = surface;
      context.direction = "ltr";
      if (emphasis.lit) veil(surface, theme);
      const edges = standingEdges(scene, emphasis);
      lightEdges(edges, surface, emphasis, theme);
      lightNodes(surface, scene, edges, emphasis, theme);
      rings(surface, scene, emphasis, theme);
      const labels = new Labels(emphasis.free, measureWith(context, theme), wrapped, emphasis.sides);
      return write({ surface, scene, emphasis, theme, labels, word, regions }, edges);
    },
  };
}

function veil({ context, width, height }: Surface, theme: Theme): void {
  context.globalAlpha = 0.88;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

function lightEdges(edges: SceneEdge[], surface: Surface, { lit, hovered }: Emphasis, theme: Theme): void {
  const strong = lit?.worded || hovered.node !== null || hovered.edge !== null;
  const colour = strong ? theme.strong : theme.line;
  const least = strong && edges.length <= MOST_WORDS ? 1.6 : 1;
  for (const edge of edges) {
    paintEdge(surface.context, edge, surface, edgeColour(edge, theme, colour), Math.max(edge.width, least));
  }
}

/* Above the veil, and above the lines that end there; a dot that is dragged is on its way. */
function lightNodes(surface: Surface, scene: Scene, edges: SceneEdge[], emphasis: Emphasis, theme: Theme): void {
  for (const node of standingNodes(scene, edges, emphasis))
    paintNode(surface.context, emphasis.lit ? largeEnough(node, surface.scale) : node, surface, theme);
}

function largeEnough(node: SceneNode, scale: number): SceneNode {
  return node.radius * scale < SMALLEST_LIT ? { ...node, radius: SMALLEST_LIT / scale } : node;
}

function rings({ context, ...surface }: Surface, scene: Scene, { ringed, pinned }: Emphasis, theme: Theme): void {
  ringed.forEach((id, number) => {
    const node = scene.nodes.get(id);
    if (node) paintRing(context, node, surface, number === 0 ? theme.strong : theme.ink, 4);
  });
  for (const id of pinned) {
    const node = scene.nodes.get(id);
    if (!node) continue;
    context.setLineDash([2, 3]);
    paintRing(context, node, surface, theme.muted, 7);
    context.setLineDash([]);
  }
}

function measureWith(context: Brush, theme: Theme) {
  return (text: string, size: number) => {
    context.font = `400 ${size}px ${theme.sans}`;
    return context.measureText(text).width;
  };
}
