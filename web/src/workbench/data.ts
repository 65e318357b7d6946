/* What `kg/server/pages/workbench.py` writes into the page, and the language that it is in. */

import type { Language, SavedQuery, Titles } from "../types.ts";
import { WORKBENCH, type WorkbenchWords } from "../words/workbench.ts";

export interface Vocable {
  iri: string;
  title: Titles;
  /** The colour and the character of its entities, for types that have some. */
  colour?: number;
  glyph?: string;
}

export interface WorkbenchData {
  prefixes: Record<string, string>;
  classes: (Vocable & { id: string })[];
  properties: Vocable[];
  queries: SavedQuery[];
  /** Whether entities have pages, and can be searched for. */
  entities: boolean;
}

/** What all parts of the workbench share. */
export interface Bench {
  data: WorkbenchData;
  words(): WorkbenchWords;
  language(): Language;
}

export function createBench(data: WorkbenchData): Bench {
  const language: Language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  return { data, words: () => WORKBENCH[language], language: () => language };
}

/** The id of an entity by its IRI; null where it is none of ours. */
export function entityId({ entities, prefixes }: WorkbenchData, iri: string): string | null {
  const base = prefixes["e"];
  return entities && base && iri.startsWith(base) && iri.length > base.length ? iri.slice(base.length) : null;
}

/** The type of what was found, by its key or what it is called; and what it is called here. */
export function typeNamed({ data, language }: Bench, name: string): { type: Vocable | null; title: string } {
  const type = data.classes.find(({ id, title }) => [id, title.zh, title.en].includes(name)) ?? null;
  return { type, title: type?.title[language()] ?? name };
}
