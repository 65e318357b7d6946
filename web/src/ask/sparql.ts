/* What can be told of a query by reading it, as `kg/query/sparql.py` does: strings, IRIs and comments are one token
   each, so that a word in them is never mistaken for a keyword. */

import type { Problem } from "./problem.ts";

export type Form = "SELECT" | "ASK" | "CONSTRUCT" | "DESCRIBE";

export interface Token {
  kind: string;
  text: string;
  start: number;
}

export interface Reading {
  /** What the engine is asked: prefixes declared, rows limited. */
  query: string;
  form: Form;
  /** How many lines `query` has before the first line of the text. */
  linesBefore: number;
}

/** The most rows that are kept of an answer: more than anybody reads, and less than what fills the memory. */
export const MOST_ROWS = 50_000;

const DEEPEST = 50; // brackets within brackets: some thousands overflow the engine's stack
const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const UPDATES = ["LOAD", "INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"];

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n\r]*)`,
    String.raw`(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`,
    String.raw`(?<iri><[^<>"{}|^\x60\\\s]*>)`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
    String.raw`(?<tag>@[A-Za-z][\w\-]*)`,
    String.raw`(?<name>(?:\p{L}[\p{L}\p{N}_.\-]*)?:(?:[\p{L}\p{N}_:·\-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\p{L}\p{N}_:·\-]))*)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<number>\d[\d.eE]*)`,
    String.raw`(?<open>[{(\[])`,
    String.raw`(?<close>[})\]])`,
    String.raw`(?<sign>\S)`,
  ].join("|"),
  "gsu",
);

/** Split a query; white space is left out. */
export function pieces(query: string): Token[] {
  return Array.from(query.matchAll(TOKEN), (match) => ({
    kind: Object.entries(match.groups!).find(([, text]) => text !== undefined)![0],
    text: match[0],
    start: match.index,
  }));
}

/** Split a query; comments and white space are left out. */
export function tokens(query: string): Token[] {
  return pieces(query).filter(({ kind }) => kind !== "comment");
}

/** Read a query: make it ready for the engine, or say what must not or cannot run. */
export function read(text: string, known: Record<string, string>): Reading | Problem {
  const found = tokens(text);
  const declared = prefixesDeclared(found);
  const first = firstWord(found);
  const problem = refused(found, first) ?? unknownPrefix(found, declared, known) ?? tooDeep(found);
  if (problem) return problem;
  const used = new Set(found.filter(({ kind }) => kind === "name").map(prefixOf));
  const missing = [...used].filter((prefix) => !declared.has(prefix));
  const prologue = missing.map((prefix) => `PREFIX ${prefix}: <${known[prefix]}> `).join("");
  return {
    query: `${prologue && `${prologue}\n`}${limited(text, found)}`,
    form: first!.text.toUpperCase() as Form,
    linesBefore: prologue ? 1 : 0,
  };
}

/** The IRI that a token of kind `iri` or `name` stands for. */
export function expand({ kind, text }: Token, prefixes: Record<string, string>): string {
  if (kind === "iri") return text.slice(1, -1);
  const colon = text.indexOf(":");
  return (prefixes[text.slice(0, colon)] ?? "") + text.slice(colon + 1).replaceAll("\\", "");
}

export function isWord({ kind, text }: Token, ...words: string[]): boolean {
  return kind === "word" && words.includes(text.toUpperCase());
}

function prefixOf({ text }: Token): string {
  return text.slice(0, text.indexOf(":"));
}

function prefixesDeclared(found: Token[]): Set<string> {
  return new Set(
    found
      .filter((token, number) => token.kind === "name" && number > 0 && isWord(found[number - 1]!, "PREFIX"))
      .map(prefixOf),
  );
}

/* What stands behind the prologue, where the form of the query should be. */
function firstWord(found: Token[]): Token | undefined {
  let number = 0;
  while (number < found.length && isWord(found[number]!, "PREFIX", "BASE")) {
    const iri = found.findIndex(({ kind }, place) => place > number && kind === "iri");
    number = iri < 0 ? found.length : iri + 1;
  }
  return found[number];
}

/* SERVICE would ask another server, and nothing here is ever written through SPARQL. */
function refused(found: Token[], first: Token | undefined): Problem | null {
  const service = found.find((token) => isWord(token, "SERVICE"));
  if (service) return { code: "noService", start: service.start };
  if (!first) return { code: "noForm", start: 0 };
  if (isWord(first, ...UPDATES))
    return { code: "noUpdate", values: { keyword: first.text.toUpperCase() }, start: first.start };
  return isWord(first, ...FORMS) ? null : { code: "noForm", start: first.start };
}

function unknownPrefix(found: Token[], declared: Set<string>, known: Record<string, string>): Problem | null {
  const unknown = found.find(
    (token) => token.kind === "name" && !declared.has(prefixOf(token)) && !Object.hasOwn(known, prefixOf(token)),
  );
  if (!unknown) return null;
  return {
    code: "unknownPrefix",
    values: { prefix: prefixOf(unknown), known: Object.keys(known).join(" · ") },
    start: unknown.start,
  };
}

function tooDeep(found: Token[]): Problem | null {
  let depth = 0;
  for (const { kind, start } of found) {
    depth += Number(kind === "open") - Number(kind === "close");
    if (depth > DEEPEST) return { code: "tooDeep", values: { n: DEEPEST }, start };
  }
  return null;
}

/** A query that sets no limit itself gets one: a pattern without any tie has millions of rows. */
export function limited(text: string, found = tokens(text)): string {
  let depth = 0;
  const outer = found.filter(({ kind }) => {
    depth += Number(kind === "open") - Number(kind === "close");
    return depth === 0;
  });
  const grouped = outer.some(({ text: sign }) => sign === "}");
  if (depth !== 0 || !grouped || outer.some((token) => isWord(token, "LIMIT", "ASK"))) return text;
  const values = outer.find((token) => isWord(token, "VALUES")); // stands behind the limit
  const end = values?.start ?? text.length;
  return `${text.slice(0, end)}\nLIMIT ${MOST_ROWS + 1}\n${text.slice(end)}`;
}
