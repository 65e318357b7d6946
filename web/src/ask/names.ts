/* From the terms of an answer back to the entities of the page. */

import type { App } from "../app.ts";
import type { AskData } from "../types.ts";
import type { Found, Term } from "./evaluate.ts";

const LOCAL_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_·-]*$/u;
const NUMBER = /XMLSchema#(?:integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$/u;

export interface Names {
  /** The entity that a term is: by its IRI, or by a name that nothing else has. */
  entity(term: Term): string | null;
  /** The term as a text for people. */
  text(term: Term): string;
}

export function createNames({ graph }: App, { prefixes }: AskData): Names {
  const base = prefixes["e"] ?? "";
  const named = uniqueNames(graph.data);
  return {
    text: createTexts(prefixes),
    entity(term) {
      if (term.type === "literal") return named.get(term.value) ?? null;
      if (term.type !== "uri" || !base || !term.value.startsWith(base)) return null;
      const id = term.value.slice(base.length);
      return graph.entities.has(id) ? id : null;
    },
  };
}

/** How IRIs are written with prefixes, or in full where there is none for them. */
export function createShort(prefixes: Record<string, string>): (iri: string) => string {
  const spaces = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);
  return (iri) => {
    const [prefix, space] =
      spaces.find(([, each]) => each && iri.startsWith(each) && LOCAL_NAME.test(iri.slice(each.length))) ?? [];
    return space === undefined ? iri : `${prefix}:${iri.slice(space.length)}`;
  };
}

/** How terms are written for people. */
export function createTexts(prefixes: Record<string, string>): Names["text"] {
  const short = createShort(prefixes);
  return function text(term: Term): string {
    if (term.type === "triple") {
      const { subject, predicate, object } = term.value;
      return `<<( ${text(subject)} ${text(predicate)} ${text(object)} )>>`;
    }
    if (term.type === "literal") return term.value;
    return term.type === "uri" ? short(term.value) : `_:${term.value}`;
  };
}

/* Answers for people name entities by their names. A name that a class or a property has too may mean that. */
function uniqueNames({ entities, classes, properties }: App["graph"]["data"]): Map<string, string> {
  const found = new Map<string, string>();
  const others = new Set(
    [...Object.values(classes), ...Object.values(properties)].flatMap(({ title }) => Object.values(title)),
  );
  for (const { name } of entities) {
    if (found.has(name)) others.add(name);
    found.set(name, name);
  }
  for (const { id, name } of entities) found.set(name, id);
  others.forEach((name) => found.delete(name));
  return found;
}

export function isNumber(term: Term | undefined): boolean {
  return term?.type === "literal" && NUMBER.test(term.datatype ?? "");
}

/** Rows or triples as one table; null for yes and no. */
export function tableOf(found: Found): { header: string[] | null; rows: (Term | undefined)[][] } | null {
  if ("yes" in found) return null;
  if ("triples" in found) return { header: null, rows: found.triples };
  const { header, rows } = found.rows;
  return { header, rows: rows.map((row) => header.map((name) => row[name])) };
}

/** A table for other programs: every term in full, in the order of the answer. */
export function linesOf(header: string[], rows: (Term | undefined)[][]): string[][] {
  return [header, ...rows.map((row) => row.map((term) => (term ? full(term) : "")))];
}

function full(term: Term): string {
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "triple") return term.value;
  const { subject, predicate, object } = term.value;
  return `<<( ${full(subject)} ${full(predicate)} ${full(object)} )>>`;
}
