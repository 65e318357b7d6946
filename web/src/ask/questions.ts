/* The saved questions by theme, with a box that narrows them, and the way to a question of one's own. */

import type { App } from "../app.ts";
import { button, element, text } from "../dom.ts";
import { folded } from "../search.ts";
import { fill } from "../texts.ts";
import type { AskData, SavedQuery } from "../types.ts";
import type { Session } from "./session.ts";

export function questionList(app: App, session: Session, data: AskData): HTMLElement[] {
  const words = app.words();
  const own = row(words.ownQuery, null, session);
  own.classList.add("own");
  const list = element("div", { className: "ask-list" });
  const filter = element("input", {
    type: "search",
    className: "ask-filter",
    placeholder: words.filterQueries,
    "aria-label": words.filterQueries,
    value: session.filter,
    autocomplete: "off",
  });
  const draw = () => list.replaceChildren(...groups(app, session, data));
  filter.addEventListener("input", () => {
    session.filter = filter.value;
    draw();
  });
  draw();
  const body = element("div", { className: "ask-body" }, filter, own, list, engineNote(app, session));
  return data.queries.length ? [switcher(app, data, body), body] : [own, engineNote(app, session)];
}

/** Show which question is chosen now; on a narrow page the list has then done its work. */
export function markChosen(side: HTMLElement, session: Session): void {
  const chosen = session.current.saved?.name ?? "";
  side
    .querySelectorAll<HTMLElement>("[data-query]")
    .forEach((each) => setCurrent(each, each.dataset["query"] === chosen));
  side.querySelector(".ask-body")?.classList.remove("open");
  side.querySelector(".ask-switch")?.setAttribute("aria-expanded", "false");
}

function setCurrent(row: HTMLElement, current: boolean): void {
  if (current) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

/* On a narrow page the list is away until it is wanted. */
function switcher(app: App, data: AskData, body: HTMLElement): HTMLElement {
  const made = button(
    `${app.words().savedQueries} · ${data.queries.length}`,
    () => {
      const open = body.classList.toggle("open");
      made.setAttribute("aria-expanded", String(open));
    },
    "ask-switch",
  );
  made.setAttribute("aria-expanded", "false");
  return made;
}

function groups(app: App, session: Session, data: AskData): HTMLElement[] {
  const language = app.language();
  const wanted = folded(session.filter).split(/\s+/u).filter(Boolean);
  const found = data.queries.filter((query) => wanted.every((word) => searched(query).includes(word)));
  if (!found.length)
    return [
      element("p", { className: "ask-note", textContent: fill(app.words().nothing, { text: session.filter.trim() }) }),
    ];
  const titles = [...new Set(found.map(({ group }) => group[language]))];
  return titles.map((title) => {
    const rows = found
      .filter(({ group }) => group[language] === title)
      .map((query) => element("li", {}, row(query.question[language], query, session)));
    return element("section", {}, element("h2", { textContent: title }), element("ul", {}, ...rows));
  });
}

function searched({ name, group, question }: SavedQuery): string {
  return folded([name, group.zh, group.en, question.zh, question.en].join("\n"));
}

function row(title: string, query: SavedQuery | null, session: Session): HTMLButtonElement {
  const made = element("button", { type: "button", onclick: () => session.choose(query) }, text(title));
  made.dataset["query"] = query?.name ?? "";
  setCurrent(made, session.current.saved === query);
  return made;
}

/** What is told of the engine: that it gets ready, how much it has, or why it cannot be had. */
export function engineNote(app: App, session: Session): HTMLElement {
  const words = app.words();
  const engine = session.ready;
  const failure = session.failure;
  const said =
    failure !== null
      ? fill(words.engineFailed, { reason: failure })
      : engine
        ? fill(words.engineReady, { n: engine.size })
        : words.engineLoading;
  return element(
    "p",
    { className: "ask-note ask-engine", role: "status" },
    said,
    engine && !engine.beside ? ` ${words.inPage}` : null,
  );
}
