/* The page's data with its ways from one thing to the next; worked out once, when the page opens. */

import { tellsChanges } from "./changes.ts";
import type { Entity, Language, Omission, PageData, Statement, Titles } from "./types.ts";

/** A statement that connects two entities of the page, met at one of them. */
export interface Step {
  statement: number;
  other: string;
  /** Whether it goes from its subject to its object. */
  forward: boolean;
}

export interface Graph {
  /** Whether the page tells what changed. */
  tellsChanges: boolean;
  data: PageData;
  entities: Map<string, Entity>;
  /** The statements that connect two entities of the page. */
  relations: number[];
  from(id: string): number[];
  to(id: string): number[];
  steps(id: string): Step[];
  omissions(id: string): Omission[];
  statement(number: number): Statement;
  name(id: string): string;
}

export function createGraph(data: PageData): Graph {
  const entities = new Map(data.entities.map((entity) => [entity.id, entity]));
  const from = new Map<string, number[]>();
  const to = new Map<string, number[]>();
  const relations: number[] = [];
  data.statements.forEach(({ subject, object }, number) => {
    put(from, subject, number);
    if (!("entity" in object)) return;
    if (object.entity !== subject) put(to, object.entity, number);
    if (entities.has(subject) && entities.has(object.entity)) relations.push(number);
  });
  const omissions = new Map<string, Omission[]>();
  data.omissions.forEach((omission) => put(omissions, omission.subject, omission));

  function steps(id: string): Step[] {
    const ahead = (from.get(id) ?? []).map((statement) => ({
      statement,
      other: target(data.statements[statement]),
      forward: true,
    }));
    const back = (to.get(id) ?? []).map((statement) => ({
      statement,
      other: data.statements[statement]!.subject,
      forward: false,
    }));
    return [...ahead, ...back].filter((step): step is Step => step.other !== null && entities.has(step.other));
  }

  return {
    tellsChanges: tellsChanges(data),
    data,
    entities,
    relations,
    from: (id) => from.get(id) ?? [],
    to: (id) => to.get(id) ?? [],
    steps,
    omissions: (id) => omissions.get(id) ?? [],
    statement: (number) => data.statements[number]!,
    name: (id) => entities.get(id)?.name ?? id,
  };
}

/** The entity that a statement leads to, if it leads to one. */
export function target(statement: Statement | undefined): string | null {
  return statement && "entity" in statement.object ? statement.object.entity : null;
}

/** What a property is called in a language, seen from its subject. */
export function propertyTitle({ data }: Graph, property: string, language: Language): string {
  return data.properties[property]?.title[language] ?? property;
}

export function inverseTitle({ data }: Graph, property: string): Titles | undefined {
  return data.properties[property]?.inverse;
}

export function classTitle({ data }: Graph, type: string, language: Language): string {
  return data.classes[type]?.title[language] ?? type;
}

function put<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
