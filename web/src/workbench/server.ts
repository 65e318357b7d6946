/* All that is asked of the server, which is the only one that is asked. */

import type { Found, Term } from "../ask/evaluate.ts";
import { readTriples } from "./ntriples.ts";

export interface ServerProblem {
  line: number;
  column: number;
  message: string;
  hint: string;
}

/** Why there is no answer: a status of HTTP, or 0 where the server was not reached or broke off. */
export interface Refusal {
  status: number;
  reason: "refused" | "unreached" | "broken" | "aborted";
  problems: ServerProblem[];
}

export type Reply = { found: Found } | { refusal: Refusal };

export interface SearchHit {
  id: string;
  name: string;
  type: string;
  iri: string;
  /** The one of its names that fits what was typed. */
  matched: string;
}

/** Addresses that are longer are refused by servers and proxies. */
export const LONGEST_ADDRESS = 6000;

const JSON_ROWS = "application/sparql-results+json";
const LINES = "application/n-triples";

/** Ask, and read the answer. What goes wrong is a value too. */
export async function ask(query: string, language: string, signal: AbortSignal): Promise<Reply> {
  let response: Response;
  try {
    response = await sent(query, `${JSON_ROWS}, ${LINES}`, language, signal);
  } catch {
    return { refusal: { status: 0, reason: signal.aborted ? "aborted" : "unreached", problems: [] } };
  }
  if (!response.ok) return { refusal: await refusalOf(response) };
  try {
    return { found: await foundIn(response) };
  } catch {
    return { refusal: { status: 0, reason: signal.aborted ? "aborted" : "broken", problems: [] } };
  }
}

/** The whole answer as a file of some format; rejects where there is none. */
export async function answerAs(query: string, type: string, language: string): Promise<Blob> {
  const response = await sent(query, type, language, null);
  if (!response.ok) throw new Error(response.statusText);
  return response.blob();
}

/** What may be wrong with a query although it was answered; nothing where the server cannot say. */
export async function remarks(query: string, isEmpty: boolean, language: string): Promise<ServerProblem[]> {
  const address = addressOf("/query/remarks", query);
  if (address === null) return [];
  try {
    const response = await fetch(isEmpty ? `${address}&empty=1` : address, {
      headers: { Accept: "application/json", "Accept-Language": language },
    });
    return response.ok ? ((await response.json()) as { problems: ServerProblem[] }).problems : [];
  } catch {
    return [];
  }
}

/** Rows of a query of our own; none where it fails. */
export async function rows(query: string): Promise<Record<string, Term>[]> {
  const reply = await ask(query, "en", new AbortController().signal);
  return "found" in reply && "rows" in reply.found ? reply.found.rows.rows : [];
}

/** Entities by what somebody typed: Chinese, pinyin, initials. None where the server cannot say. */
export async function search(typed: string, language: string, signal: AbortSignal | null = null): Promise<SearchHit[]> {
  try {
    const response = await fetch(`/search?${new URLSearchParams({ q: typed })}`, {
      headers: { Accept: "application/json", "Accept-Language": language },
      signal,
    });
    if (!response.ok) return [];
    return ((await response.json()) as { results: SearchHit[] }).results;
  } catch {
    return [];
  }
}

/** The address at which a query is answered; null where it is too long for one. */
export function addressOf(path: string, query: string): string | null {
  const address = `${path}?${new URLSearchParams({ query })}`;
  return address.length > LONGEST_ADDRESS ? null : address;
}

/* Short queries go into the address, so that the browser keeps the answer; long ones into the body. */
function sent(query: string, accept: string, language: string, signal: AbortSignal | null): Promise<Response> {
  const headers = { Accept: accept, "Accept-Language": language };
  const address = addressOf("/sparql", query);
  if (address !== null) return fetch(address, { headers, signal });
  return fetch("/sparql", {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/sparql-query" },
    body: query,
    signal,
  });
}

async function foundIn(response: Response): Promise<Found> {
  if (response.headers.get("content-type")?.startsWith(LINES)) return { triples: readTriples(await response.text()) };
  const { head, results, boolean } = await response.json();
  return boolean === undefined ? { rows: { header: head.vars ?? [], rows: results.bindings } } : { yes: boolean };
}

async function refusalOf(response: Response): Promise<Refusal> {
  const { status } = response;
  const said = await response.text().catch(() => "");
  try {
    const { problems } = JSON.parse(said) as { problems: ServerProblem[] };
    return { status, reason: "refused", problems };
  } catch {
    // a proxy speaks for itself
    return { status, reason: "refused", problems: [{ line: 0, column: 0, message: response.statusText, hint: "" }] };
  }
}
