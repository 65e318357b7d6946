/* The blanks of a query, `VALUES ?org { e:浙江省总工会 }`: the text of the query is the one place that holds their values.
   What a reader gives is written as serialized terms, never as text (see `kg/query/saved.py`). */

import { expand, tokens, type Token } from "./sparql.ts";

const XSD = "http://www.w3.org/2001/XMLSchema#";

const FORMATS: Record<string, RegExp> = {
  number: /^[+-]?\d+(?:\.\d+)?$/u,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u,
};

/** What stands between the braces of a parameter; null where the text has no such parameter. */
export function termsOf(text: string, name: string): string | null {
  return pattern(name).exec(text)?.[2]?.trim() ?? null;
}

/** The text with other terms between the braces, wherever the parameter stands. */
export function withTerms(text: string, name: string, terms: string): string {
  return text.replaceAll(pattern(name), (_, head: string, __, tail: string) => `${head} ${terms} ${tail}`);
}

function pattern(name: string): RegExp {
  return new RegExp(String.raw`(VALUES\s+\?${name}\s*\{)([^{}]*)(\})`, "giu");
}

/** Whether a value is of a kind of parameter. */
export function isOfKind(kind: string, value: string): boolean {
  return FORMATS[kind]?.test(value) ?? true;
}

/** Write what somebody typed as a term. */
export function termOf(kind: string, value: string): string {
  if (kind === "number") return `${literal(value)}^^<${XSD}decimal>`;
  return kind === "date" ? `${literal(value)}^^<${XSD}date>` : literal(value);
}

/** Write an IRI; what may not stand in one is escaped. */
export function iriTerm(iri: string): string {
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/gu, (character) => `\\u${code(character)}`)}>`;
}

/* Braces are escaped too: the next value is put between those of VALUES. */
function literal(text: string): string {
  const escaped = text.replace(/["\\]/gu, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped.replace(/[{}]/gu, (brace) => `\\u${code(brace)}`)}"`;
}

function code(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
}

/** The values among terms, as a person would write them, and entities as IRIs; UNDEF is no value. */
export function valuesIn(terms: string, prefixes: Record<string, string>): string[] {
  const found: string[] = [];
  let before: Token | null = null;
  for (const token of tokens(terms)) {
    const isDatatype: boolean = before?.text === "^";
    if (token.kind === "string") found.push(plain(token.text));
    else if (token.kind === "number") found.push(before?.text === "-" ? `-${token.text}` : token.text);
    else if ((token.kind === "iri" || token.kind === "name") && !isDatatype)
      found.push(unescaped(expand(token, prefixes)));
    before = token;
  }
  return found;
}

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function plain(quoted: string): string {
  const marks = /^(?:"""|'''|"|')/u.exec(quoted)![0].length;
  return unescaped(quoted.slice(marks, -marks));
}

/* From left to right, so that an escaped backslash escapes nothing. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gsu, (_, digits: string | undefined, character: string) =>
    digits === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(parseInt(digits, 16)),
  );
}
