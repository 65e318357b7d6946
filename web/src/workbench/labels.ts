/* What things are called. The vocabulary is known; the rest is asked of the graph, a few hundred at a time. */

import type { Term } from "../ask/evaluate.ts";
import { iriTerm } from "../ask/parameters.ts";
import type { Bench, Vocable } from "./data.ts";
import { rows } from "./server.ts";

const AT_ONCE = 300;
const LONGEST_NAME = 80;

const NAMED_BY = [
  "http://www.w3.org/2004/02/skos/core#prefLabel",
  "http://www.w3.org/2000/01/rdf-schema#label",
  "https://schema.org/headline",
  "https://schema.org/name",
  "http://schema.org/name",
  "http://purl.org/dc/terms/title",
  "http://xmlns.com/foaf/0.1/name",
];

export interface Label {
  name: string;
  /** The type that gives it its dot. */
  type: Vocable | null;
}

export interface Labels {
  /** What a thing is called, as far as that is known by now. */
  of(iri: string): Label | null;
  /** The entity that alone has a name. */
  entity(name: string): string | null;
  /** Ask for what is not known yet; true if there was anything. */
  load(terms: Iterable<Term>): Promise<boolean>;
}

export function createLabels({ data, language }: Bench): Labels {
  const labels = new Map<string, Label | null>();
  const entities = new Map<string, string | null>();
  const types = new Map(data.classes.map((each) => [each.iri, each]));
  for (const { iri, title } of [...data.classes, ...data.properties]) {
    labels.set(iri, { name: title[language()], type: null });
    for (const name of Object.values(title)) entities.set(name, null);
  }

  async function loadLabels(iris: string[]): Promise<void> {
    iris.forEach((iri) => labels.set(iri, null));
    const found = await rows(labelQuery(iris));
    for (const iri of iris) {
      const about = found.filter(({ thing }) => thing!.value === iri);
      const name = bestName(about, language());
      const type = about.map(({ type: each }) => each && types.get(each.value as string)).find(Boolean) ?? null;
      if (name !== null) labels.set(iri, { name, type });
    }
  }

  async function loadEntities(names: string[]): Promise<void> {
    names.forEach((name) => entities.set(name, null));
    for (const { name, thing } of await rows(entityQuery(names)))
      entities.set(name!.value as string, thing!.value as string);
  }

  return {
    of: (iri) => labels.get(iri) ?? null,
    entity: (name) => entities.get(name) ?? null,
    async load(terms) {
      const { iris, names } = unknown(terms, labels, data.entities ? entities : null);
      for (const some of portions(names)) await loadEntities(some);
      const found = names.map((name) => entities.get(name)).filter((iri): iri is string => Boolean(iri));
      const things = [...new Set([...iris, ...found.filter((iri) => !labels.has(iri))])];
      for (const some of portions(things)) await loadLabels(some);
      return things.length + names.length > 0;
    },
  };
}

function unknown(
  terms: Iterable<Term>,
  labels: Map<string, unknown>,
  entities: Map<string, unknown> | null,
): { iris: string[]; names: string[] } {
  const iris = new Set<string>();
  const names = new Set<string>();
  for (const term of terms) {
    if (term.type === "uri" && !labels.has(term.value)) iris.add(term.value);
    if (entities && isName(term) && !entities.has(term.value)) names.add(term.value);
  }
  return { iris: [...iris], names: [...names] };
}

/** Whether a term may be the name of an entity. */
export function isName(term: Term): term is Term & { type: "literal" } {
  return term.type === "literal" && term["xml:lang"] === "zh" && term.value.length <= LONGEST_NAME;
}

function portions<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, number) =>
    items.slice(number * AT_ONCE, (number + 1) * AT_ONCE),
  );
}

function labelQuery(iris: string[]): string {
  return `SELECT ?thing ?by ?name ?type {
  VALUES ?thing { ${iris.map(iriTerm).join(" ")} }
  VALUES ?by { ${NAMED_BY.map(iriTerm).join(" ")} }
  ?thing ?by ?name
  OPTIONAL { ?thing a ?type }
}`;
}

/* Only names that one thing alone has. */
function entityQuery(names: string[]): string {
  const written = names.map((name) => `${JSON.stringify(name)}@zh`);
  return `SELECT ?name (SAMPLE(?one) AS ?thing) {
  VALUES ?name { ${written.join(" ")} }
  ?one <${NAMED_BY[0]}> ?name
} GROUP BY ?name HAVING (COUNT(DISTINCT ?one) = 1)`;
}

/* The name by the first of the properties, in the language of the page, else in any. */
function bestName(about: Record<string, Term>[], language: string): string | null {
  const rank = ({ by, name }: Record<string, Term>) => {
    const tag = name?.type === "literal" ? (name["xml:lang"] ?? "") : "";
    return (tag.startsWith(language) ? 0 : tag ? 2 : 1) * 100 + NAMED_BY.indexOf(by!.value as string);
  };
  const best = about.toSorted((a, b) => rank(a) - rank(b))[0]?.["name"];
  return best?.type === "literal" ? best.value : null;
}
