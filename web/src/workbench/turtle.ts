/* Triples as Turtle for people: grouped by subject and property, with links to what they name. */

import type { Term } from "../ask/evaluate.ts";
import { createShort, isNumber } from "../ask/names.ts";
import { element, text } from "../dom.ts";
import { inPortions } from "../panes/portions.ts";
import { fill } from "../texts.ts";
import type { Cells } from "./cells.ts";
import type { Bench } from "./data.ts";
import type { Triple } from "./ntriples.ts";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

const STRING = "http://www.w3.org/2001/XMLSchema#string";

interface Described {
  subject: Term;
  /** By the IRI of the property. */
  properties: Map<string, Term[]>;
}

export function turtleView(bench: Bench, triples: Triple[], cells: Cells): HTMLElement {
  const { prefixes } = bench.data;
  const short = createShort(prefixes);
  const described = bySubject(triples);
  const pre = element("pre", { className: "turtle", tabIndex: 0, role: "region", "aria-label": bench.words().turtle });
  pre.append(...prologue(triples, prefixes, short));
  const put = (from: number, to: number) => {
    const made = described.slice(from, to).map((each) => block(each, short, cells));
    pre.append(...made);
    return made[0];
  };
  const { more } = inPortions(described.length, (n) => fill(bench.words().more, { n }), put);
  return element("div", {}, pre, more);
}

function bySubject(triples: Triple[]): Described[] {
  const found = new Map<string, Described>();
  for (const [subject, { value: property }, object] of triples) {
    const key = `${subject.type} ${JSON.stringify(subject.value)}`;
    const one = found.get(key) ?? { subject, properties: new Map<string, Term[]>() };
    found.set(key, one);
    const objects = one.properties.get(property as string) ?? [];
    one.properties.set(property as string, [...objects, object]);
  }
  return [...found.values()];
}

/* Only the prefixes that are used. */
function prologue(triples: Triple[], prefixes: Record<string, string>, short: (iri: string) => string): Node[] {
  const iris = new Set(triples.flat().flatMap(irisIn));
  const names = [...iris].map(short).filter((name) => !iris.has(name));
  const used = new Set(names.map((name) => name.slice(0, name.indexOf(":"))));
  return [...used]
    .sort()
    .map((prefix) => element("span", { className: "turtle-prefix" }, `PREFIX ${prefix}: <${prefixes[prefix]}>\n`));
}

function irisIn(term: Term): string[] {
  if (term.type === "uri") return [term.value];
  if (term.type === "literal") return term.datatype ? [term.datatype] : [];
  return term.type === "triple" ? Object.values(term.value).flatMap(irisIn) : [];
}

function block({ subject, properties }: Described, short: (iri: string) => string, cells: Cells): HTMLElement {
  const first = [...properties].sort(([a], [b]) => Number(b === TYPE) - Number(a === TYPE));
  const lines = first.flatMap(([property, objects], number) => [
    number ? " ;\n    " : " ",
    property === TYPE ? element("span", { className: "turtle-a" }, "a") : iriPart(property, short, cells),
    " ",
    ...objects.flatMap((object, at) => [at ? ", " : "", termPart(object, short, cells)]),
  ]);
  return element("span", { className: "turtle-block" }, "\n", termPart(subject, short, cells), ...lines, " .\n");
}

function iriPart(iri: string, short: (iri: string) => string, cells: Cells): HTMLElement {
  const name = short(iri);
  return cells.link(iri, name === iri ? `<${iri}>` : name, "turtle-iri");
}

function termPart(term: Term, short: (iri: string) => string, cells: Cells): HTMLElement {
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    const parts = [subject, predicate, object].flatMap((part) => [termPart(part, short, cells), " "]);
    return element("span", {}, "<<( ", ...parts, ")>>");
  }
  if (term.type === "literal") return literalPart(term, short);
  return term.type === "uri" ? iriPart(term.value, short, cells) : text(`_:${term.value}`, "turtle-blank");
}

function literalPart(term: Term & { type: "literal" }, short: (iri: string) => string): HTMLElement {
  if (isNumber(term) && /^[+-]?\d+(\.\d+)?$/u.test(term.value)) return text(term.value, "turtle-literal");
  const tag = term["xml:lang"];
  const suffix = tag ? `@${tag}` : term.datatype && term.datatype !== STRING ? datatype(term.datatype, short) : "";
  return text(`${JSON.stringify(term.value)}${suffix}`, "turtle-literal");
}

function datatype(iri: string, short: (iri: string) => string): string {
  const name = short(iri);
  return `^^${name === iri ? `<${iri}>` : name}`;
}
