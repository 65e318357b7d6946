/* The engine itself, Oxigraph compiled to WebAssembly: in a worker where there can be one, else in the page. */

import init, { Store, type Quad } from "oxigraph/web.js";
import type { Form } from "./sparql.ts";

export interface Material {
  module: WebAssembly.Module;
  triples: string;
}

export interface Question {
  query: string;
  form: Form;
}

/** A term as in SPARQL's results in JSON. */
export type Term =
  | { type: "uri" | "bnode"; value: string }
  | { type: "literal"; value: string; "xml:lang"?: string; datatype?: string }
  | { type: "triple"; value: { subject: Term; predicate: Term; object: Term } };

/** Plain values: they go from the worker to the page. */
export type Found =
  { rows: { header: string[]; rows: Record<string, Term>[] } } | { yes: boolean } | { triples: [Term, Term, Term][] };

export type Report = { size: number } | { found: Found } | { error: string; fatal: boolean };

let store: Store | null = null;

/** Take the triples, or answer a question; what goes wrong is reported too. */
export async function answer(order: Material | Question): Promise<Report> {
  try {
    return "module" in order ? { size: await load(order) } : { found: found(order) };
  } catch (error) {
    const known =
      error instanceof Error && !(error instanceof WebAssembly.RuntimeError) && !(error instanceof RangeError);
    return { error: error instanceof Error ? error.message : String(error), fatal: !known };
  }
}

async function load({ module, triples }: Material): Promise<number> {
  await init({ module_or_path: module });
  store = new Store();
  store.load(triples, { format: "application/n-triples", no_transaction: true });
  return store.size;
}

function found({ query, form }: Question): Found {
  if (!store) throw new Error("no store");
  if (form === "CONSTRUCT" || form === "DESCRIBE") return { triples: (store.query(query) as Quad[]).map(termsOfQuad) };
  const { head, results, boolean } = JSON.parse(store.query(query, { results_format: "json" }) as string);
  return boolean === undefined ? { rows: { header: head.vars, rows: results.bindings } } : { yes: boolean };
}

function termsOfQuad({ subject, predicate, object }: Quad): [Term, Term, Term] {
  return [plainTerm(subject), plainTerm(predicate), plainTerm(object)];
}

/* Terms of Oxigraph live in its memory; these are copies. */
function plainTerm(term: unknown): Term {
  const { termType, value, language, datatype } = term as {
    termType: string;
    value: string;
    language?: string;
    datatype?: { value: string };
  };
  if (termType === "NamedNode") return { type: "uri", value };
  if (termType === "BlankNode") return { type: "bnode", value };
  if (termType === "Quad") {
    const [subject, predicate, object] = termsOfQuad(term as Quad);
    return { type: "triple", value: { subject, predicate, object } };
  }
  return language
    ? { type: "literal", value, "xml:lang": language }
    : { type: "literal", value, datatype: datatype?.value ?? "" };
}
