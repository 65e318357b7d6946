/* Where things are in a scene: entities themselves or the communities that stand for them, lines, and communities
   whose members are too small to be named. */

import type { Graph } from "../graph.ts";
import { communityId } from "./communities.ts";
import { control, onCurve, type Point } from "./geometry.ts";
import type { Region } from "./overlay.ts";
import type { Scene, SceneNode } from "./renderer.ts";

const FEWEST = 8; // members that make a name for all of them worth its room

/** Where entities are seen, if they are. */
export function placesOf(graph: Graph, { nodes }: Scene, ids: Iterable<string>): Point[] {
  const standIn = (id: string) => nodes.get(communityId(communityOf(graph, id) ?? -1));
  return [...ids].map((id) => nodes.get(id) ?? standIn(id)).filter((node) => node !== undefined);
}

/** The dots of a community: its members, and the one that stands for the rest of them. */
export function membersOf(graph: Graph, { nodes }: Scene, wanted: number): SceneNode[] {
  return [...nodes.values()].filter(({ id, community }) => (community ?? communityOf(graph, id)) === wanted);
}

/** The middle of the line that draws a statement. */
export function middleOf({ edges }: Scene, wanted: number): Point | null {
  const edge = edges.find(({ statement }) => statement === wanted);
  return edge ? onCurve(edge.from, control(edge.from, edge.to, edge.roundness), edge.to, 0.5) : null;
}

/** Names for parts of the picture, the largest part first. */
export function regionsOf(graph: Graph, { nodes }: Scene): Region[] {
  const groups = new Map<number, SceneNode[]>();
  for (const node of nodes.values()) {
    const community = communityOf(graph, node.id);
    if (community === undefined) continue;
    const group = groups.get(community);
    if (group) group.push(node);
    else groups.set(community, [node]);
  }
  return [...groups]
    .filter(([, members]) => members.length >= FEWEST)
    .map(([community, members]) => region(graph, community, members))
    .sort((a, b) => b.size - a.size);
}

function region(graph: Graph, community: number, members: SceneNode[]): Region {
  const { name } = graph.data.communities[community]!;
  return { name: graph.name(name), size: members.length, ...mean(members) };
}

function communityOf(graph: Graph, id: string): number | undefined {
  return graph.entities.get(id)?.community;
}

function mean(points: Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
