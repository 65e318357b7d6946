/* A graph too large to be seen as a whole is shown as communities: a dot for each, named after its most central
   member. A reader opens the ones of interest; what is selected stands for itself in any case. */

import type { Graph } from "../graph.ts";
import type { Entity } from "../types.ts";
import type { View } from "../view.ts";
import type { Point } from "./geometry.ts";
import type { SceneNode } from "./renderer.ts";
import type { Layout } from "./scene.ts";
import { COLOURS } from "./theme.ts";

const MOST_MEMBERS = 400; // of an opened community; the others stay behind one dot

/** Which entities are drawn as themselves, and who stands behind the dot of each community. */
export interface Parted {
  alone: Set<string>;
  behind: Map<number, Entity[]>;
}

/** `whole`: entities that are drawn as themselves whatever community they are in. */
export function parted(graph: Graph, shown: Iterable<string>, opened: number[], whole: Set<string>): Parted {
  const alone = new Set<string>();
  const behind = new Map<number, Entity[]>();
  for (const id of shown) {
    const entity = graph.entities.get(id)!;
    if (whole.has(id)) alone.add(id);
    else put(behind, entity);
  }
  for (const community of opened) {
    const members = (behind.get(community) ?? []).sort((a, b) => b.rank - a.rank); // stable: then as written
    members.slice(0, MOST_MEMBERS).forEach(({ id }) => alone.add(id));
    if (members.length > MOST_MEMBERS) behind.set(community, members.slice(MOST_MEMBERS));
    else behind.delete(community);
  }
  return { alone, behind };
}

function put(groups: Map<number, Entity[]>, entity: Entity): void {
  const group = groups.get(entity.community);
  if (group) group.push(entity);
  else groups.set(entity.community, [entity]);
}

/** The id of the dot that stands for a community: no entity has one with such a beginning. */
export function communityId(community: number): string {
  return `\u0000${community}`;
}

/** A dot as large as half of the room that its members have; where they are seen, a smaller one below them. */
export function communityNode(
  graph: Graph,
  layout: Layout,
  view: View,
  community: number,
  members: Entity[],
): SceneNode {
  const main = graph.entities.get(graph.data.communities[community]!.name) ?? members[0]!;
  const { middle, room } = roomOf(members.map(({ id }) => layout.places.get(id)!));
  const open = view.opened.includes(community);
  const radius = Math.max(room * (open ? 0.12 : 0.5), 14);
  return {
    id: communityId(community),
    name: `${main.name} +${members.length - (members.includes(main) ? 1 : 0)}`,
    glyph: graph.data.categories[main.category]!.glyph,
    x: middle.x,
    y: middle.y + (open ? room + radius : 0),
    radius,
    colour: (view.colouring === "type" ? main.category : community) % COLOURS,
    weight: 1000 + members.length,
    community,
  };
}

/* The middle of points, and the radius of a disc that is as spread out as they are. */
function roomOf(points: Point[]): { middle: Point; room: number } {
  const mean = (value: (point: Point) => number) =>
    points.reduce((sum, point) => sum + value(point), 0) / points.length;
  const middle = { x: mean(({ x }) => x), y: mean(({ y }) => y) };
  const square = mean(({ x, y }) => (x - middle.x) ** 2 + (y - middle.y) ** 2);
  return { middle, room: Math.sqrt(2 * square) };
}
