/* Ways through the graph: what is around an entity, and what connects several. */

import type { Graph, Step } from "./graph.ts";
import { target } from "./graph.ts";

/** The entities at most so many statements away. */
export function around(graph: Graph, centre: string, steps: number): Set<string> {
  const reached = new Set([centre]);
  let frontier = [centre];
  for (let step = 0; step < steps; step += 1) {
    frontier = frontier
      .flatMap((id) => graph.steps(id).map(({ other }) => other))
      .filter((id) => !reached.has(id) && reached.add(id));
  }
  return reached;
}

/** One step of a way: it leaves `source` by a statement and reaches `target`. */
export interface Move {
  source: string;
  target: string;
  statement: number;
  forward: boolean;
}

/** What connects entities: shortest ways that join each of them to those before it, where there is one. */
export interface Connection {
  moves: Move[];
  /** Those that no way leads to. */
  apart: string[];
  /** Entities next to two or more of them, with how many; most first. */
  shared: { entity: string; of: string[] }[];
}

export function connect(graph: Graph, entities: string[]): Connection {
  const [first, ...rest] = entities;
  const joined = new Set(first === undefined ? [] : [first]);
  const ways: Move[][] = [];
  const apart: string[] = [];
  for (const entity of rest) {
    if (joined.has(entity)) continue;
    const way = shortest(graph, joined, entity);
    if (!way.length) apart.push(entity);
    ways.push(way);
    for (const move of way) joined.add(move.source).add(move.target);
  }
  return { moves: ways.flat(), apart, shared: shared(graph, entities) };
}

/** A shortest way from any of some entities to another one, over what the graph asserts, in either direction;
    among equally short ones the one whose statements were written first. */
export function shortest(graph: Graph, from: Set<string>, to: string): Move[] {
  const reached = new Map<string, Move | null>([...from].map((id) => [id, null]));
  let frontier = [...from];
  while (frontier.length && !reached.has(to)) {
    const next: string[] = [];
    for (const source of frontier) {
      for (const { other, statement, forward } of assertedSteps(graph, source)) {
        if (reached.has(other)) continue;
        reached.set(other, { source, target: other, statement, forward });
        next.push(other);
      }
    }
    frontier = next;
  }
  const way: Move[] = [];
  for (let move = reached.get(to); move; move = reached.get(move.source)) way.unshift(move);
  return way;
}

/* What is disputed or deprecated carries no way. */
function assertedSteps(graph: Graph, id: string): Step[] {
  return graph.steps(id).filter(({ statement }) => {
    const { status } = graph.statement(statement);
    return status === undefined || status === "inferred";
  });
}

function shared(graph: Graph, entities: string[]): Connection["shared"] {
  const neighbours = new Map<string, Set<string>>();
  for (const entity of entities) {
    for (const { other } of graph.steps(entity)) {
      if (!entities.includes(other)) neighbours.set(other, (neighbours.get(other) ?? new Set()).add(entity));
    }
  }
  return [...neighbours]
    .filter(([, of]) => of.size > 1)
    .map(([entity, of]) => ({ entity, of: [...of] }))
    .sort((a, b) => b.of.length - a.of.length);
}

/** The statements among some entities that connect two of them. */
export function among(graph: Graph, ids: Set<string>): number[] {
  const found = [...ids].flatMap((id) => graph.from(id));
  return found.filter((number) => {
    const other = target(graph.statement(number));
    return other !== null && ids.has(other);
  });
}
