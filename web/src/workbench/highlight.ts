/* Colours for the parts of a query, by the same reading that the server and the completion have of it. */

import { RangeSetBuilder, type Text } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { pieces, type Token } from "../ask/sparql.ts";
import { CALLED, RESERVED } from "./keywords.ts";

/** Longer texts stay without colours: each change reads all of them. */
const LONGEST = 100_000;

/** The parts of a query as the theme knows them: keywords, functions, names and so on; null for the rest. */
export function partOf({ kind, text }: Token): string | null {
  if (kind === "word") {
    if (CALLED.has(text.toUpperCase())) return "function";
    return RESERVED.has(text.toUpperCase()) ? "keyword" : null;
  }
  return ["comment", "string", "iri", "variable", "tag", "name", "number"].includes(kind) ? kind : null;
}

const marks = new Map<string, Decoration>();

function mark(part: string): Decoration {
  const made = marks.get(part) ?? Decoration.mark({ class: `part-${part}` });
  marks.set(part, made);
  return made;
}

function coloured(document: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  if (document.length > LONGEST) return builder.finish();
  for (const token of pieces(document.toString())) {
    const part = partOf(token);
    if (part) builder.add(token.start, token.start + token.text.length, mark(part));
  }
  return builder.finish();
}

export const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = coloured(view.state.doc);
    }

    update({ docChanged, state }: ViewUpdate): void {
      if (docChanged) this.decorations = coloured(state.doc);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
