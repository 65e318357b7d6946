/* What is asked, as a plain value; and as the fragment of the page's address, and back. */

import { iriTerm, termOf, termsOf, valuesIn, withTerms } from "../ask/parameters.ts";
import type { SavedQuery } from "../types.ts";

export const VIEWS = ["table", "chart", "graph", "turtle"] as const;

export type View = (typeof VIEWS)[number];

/** A question: a saved one whose blanks are filled in, or the writer's own with `saved` null; and how to look at it. */
export interface Asked {
  saved: SavedQuery | null;
  text: string;
  view: View | null;
}

/** The graph's own queries and names, by which addresses are short. */
export interface Names {
  queries: SavedQuery[];
  prefixes: Record<string, string>;
}

/** Write what is asked; a saved query as its name, with what has been filled in. */
export function toFragment({ saved, text, view }: Asked, { prefixes }: Names): string {
  const question: [string, string][] = saved
    ? [["saved", saved.name], ...filled(saved, text, prefixes)]
    : [["query", text]];
  const parts = view ? [...question, ["view", view]] : question;
  return `#${parts.map(([key, value]) => `${key}=${readable(value!)}`).join("&")}`;
}

function filled({ parameters }: SavedQuery, text: string, prefixes: Record<string, string>): [string, string][] {
  const base = prefixes["e"] ?? "";
  return parameters.flatMap(({ name, kind, preset }) => {
    const values = valuesIn(termsOf(text, name) ?? "", prefixes);
    if (values.join("\n") === valuesIn(preset, prefixes).join("\n")) return [];
    return values.map((value): [string, string] => [
      `p.${name}`,
      kind === "entity" && base && value.startsWith(base) ? value.slice(base.length) : value,
    ]);
  });
}

/** Read a fragment; null where it asks nothing that is known. */
export function fromFragment(fragment: string, { queries, prefixes }: Names): Asked | null {
  const parts = fragment.replace(/^#/u, "").split("&").map(keyAndValue);
  const one = (key: string) => parts.find(([name]) => name === key)?.[1];
  const view = VIEWS.find((each) => each === one("view")) ?? null;
  const query = one("query");
  if (query !== undefined) return { saved: null, text: query, view };
  const saved = queries.find(({ name }) => name === one("saved"));
  if (!saved) return null;
  const given = (name: string) => parts.filter(([key]) => key === `p.${name}`).map(([, value]) => value);
  return { saved, text: withGiven(saved, given, prefixes), view };
}

function withGiven(saved: SavedQuery, given: (name: string) => string[], prefixes: Record<string, string>): string {
  return saved.parameters.reduce((text, { name, kind }) => {
    const terms = given(name).map((value) =>
      kind === "entity" ? iriTerm(iriOf(value, prefixes)) : termOf(kind, value),
    );
    return terms.length ? withTerms(text, name, terms.join(" ")) : text;
  }, saved.text);
}

function iriOf(value: string, prefixes: Record<string, string>): string {
  return /^[a-z][a-z0-9+.-]*:\/\//iu.test(value) ? value : (prefixes["e"] ?? "") + value;
}

/* Letters of all scripts stay as they are, so that an address can be read. */
function readable(value: string): string {
  return value.replace(/[^\p{L}\p{N}._~·?:;,{}()*/=-]+/gu, (some) =>
    encodeURIComponent(some.replace(/\p{Surrogate}/gu, "\uFFFD")),
  );
}

function keyAndValue(part: string): [string, string] {
  const at = part.indexOf("=");
  if (at < 0) return [part, ""];
  try {
    return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
  } catch {
    return ["", ""]; // a percent sign that encodes nothing
  }
}
