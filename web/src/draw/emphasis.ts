/* What stands out of the picture: what is selected, compared or pointed at, and what belongs to it. */

import type { Box, Side } from "./labels.ts";
import type { Scene, SceneEdge, SceneNode, Target } from "./renderer.ts";

/** A radius in pixels, so that a selection is seen from afar, spread as it may be. */
export const SMALLEST_LIT = 3;

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
  /** Where names stay while something is pointed at. */
  sides: Map<string, Side>;
}

/** The lines of what is pointed at, and those that are lit. */
export function standingEdges({ edges }: Scene, emphasis: Emphasis): SceneEdge[] {
  const { lit, hovered } = emphasis;
  if (lit || hovered.node) return edges.filter((edge) => stands(edge, emphasis));
  return hovered.edge ? [hovered.edge] : [];
}

function stands(edge: SceneEdge, { lit, hovered }: Emphasis): boolean {
  if (edge === hovered.edge) return true;
  if (hovered.node !== null && (edge.from === hovered.node || edge.to === hovered.node)) return true;
  return lit !== null && edge.statement !== null && lit.statements.has(edge.statement);
}

/** The dots at the ends of these lines, and those that are lit, ringed or pointed at; the last lies on the others. */
export function standingNodes(scene: Scene, edges: SceneEdge[], { lit, ringed, hovered }: Emphasis): Set<SceneNode> {
  const chosen = [...(lit?.nodes ?? []), ...ringed].flatMap((id) => scene.nodes.get(id) ?? []);
  const ends = edges.flatMap(({ from, to }) => [from, to]);
  return new Set([...ends, ...chosen, ...(hovered.node ? [hovered.node] : [])]);
}

export function neighbours(scene: Scene, node: SceneNode): Set<string> {
  const found = new Set<string>();
  for (const { from, to } of scene.edges) {
    if (from === node) found.add(to.id);
    if (to === node) found.add(from.id);
  }
  return found;
}
