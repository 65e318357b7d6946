/* What is written and lit above the drawing: names, glyphs, words on lines, rings, and a veil over all the rest.

   The veil is in the colour of the paper, and what is lit is painted once more above it: as quick for ten thousand
   dots as for ten. */

import type { Point } from "./geometry.ts";
import { Labels, type Box } from "./labels.ts";
import { edgeColour, paintEdge, paintNode, paintRing, type Brush } from "./paint.ts";
import type { Scene, SceneEdge, SceneNode, Surface, Target } from "./renderer.ts";
import type { Theme } from "./theme.ts";
import type { Wrapped } from "./wrap.ts";
import { MOST_WORDS, write } from "./writing.ts";

const SMALLEST_LIT = 3; // radius in pixels, so that a selection is seen from afar, spread as it may be

/** What stands out: these and no others are lit. */
export interface Lit {
  nodes: Set<string>;
  statements: Set<number>;
  /** Whether words are written on its lines. */
  worded: boolean;
}

export interface Emphasis {
  lit: Lit | null;
  /** The dots with a ring around them, the first with the strongest. */
  ringed: string[];
  pinned: Set<string>;
  hovered: Target;
  /** The part of the stage that no panel covers, on the surface. */
  free: Box;
}

/** A name for a part of the picture, written where dots are too small to be named. */
export interface Region extends Point {
  name: string;
  size: number;
}

export interface Overlay {
  paint(surface: Surface, scene: Scene, emphasis: Emphasis, theme: Theme): void;
}

export function createOverlay(word: (statement: number) => string, regions: () => Region[]): Overlay {
  const wrapped = new Map<string, Wrapped>();
  return {
    paint(surface, scene, emphasis, theme) {
      const { context } = surface;
      context.direction = "ltr";
      if (emphasis.lit) veil(surface, theme);
      const edges = standing(scene, emphasis);
      lightEdges(edges, surface, emphasis, theme);
      lightNodes(surface, scene, emphasis, theme);
      rings(surface, scene, emphasis, theme);
      const labels = new Labels(emphasis.free, measureWith(context, theme), wrapped);
      write({ surface, scene, emphasis, theme, labels, word, regions }, edges);
    },
  };
}

function veil({ context, width, height }: Surface, theme: Theme): void {
  context.globalAlpha = 0.88;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

/* The lines of what is pointed at, and those that are lit. */
function standing({ edges }: Scene, emphasis: Emphasis): SceneEdge[] {
  const { lit, hovered } = emphasis;
  if (lit || hovered.node) return edges.filter((edge) => stands(edge, emphasis));
  return hovered.edge ? [hovered.edge] : [];
}

function stands(edge: SceneEdge, { lit, hovered }: Emphasis): boolean {
  if (edge === hovered.edge) return true;
  if (hovered.node !== null && (edge.from === hovered.node || edge.to === hovered.node)) return true;
  return lit !== null && edge.statement !== null && lit.statements.has(edge.statement);
}

function lightEdges(edges: SceneEdge[], surface: Surface, { lit, hovered }: Emphasis, theme: Theme): void {
  const strong = lit?.worded || hovered.node !== null || hovered.edge !== null;
  const colour = strong ? theme.strong : theme.line;
  const least = strong && edges.length <= MOST_WORDS ? 1.6 : 1;
  for (const edge of edges) {
    paintEdge(surface.context, edge, surface, edgeColour(edge, theme, colour), Math.max(edge.width, least));
  }
}

function lightNodes(surface: Surface, scene: Scene, { lit, hovered }: Emphasis, theme: Theme): void {
  for (const id of lit?.nodes ?? []) {
    const node = scene.nodes.get(id);
    if (node) paintNode(surface.context, largeEnough(node, surface.scale), surface, theme);
  }
  if (hovered.node) paintNode(surface.context, hovered.node, surface, theme); // it may be on its way
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
