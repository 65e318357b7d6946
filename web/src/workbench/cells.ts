/* Terms for people: names instead of IRIs, numbers with separators, and ways to where more is told. */

import type { Term } from "../ask/evaluate.ts";
import { createTexts, isNumber } from "../ask/names.ts";
import { element, text as plainText } from "../dom.ts";
import { COLOURS } from "../draw/theme.ts";
import { fill, grouped } from "../texts.ts";
import { entityId, type Bench, type Vocable } from "./data.ts";
import { isName, type Labels } from "./labels.ts";

const BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean";
const SAFE = /^(?:https?|urn):[^\s]+$/iu;

export interface Cells {
  /** A term as an element; all of what it says is in its title. */
  cell(term: Term): HTMLElement;
  /** A term as a text. */
  text(term: Term): string;
  /** An IRI as it would be written in a query. */
  link(iri: string, shown: string, className?: string): HTMLElement;
}

export function createCells(bench: Bench, labels: Labels): Cells {
  const { data, words } = bench;
  const written = createTexts(data.prefixes);

  function text(term: Term): string {
    if (term.type === "uri") return labels.of(term.value)?.name ?? named(term.value);
    if (isNumber(term))
      return /^-?\d+(?:\.\d+)?$/u.test(term.value as string) ? grouped(term.value as string) : (term.value as string);
    if (term.type === "literal" && term.datatype === BOOLEAN)
      return term.value === "true" ? words().yesValue : words().noValueOf;
    return written(term);
  }

  /* An entity whose name is not known yet is called by its id, which is its name most of the time. */
  function named(iri: string): string {
    return entityId(data, iri) ?? written({ type: "uri", value: iri });
  }

  function entity(iri: string, shown: string): HTMLElement {
    return element(
      "a",
      { className: "link", href: entityAddress(entityId(data, iri)!), title: iri },
      dotOf(labels.of(iri)?.type ?? null),
      plainText(shown),
    );
  }

  function link(iri: string, shown: string, className = ""): HTMLElement {
    if (entityId(data, iri) !== null)
      return element("a", { className, href: entityAddress(entityId(data, iri)!), title: iri }, plainText(shown));
    if (!SAFE.test(iri) || /[<>"{}|^`\\]/u.test(iri))
      return element("span", { className, title: iri }, plainText(shown));
    const href = `#query=${encodeURIComponent(`DESCRIBE <${iri}>`)}`;
    return element(
      "a",
      { className, href, title: `${fill(words().describe, { name: shown })}\n${iri}` },
      plainText(shown),
    );
  }

  function cell(term: Term): HTMLElement {
    const shown = text(term);
    if (term.type === "uri") {
      if (entityId(data, term.value) !== null) return entity(term.value, shown);
      return link(term.value, shown, labels.of(term.value) ? "thing" : "thing short");
    }
    const iri = isName(term) ? labels.entity(term.value) : null;
    if (iri !== null && entityId(data, iri) !== null) return entity(iri, shown);
    const made = plainText(shown, term.type === "literal" ? "" : "short");
    made.title = term.type === "literal" ? full(term, written) : shown;
    return made;
  }

  return { cell, text, link };
}

/** Where an entity has its page, in the language that was chosen for this one. */
export function entityAddress(id: string): string {
  const chosen = new URLSearchParams(location.search).get("lang");
  return `/entity/${encodeURIComponent(id)}${chosen === null ? "" : `?${new URLSearchParams({ lang: chosen })}`}`;
}

/** The dot of a type, with its character; nothing for what has none. */
export function dotOf(type: Vocable | null): HTMLElement | null {
  if (type?.colour === undefined) return null;
  return element("span", {
    className: `dot type-${type.colour % COLOURS}`,
    "aria-hidden": "true",
    textContent: type.glyph ?? "·",
  });
}

/* As it stands in SPARQL, with the language or the datatype. */
function full(term: Term & { type: "literal" }, written: (term: Term) => string): string {
  const tag = term["xml:lang"];
  if (tag) return `"${term.value}"@${tag}`;
  return term.datatype ? `"${term.value}"^^${written({ type: "uri", value: term.datatype })}` : `"${term.value}"`;
}
