/* N-Triples, as the server writes them, to terms. The format has one triple on each line, so that reading is simple. */

import type { Term } from "../ask/evaluate.ts";

export type Triple = [Term, Term, Term];

const PIECE =
  /\s*(?:<(?<iri>[^<>"{}|^`\s]*)>|_:(?<blank>[\p{L}\p{N}_.·-]+)|"(?<string>(?:[^"\\\n\r]|\\.)*)"(?:@(?<language>[A-Za-z0-9-]+)|\^\^<(?<datatype>[^<>\s]*)>)?|(?<open><<\(?)|(?<close>\)?>>)|(?<end>\.))/suy;

const ESCAPES: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Read a whole document; throws an Error at what is no N-Triples, as where it breaks off. */
export function readTriples(document: string): Triple[] {
  const triples: Triple[] = [];
  const piece = new RegExp(PIECE);
  const whole = document.trimEnd().length;
  while (piece.lastIndex < whole) {
    const triple: Triple = [term(piece, document), term(piece, document), term(piece, document)];
    if (next(piece, document)["end"] === undefined) throw new Error("no end of a triple");
    triples.push(triple);
  }
  return triples;
}

function next(piece: RegExp, document: string): Record<string, string | undefined> {
  const found = piece.exec(document);
  if (!found) throw new Error("no N-Triples");
  return found.groups!;
}

function term(piece: RegExp, document: string): Term {
  const { iri, blank, string, language, datatype, open } = next(piece, document);
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  if (open !== undefined) {
    const [subject, predicate, object] = [term(piece, document), term(piece, document), term(piece, document)];
    next(piece, document);
    return { type: "triple", value: { subject, predicate, object } };
  }
  if (string === undefined) throw new Error("no term");
  const value = unescaped(string);
  if (language !== undefined) return { type: "literal", value, "xml:lang": language };
  return datatype === undefined ? { type: "literal", value } : { type: "literal", value, datatype };
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gsu, (_, four, eight, character: string) =>
    character === undefined
      ? String.fromCodePoint(parseInt((four ?? eight) as string, 16))
      : (ESCAPES[character] ?? character),
  );
}
