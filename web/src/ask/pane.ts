/* The pane that asks: the saved questions beside the chosen one, with its blanks, its SPARQL and its answer. */

import type { App } from "../app.ts";
import { button, element } from "../dom.ts";
import { entityBox } from "../panels/finder.ts";
import { dot } from "../panels/parts.ts";
import { fill } from "../texts.ts";
import type { AskData } from "../types.ts";
import { answerBox } from "./answer.ts";
import { parameterForm, type FormHost } from "./form.ts";
import { createNames, type Names } from "./names.ts";
import { engineNote } from "./engineNote.ts";
import { markChosen, questionList } from "./questions.ts";
import type { Part, Session } from "./session.ts";

export function askPane(app: App, session: Session): HTMLElement {
  const root = element("div", { className: "ask" });
  const side = element("nav", { className: "ask-side", "aria-label": app.words().savedQueries });
  const main = element("div", { className: "ask-main" });
  const answer = element("section", { className: "ask-answer" });
  const spoken = element("p", { className: "unseen", role: "status" });
  root.append(side, main);
  let names: Names | null = null;

  function drawSide(data: AskData): void {
    side.replaceChildren(...questionList(app, session, data.queries, engineNote(app, session)));
    root.replaceChildren(side, main);
    requestAnimationFrame(() => side.querySelector(".ask-list [aria-current]")?.scrollIntoView({ block: "nearest" }));
  }

  function draw(part: Part): void {
    const data = session.data;
    if (!data) return root.replaceChildren(waiting(app, session));
    if (part === "all") drawSide(data);
    if (part !== "answer") {
      markChosen(side, session);
      main.replaceChildren(question(app, session, data), answer, spoken);
      main.scrollTop = 0;
    }
    side.querySelector(".ask-engine")?.replaceWith(engineNote(app, session));
    names ??= createNames(app, data);
    answer.replaceChildren(...answerBox(app, session, names));
    spoken.textContent = answer.querySelector("[data-spoken]")?.textContent ?? "";
    main.querySelector<HTMLButtonElement>(".run")!.disabled = session.isRunning;
  }

  session.watch(draw);
  draw("all");
  return root;
}

function waiting(app: App, session: Session): HTMLElement {
  const words = app.words();
  const failure = session.failure;
  return element("p", {
    className: "ask-wait",
    role: "status",
    textContent: failure === null ? words.engineLoading : fill(words.engineFailed, { reason: failure }),
  });
}

/* The chosen question: what it asks, its blanks, and the text of the query, which holds all of them. */
function question(app: App, session: Session, data: AskData): HTMLElement {
  const words = app.words();
  const asked = session.current;
  const { saved } = asked;
  const host = formHost(app, data);
  const parameters = element("div", { className: "ask-blanks" });
  const text = queryText(asked.text);
  const restore = button(
    words.restoreQuery,
    () => {
      text.value = saved!.text;
      typed();
    },
    "quiet",
  );

  function take(changed: string): void {
    asked.text = changed;
    restore.hidden = !saved || changed === saved.text;
  }

  function fromBlanks(changed: string): void {
    text.value = changed;
    take(changed);
  }

  function typed(): void {
    take(text.value);
    parameters.replaceChildren(...(saved ? parameterForm(host, saved, asked.text, fromBlanks) : []));
  }

  text.addEventListener("input", typed);
  typed();
  const run = element("button", {
    type: "submit",
    className: "primary run",
    textContent: words.run,
    title: words.runKeys,
  });
  const form = element(
    "form",
    { className: "ask-form" },
    parameters,
    sparqlPart(app, session, data, text),
    element("div", { className: "ask-actions" }, run, restore),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void session.run().then(() => showPlace(session, text));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  return element(
    "header",
    { className: "ask-question" },
    element("h2", { textContent: saved ? saved.question[app.language()] : words.ownQuery }),
    form,
  );
}

function formHost(app: App, { prefixes }: AskData): FormHost {
  const base = prefixes["e"] ?? "";
  return {
    prefixes,
    words: app.words,
    language: app.language,
    named(iri) {
      const entity = iri.startsWith(base) ? app.graph.entities.get(iri.slice(base.length)) : undefined;
      return { name: entity?.name ?? iri, dot: entity ? dot(app, entity.category) : null };
    },
    entityBox: (id, label, take) => entityBox(app, id, label, (entity) => take(base + entity)),
  };
}

function queryText(value: string): HTMLTextAreaElement {
  const rows = Math.min(Math.max(value.split("\n").length + 1, 8), 16);
  const made = element("textarea", {
    className: "sparql",
    "aria-label": "SPARQL",
    value,
    rows,
    wrap: "off",
    spellcheck: false,
    autocomplete: "off",
  });
  made.setAttribute("autocapitalize", "off");
  return made;
}

function sparqlPart(app: App, session: Session, data: AskData, text: HTMLTextAreaElement): HTMLElement {
  const asked = session.current;
  const known = element("p", {
    className: "ask-note",
    textContent: fill(app.words().knownPrefixes, { known: Object.keys(data.prefixes).join(" · ") }),
  });
  const made = element("details", { open: asked.open }, element("summary", { textContent: "SPARQL" }), text, known);
  made.addEventListener("toggle", () => (asked.open = made.open));
  return made;
}

/* Where the engine complains of a place, the text is shown with that place selected. */
function showPlace(session: Session, text: HTMLTextAreaElement): void {
  const { answer } = session.current;
  if (!text.isConnected || !answer || !("problem" in answer) || answer.problem.start === undefined) return;
  const { start } = answer.problem;
  text.closest("details")!.open = true;
  const length = /^\S*/u.exec(text.value.slice(start))![0].length;
  text.focus({ preventScroll: true });
  text.setSelectionRange(start, start + Math.max(length, 1));
  const before = text.value.slice(0, start).split("\n").length - 1;
  text.scrollTop = (text.scrollHeight * before) / text.value.split("\n").length - text.clientHeight / 2;
}
