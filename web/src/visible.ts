/* What of the graph is shown for a view: entities, relations, and how many of them are not. */

import { target, type Graph } from "./graph.ts";
import { around } from "./paths.ts";
import type { Statement } from "./types.ts";
import { narrowsEntities, narrowsStatements, type Filters, type View } from "./view.ts";

export interface Visible {
  entities: Set<string>;
  /** All statements that pass, of entities that are shown. */
  statements: number[];
  /** Those of them that connect two shown entities. */
  relations: number[];
}

/** `forced`: entities that are shown whatever the view says. */
export function visible(graph: Graph, view: View, forced: string[]): Visible {
  const { filters } = view;
  const passing = narrowsStatements(filters)
    ? numbers(graph).filter((number) => passes(graph.statement(number), filters))
    : numbers(graph);
  const entities = new Set(chosen(graph, view, passing));
  for (const id of view.hidden) entities.delete(id);
  for (const id of [...view.pinned, ...forced]) if (graph.entities.has(id)) entities.add(id);
  const statements = passing.filter((number) => {
    const statement = graph.statement(number);
    const other = target(statement);
    return entities.has(statement.subject) && (other === null || entities.has(other) || !graph.entities.has(other));
  });
  const shown = new Set(statements);
  return { entities, statements, relations: graph.relations.filter((number) => shown.has(number)) };
}

function numbers(graph: Graph): number[] {
  return graph.data.statements.map((_, number) => number);
}

/* The entities that pass the choice of entities and, where statements are chosen, have one of these. */
function chosen(graph: Graph, view: View, passing: number[]): string[] {
  const { filters } = view;
  const near = view.focus && around(graph, view.focus.entity, view.focus.steps);
  const told = narrowsStatements(filters) ? new Set(passing.flatMap((number) => ends(graph.statement(number)))) : null;
  if (filters.changes.length)
    for (const { id, change } of graph.data.entities) if (change && filters.changes.includes(change)) told?.add(id);
  const wanted = (id: string) => (!near || near.has(id)) && (!told || told.has(id));
  const entities = graph.data.entities.filter(({ id }) => wanted(id));
  if (!narrowsEntities(filters)) return entities.map(({ id }) => id);
  const { categories, communities } = filters;
  return entities
    .filter(({ category }) => !categories.length || categories.includes(category))
    .filter(({ community }) => !communities.length || communities.includes(community))
    .map(({ id }) => id);
}

function ends(statement: Statement): string[] {
  const other = target(statement);
  return other === null ? [statement.subject] : [statement.subject, other];
}

/** Whether a statement passes the choice of properties, articles, statuses and days. */
export function passes(statement: Statement, filters: Filters): boolean {
  const { properties, articles, statuses, changes } = filters;
  return (
    (!properties.length || properties.includes(statement.property)) &&
    (!articles.length || (statement.source !== undefined && articles.includes(statement.source))) &&
    (!changes.length || (statement.change !== undefined && changes.includes(statement.change))) &&
    (!statuses.length || statuses.includes(statement.status ?? "stated")) &&
    isInTime(statement, filters)
  );
}

function isInTime({ days }: Statement, { since, until, undated }: Filters): boolean {
  if (since === null && until === null) return true;
  if (!days) return undated;
  const [first, last] = days;
  return (until === null || first === null || first <= until) && (since === null || last === null || last >= since);
}

/** How many statements there are for each value of what statements are chosen by. */
export function counts(graph: Graph): {
  properties: Map<string, number>;
  articles: Map<string, number>;
  statuses: Map<string, number>;
} {
  const found = {
    properties: new Map<string, number>(),
    articles: new Map<string, number>(),
    statuses: new Map<string, number>(),
  };
  for (const { property, source, status } of graph.data.statements) {
    add(found.properties, property);
    if (source !== undefined) add(found.articles, source);
    add(found.statuses, status ?? "stated");
  }
  return found;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
