/* What a selection lights, and what it keeps in sight. */

import type { App } from "./app.ts";
import type { Lit } from "./draw/emphasis.ts";
import { target } from "./graph.ts";
import { among, connect } from "./paths.ts";
import type { View } from "./view.ts";

type Selection = Pick<View, "entity" | "statement" | "marked" | "connecting">;

const MOST_NEAR = 300; // neighbours of what is selected that are drawn as themselves

/** What the selection lights: nothing selected lights everything. */
export function litBy(app: App, { entity, statement, marked, connecting }: View): Lit | null {
  if (connecting && marked.length > 1) return connection(app, marked);
  if (entity !== null) return surroundings(app, entity);
  if (statement !== null) return statementItself(app, statement);
  return marked.length ? comparison(app, marked) : null;
}

function connection({ graph }: App, marked: string[]): Lit {
  const { moves } = connect(graph, marked);
  return {
    nodes: new Set([...marked, ...moves.flatMap(({ source, target: reached }) => [source, reached])]),
    statements: new Set(moves.map(({ statement }) => statement)),
    worded: true,
  };
}

function surroundings(app: App, entity: string): Lit {
  const { entities } = app.shown();
  const steps = app.graph.steps(entity).filter(({ other }) => entities.has(other));
  return {
    nodes: new Set([entity, ...steps.map(({ other }) => other)]),
    statements: new Set(steps.map(({ statement }) => statement)),
    worded: true,
  };
}

function statementItself({ graph }: App, number: number): Lit {
  const statement = graph.statement(number);
  const other = target(statement);
  return {
    nodes: new Set(other === null ? [statement.subject] : [statement.subject, other]),
    statements: new Set([number]),
    worded: true,
  };
}

function comparison({ graph }: App, marked: string[]): Lit {
  const nodes = new Set(marked);
  return { nodes, statements: new Set(among(graph, nodes)), worded: false };
}

/** What is drawn as itself where communities stand for the rest: what is selected and what is near it. */
export function drawnItself(app: App, view: View): Set<string> {
  const { entity, statement, marked, pinned } = view;
  const subject = statement === null ? null : app.graph.statement(statement).subject;
  const chosen = [entity, subject, ...marked].filter((id) => id !== null);
  const near = [...(litBy(app, view)?.nodes ?? [])];
  const rank = (id: string) => app.graph.entities.get(id)?.rank ?? 0;
  near.sort((a, b) => rank(b) - rank(a));
  return new Set([...chosen, ...near.slice(0, MOST_NEAR), ...pinned]);
}

/** The selection as a value that can be compared with another one. */
export function selection({ entity, statement, marked, connecting }: Selection): string {
  return JSON.stringify([entity, statement, connecting ? marked : null]);
}
