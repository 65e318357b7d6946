/* Where in a query somebody writes: which word, and what could stand there. Text in, plain values out. */

import { isWord, pieces, type Token } from "../ask/sparql.ts";

/** What could stand at a place of a query. */
export type Role = "subject" | "predicate" | "object" | "type" | "value" | "expression" | "outside";

export interface Place {
  role: Role;
  /** What has been written of the word so far, and where that begins. */
  word: string;
  from: number;
}

const PATHS = ["/", "|", "^"];
const MODIFIERS = ["*", "+", "?", "!"];

/** The place at an offset; null within strings, comments, IRIs and tags, which are left alone. */
export function placeAt(text: string, offset: number): Place | null {
  const all = pieces(text.slice(0, offset));
  const last = all.at(-1);
  const touches = last !== undefined && last.start + last.text.length === offset;
  if (touches && last.kind === "comment") return null;
  if (isOpen(all, text.slice(0, offset))) return null;
  if (touches && ["tag", "number"].includes(last.kind)) return null;
  const isPart = touches && ["word", "name", "variable"].includes(last.kind);
  const from = isPart ? last.start : offset;
  const before = all.filter(({ kind, start }) => kind !== "comment" && start < from);
  return { role: roleAfter(before), word: text.slice(from, offset), from };
}

/* Whether a string or an IRI has begun and not ended. */
function isOpen(all: Token[], before: string): boolean {
  const line = before.lastIndexOf("\n") + 1;
  return all.some(({ kind, text, start }, number) => {
    if (kind !== "sign") return false;
    const previous = all[number - 1];
    const isLong = previous?.kind === "string" && previous.text.length === 2 && previous.start + 2 === start;
    if (text === '"' || text === "'") return isLong || start >= line;
    return text === "<" && !/[\s>]/u.test(before.slice(start + 1)) && start + 1 < before.length;
  });
}

/* What stands behind these tokens. */
function roleAfter(before: Token[]): Role {
  if (!before.some(({ text }) => text === "{")) return "outside";
  const { begin, terms } = sinceBoundary(before);
  if (typeof begin === "string") return begin;
  let slot = begin;
  let property = "";
  for (const { text } of terms) {
    if (text === ",") slot = 2;
    else if (PATHS.includes(text)) slot = 1;
    else if (!MODIFIERS.includes(text)) {
      if (slot === 1) property = text;
      slot += 1;
    }
  }
  if (slot > 2) return "expression";
  if (slot === 2 && ["a", "rdf:type"].includes(property)) return "type";
  return (["subject", "predicate", "object"] as const)[slot]!;
}

/* The terms of the triple that is being written, and which of its three is the first of them. */
function sinceBoundary(before: Token[]): { begin: number | Role; terms: Token[] } {
  const terms: Token[] = [];
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const token = before[at]!;
    const { kind, text } = token;
    if (depth === 0) {
      if (text === "{") return { begin: opensValues(before, at) ? "value" : 0, terms };
      if (text === "}" || text === ".") return { begin: 0, terms };
      if (text === ";" || text === "[") return { begin: 1, terms };
      if (text === "(" || (kind === "word" && !isWord(token, "A"))) return { begin: "expression", terms };
      if (kind !== "close") terms.unshift(token);
    }
    if (kind === "close") depth += 1;
    if (kind === "open") {
      depth -= 1;
      if (depth === 0) terms.unshift(token);
    }
  }
  return { begin: 0, terms };
}

/* VALUES ?org { … */
function opensValues(before: Token[], at: number): boolean {
  const word = before[at - 2];
  return before[at - 1]?.kind === "variable" && word !== undefined && isWord(word, "VALUES");
}

/** The variables of a query, without those that only begin at the offset. */
export function variablesOf(text: string, offset: number): string[] {
  const found = pieces(text).filter(
    ({ kind, start, text: name }) => kind === "variable" && start + name.length !== offset,
  );
  return [...new Set(found.map((token) => token.text))];
}
