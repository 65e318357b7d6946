/* From what is visible to what is drawn: dots with places, sizes and colours, and the lines between them. */

import { target, type Graph } from "../graph.ts";
import { SIGNS } from "../changes.ts";
import type { Change, DrawnEdge, Drawing, Entity } from "../types.ts";
import type { View } from "../view.ts";
import type { Visible } from "../visible.ts";
import { communityNode, parted } from "./communities.ts";
import { extent, type Point } from "./geometry.ts";
import type { Scene, SceneEdge, SceneNode } from "./renderer.ts";
import { CHANGE_COLOURS, COLOURS } from "./theme.ts";

/** Where entities are, as laid out. */
export interface Layout {
  places: Map<string, Point & { size: number }>;
  edges: Map<number, DrawnEdge>;
}

/** The layout is made for wide screens; `upright` turns it. */
export function createLayout(drawing: Drawing, upright: boolean): Layout {
  const turned = ({ x, y, size }: Drawing["nodes"][number]) => (upright ? { x: y, y: x, size } : { x, y, size });
  return {
    places: new Map(drawing.nodes.map((node) => [node.id, turned(node)])),
    edges: new Map(drawing.edges.map((edge) => [edge.id, edge])),
  };
}

/** With those elsewhere that somebody has moved. */
export function withMoved(layout: Layout, moved: Record<string, Point>): Layout {
  const places = new Map(layout.places);
  for (const [id, point] of Object.entries(moved)) {
    const place = places.get(id);
    if (place) places.set(id, { ...place, ...point });
  }
  return { ...layout, places };
}

const CHANGED_RADIUS = 16; // so that the sign is seen
const FIRST = 1e6; // what changed is named before all else
const BEND = 0.1;
const MANY_EDGES = 3000; // straight lines are drawn in half the time

/** `whole`: the entities that are drawn as themselves where communities stand for the rest; null: all are. */
export function createScene(
  graph: Graph,
  layout: Layout,
  view: View,
  shown: Visible,
  whole: Set<string> | null,
): Scene {
  const nodes = new Map<string, SceneNode>();
  const stand = new Map<string, SceneNode>(); // what is drawn for an entity
  const { alone, behind } = whole
    ? parted(graph, shown.entities, view.opened, whole)
    : { alone: shown.entities, behind: [] };
  for (const [community, members] of behind) {
    const node = communityNode(graph, layout, view, community, members);
    nodes.set(node.id, node);
    members.forEach(({ id }) => stand.set(id, node));
  }
  const widest = Math.max(...[...nodes.values()].map(({ radius }) => radius), 0);
  const least = whole ? Math.min(widest / 8, apart(layout, whole) / 5) : 0; // to be seen among communities
  for (const id of alone) {
    const node = entityNode(graph, layout, view, graph.entities.get(id)!);
    if (whole?.has(id)) node.radius = Math.max(node.radius, least);
    nodes.set(id, node);
    stand.set(id, node);
  }
  const reading = [...nodes.values()].sort((a, b) => b.weight - a.weight); // stable: then as written
  return {
    nodes,
    edges: [
      ...singleEdges(graph, layout, shown, stand),
      ...bundles(graph, shown, stand, view.opened.length ? 0 : widest),
    ],
    reading,
  };
}

/* About how far entities are from each other. */
function apart(layout: Layout, ids: Set<string>): number {
  const around = extent([...ids].flatMap((id) => layout.places.get(id) ?? []));
  return around ? Math.hypot(around.high.x - around.low.x, around.high.y - around.low.y) / Math.sqrt(ids.size) : 0;
}

function entityNode(graph: Graph, layout: Layout, view: View, entity: Entity): SceneNode {
  const { x, y, size } = layout.places.get(entity.id)!;
  return {
    id: entity.id,
    name: entity.name,
    glyph: entity.change ? SIGNS[entity.change] : graph.data.categories[entity.category]!.glyph,
    x,
    y,
    radius: Math.max(radiusOf(entity, view, size), entity.change ? CHANGED_RADIUS : 0),
    colour: colourOf(graph, view, entity),
    weight: (view.sizing === "rank" ? entity.rank : entity.degree) + (entity.change ? FIRST : 0),
    community: null,
  };
}

function colourOf(graph: Graph, { colouring }: View, { category, community, change }: Entity): number {
  if (colouring === "community") return community % COLOURS;
  return graph.tellsChanges ? changeColour(change) : category % COLOURS;
}

function changeColour(change: Change | undefined): number {
  return COLOURS + CHANGE_COLOURS.indexOf(change ?? "same");
}

function radiusOf(entity: Entity, { sizing }: View, size: number): number {
  if (sizing === "equal") return 12;
  return sizing === "rank" ? 7 + 6 * Math.sqrt(Math.min(entity.rank, 12)) : size;
}

function singleEdges(graph: Graph, layout: Layout, shown: Visible, stand: Map<string, SceneNode>): SceneEdge[] {
  const edges: SceneEdge[] = [];
  const spared = shown.relations.length > MANY_EDGES ? BEND : 0; // only lines beside others are bent then
  for (const number of shown.relations) {
    const { from, to } = ends(graph, number, stand);
    if (from.community !== null || to.community !== null) continue;
    const { change } = graph.statement(number);
    const { smooth, dashes } = layout.edges.get(number) ?? {};
    edges.push({
      statement: number,
      from,
      to,
      roundness: (smooth?.roundness ?? BEND) - spared,
      width: change ? 2 : 1,
      dashes: dashes ?? null,
      colour: change ? changeColour(change) : null,
    });
  }
  return edges;
}

/* One line for all relations between what stands for them; between communities it is the wider the more they are,
   unless one is open: then the others step back. */
function bundles(graph: Graph, shown: Visible, stand: Map<string, SceneNode>, widest: number): SceneEdge[] {
  const found = new Map<string, SceneEdge>();
  for (const number of shown.relations) {
    const { from, to } = ends(graph, number, stand);
    if (from.community === null ? to.community === null || isOf(graph, from, to) : isOf(graph, to, from)) continue;
    const key = from.id < to.id ? `${from.id}\u0001${to.id}` : `${to.id}\u0001${from.id}`;
    const bundle = found.get(key);
    if (bundle) bundle.width += 1;
    else found.set(key, { statement: null, from, to, roundness: 0, width: 1, dashes: null, colour: null });
  }
  const made = [...found.values()];
  const most = Math.max(...made.map(({ width }) => width), 1);
  for (const bundle of made)
    bundle.width =
      bundle.from.community !== null && bundle.to.community !== null
        ? Math.max((widest / 5) * (bundle.width / most), 1)
        : 1;
  return made;
}

/* Between a community's dot and its own members lines would only say that. */
function isOf(graph: Graph, node: SceneNode, community: SceneNode): boolean {
  return node === community || graph.entities.get(node.id)?.community === community.community;
}

function ends(graph: Graph, number: number, stand: Map<string, SceneNode>): { from: SceneNode; to: SceneNode } {
  const statement = graph.statement(number);
  return { from: stand.get(statement.subject)!, to: stand.get(target(statement)!)! };
}
