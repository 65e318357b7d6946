/* What could be written at a place: names of SPARQL, of the vocabulary in both languages, and of entities. */

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { createShort } from "../ask/names.ts";
import { folded } from "../search.ts";
import { typeNamed, type Bench, type Vocable } from "./data.ts";
import { FUNCTIONS, KEYWORDS, PHRASES } from "./keywords.ts";
import { placeAt, variablesOf, type Place, type Role } from "./place.ts";
import { search } from "./server.ts";

type Section = "Properties" | "Classes" | "Entities" | "Prefixes" | "Variables" | "Keywords";

const MOST = 30;

/* Which sections come first; those that are not named cannot stand there, or only when they are asked for by name. */
const ORDER: Record<Role, Section[]> = {
  outside: ["Keywords", "Prefixes", "Variables"],
  subject: ["Variables", "Keywords", "Entities"],
  predicate: ["Properties", "Variables", "Prefixes"],
  object: ["Entities", "Variables", "Classes", "Keywords"],
  type: ["Classes", "Variables"],
  value: ["Entities", "Classes", "Properties"],
  expression: ["Keywords", "Variables", "Entities", "Properties"],
};

const ALL: Section[] = ["Variables", "Properties", "Classes", "Entities", "Prefixes", "Keywords"];

/** The sources: what is known at once, and what the server is asked for. */
export function completionSources(bench: Bench): CompletionSource[] {
  const short = createShort(bench.data.prefixes);
  const written = (iri: string) => {
    const made = short(iri);
    return made === iri ? `<${iri}>` : made;
  };
  const known = [
    ...bench.data.properties.map((each) => vocable(bench, each, "Properties", written)),
    ...bench.data.classes.map((each) => vocable(bench, each, "Classes", written)),
    ...Object.entries(bench.data.prefixes).map(([prefix, iri]) => ({
      section: "Prefixes" as const,
      keys: [prefix],
      completion: { label: `${prefix}:`, detail: iri, type: "namespace" },
    })),
    ...[...KEYWORDS, ...PHRASES].map((word) => grammar(word, word, "keyword")),
    ...FUNCTIONS.map((word) => grammar(word, `${word}(`, "function")),
  ];
  return [
    (context) => local(bench, known, context),
    ...(bench.data.entities ? [(context: CompletionContext) => entities(bench, written, context)] : []),
  ];
}

/** Something that is known, and the texts by which it is found. */
interface Known {
  section: Section;
  keys: string[];
  completion: Completion;
}

function vocable(
  { language }: Bench,
  { iri, title }: Vocable,
  section: Section,
  written: (iri: string) => string,
): Known {
  const label = written(iri);
  const shown = language() === "zh" ? title.zh : title.en;
  const other = language() === "zh" ? title.en : title.zh;
  return {
    section,
    keys: [label, label.slice(label.indexOf(":") + 1), title.zh, title.en].map(folded),
    completion: {
      label,
      detail: shown === other ? shown : `${shown} · ${other}`,
      type: section === "Classes" ? "class" : "property",
    },
  };
}

function grammar(word: string, label: string, type: string): Known {
  return { section: "Keywords", keys: [word.toLowerCase()], completion: { label, type } };
}

function local(bench: Bench, known: Known[], context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const place = placeAt(text, context.pos);
  if (!place || (!place.word && !context.explicit)) return null;
  const variables = variablesOf(text, context.pos).map((name) => ({
    section: "Variables" as const,
    keys: [name.toLowerCase()],
    completion: { label: name, type: "variable" },
  }));
  const typed = folded(place.word);
  const wanted = place.word ? ALL : ORDER[place.role];
  const found = [...variables, ...known]
    .filter(({ section, keys }) => wanted.includes(section) && ranked(keys, typed) < 3)
    .sort((a, b) => ranked(a.keys, typed) - ranked(b.keys, typed))
    .map(({ section, completion }) => ({ ...completion, section: sectionOf(bench, section, place) }));
  const isWhole = found.some(({ label, type }) => type !== "namespace" && label.toLowerCase() === typed);
  if (isWhole && !context.explicit) return null; // Enter is for the next line then
  return { from: place.from, filter: false, options: found.slice(0, place.word ? MOST : undefined) };
}

/* 0 for what is called so, 1 for what begins so, 2 for what contains it, 3 for what does not. */
function ranked(keys: string[], typed: string): number {
  if (!typed) return 1;
  return Math.min(...keys.map((key) => (key === typed ? 0 : key.startsWith(typed) ? 1 : isWithin(key, typed) ? 2 : 3)));
}

/* A letter or two of Latin are within everything. */
function isWithin(key: string, typed: string): boolean {
  return (typed.length > 2 || /\p{Script=Han}/u.test(typed)) && key.includes(typed);
}

/** What is searched for: the name behind `e:`, or a word that may be one; null where it cannot be a name. */
export function searchedName({ word, role }: Place): string | null {
  const name = /^e:(.+)$/u.exec(word)?.[1];
  if (name !== undefined) return name;
  if (word.includes(":") || /^[?$]/u.test(word)) return null;
  if (/\p{Script=Han}/u.test(word)) return word;
  const isLikely = ["subject", "object", "value", "expression"].includes(role);
  return isLikely && word.length > 1 ? word : null;
}

async function entities(
  bench: Bench,
  written: (iri: string) => string,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const place = placeAt(context.state.doc.toString(), context.pos);
  const name = place && searchedName(place);
  if (!place || !name) return null;
  const halt = new AbortController();
  context.addEventListener("abort", () => halt.abort(), { onDocChange: true });
  const hits = await search(name, bench.language(), halt.signal);
  if (!hits.length || context.aborted) return null;
  const section = sectionOf(bench, "Entities", place);
  const options = hits
    .slice(0, MOST)
    .map(({ name: called, type, iri, matched }) => ({
      label: called,
      detail: [...(matched === called ? [] : [matched]), typeNamed(bench, type).title].join(" · "),
      type: "entity",
      apply: written(iri),
      section,
    }));
  return { from: place.from, filter: false, options };
}

function sectionOf({ words }: Bench, section: Section, { role }: Place): { name: string; rank: number } {
  const order = [...new Set([...ORDER[role], ...ALL])];
  return { name: words()[`section${section}`], rank: order.indexOf(section) };
}
