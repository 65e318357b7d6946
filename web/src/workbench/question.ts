/* The question: its blanks where it is a saved one, else the editor; and what can be done with it. */

import { parameterForm, type FormHost } from "../ask/form.ts";
import { termsOf, valuesIn } from "../ask/parameters.ts";
import { button, element, text as plainText } from "../dom.ts";
import { Combobox } from "../panels/combobox.ts";
import { fill } from "../texts.ts";
import type { SavedQuery } from "../types.ts";
import { dotOf } from "./cells.ts";
import { entityId, typeNamed, type Bench } from "./data.ts";
import type { Editor } from "./editor.ts";
import type { Label, Labels } from "./labels.ts";
import { copied } from "./results.ts";
import { search } from "./server.ts";
import type { Session } from "./session.ts";

const MOST_FOUND = 50;

export function questionPart(bench: Bench, session: Session, labels: Labels, editor: Editor): HTMLElement {
  const words = bench.words();
  const { saved } = session.current;
  const form = element(
    "form",
    { className: "ask-form" },
    saved ? blanks(bench, session, labels, saved) : editorPart(bench, editor),
    actions(bench, session),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void session.run();
  });
  form.addEventListener("keydown", (event) => {
    const inEditor = event.target === editor.root; // which has this key itself
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !inEditor) form.requestSubmit();
  });
  return element(
    "header",
    { className: "ask-question" },
    element("h2", { textContent: saved ? saved.question[bench.language()] : words.ownQuery }),
    form,
  );
}

function editorPart(bench: Bench, editor: Editor): HTMLElement {
  const words = bench.words();
  const known = Object.keys(bench.data.prefixes).join(" · ");
  return element(
    "div",
    { className: "editor-part" },
    editor.root,
    element("p", { className: "ask-note", textContent: words.editorHint }),
    element("p", { className: "ask-note", textContent: fill(words.knownPrefixes, { known }) }),
  );
}

function blanks(bench: Bench, session: Session, labels: Labels, saved: SavedQuery): HTMLElement {
  const host = formHost(bench, labels);
  const holder = element("div", { className: "ask-blanks" });
  const draw = () =>
    holder.replaceChildren(...parameterForm(host, saved, session.current.text, (text) => session.write(text)));
  draw();
  const { prefixes } = bench.data;
  const values = saved.parameters
    .filter(({ kind }) => kind === "entity")
    .flatMap(({ name }) => valuesIn(termsOf(session.current.text, name) ?? "", prefixes));
  void labels.load(values.map((value) => ({ type: "uri", value }))).then((more) => {
    if (more && !holder.contains(document.activeElement)) draw();
  });
  return holder;
}

function formHost(bench: Bench, labels: Labels): FormHost {
  const { data, words, language } = bench;
  const chosen = new Map<string, Label>();
  return {
    prefixes: data.prefixes,
    words,
    language,
    named(iri) {
      const label = labels.of(iri) ?? chosen.get(iri);
      const name = label?.name ?? entityId(data, iri) ?? iri;
      return { name, dot: dotOf(label?.type ?? null) };
    },
    entityBox: (id, label, take) =>
      new Combobox({
        id,
        label,
        placeholder: label,
        find: async (typed) =>
          (await search(typed, language())).slice(0, MOST_FOUND).map((hit) => {
            const { type, title } = typeNamed(bench, hit.type);
            return {
              content: [
                dotOf(type) ?? "",
                plainText(hit.name),
                element("span", { className: "kind-of", textContent: title }),
              ],
              take: () => {
                chosen.set(hit.iri, { name: hit.name, type });
                take(hit.iri);
              },
            };
          }),
        nothing: (typed) => fill(words().nothing, { text: typed }),
      }).root,
  };
}

function actions(bench: Bench, session: Session): HTMLElement {
  const words = bench.words();
  const run = element("button", {
    type: "submit",
    className: "primary run",
    textContent: words.runQuery,
    title: words.runKeys,
  });
  const said = element("span", { className: "ask-said", role: "status" });
  const copy = button(
    words.copyQueryLink,
    async () => {
      said.textContent = (await copied(session.link())) ? words.copied : words.copyFailed;
    },
    "quiet copy-link",
  );
  const open = button(words.openInEditor, () => session.openInEditor(), "quiet open-in-editor");
  return element(
    "div",
    { className: "ask-actions" },
    run,
    session.current.saved ? open : null,
    copy,
    said,
    element("span", { className: "clock" }),
  );
}
