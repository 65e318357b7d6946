/* The saved questions by theme, with a box that narrows them, and the way to a question of one's own. */

import { button, element, text } from "../dom.ts";
import { folded } from "../search.ts";
import { fill, type Words } from "../texts.ts";
import type { Language, SavedQuery } from "../types.ts";

interface Host {
  words(): Words;
  language(): Language;
}

/** What was typed to find a question, which one is chosen, and how to choose another. */
interface Choosing {
  filter: string;
  readonly current: { saved: SavedQuery | null };
  choose(saved: SavedQuery | null): void;
}

/** The list; `note` stands below it. */
export function questionList(
  host: Host,
  session: Choosing,
  queries: SavedQuery[],
  note: HTMLElement | null = null,
): HTMLElement[] {
  const words = host.words();
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
  const draw = () => list.replaceChildren(...groups(host, session, queries));
  filter.addEventListener("input", () => {
    session.filter = filter.value;
    draw();
  });
  draw();
  const body = element("div", { className: "ask-body" }, filter, own, list, note ?? "");
  if (!queries.length) return note ? [own, note] : [own];
  return [switcher(host, queries, body), body];
}

/** Show which question is chosen now; on a narrow page the list has then done its work. */
export function markChosen(side: HTMLElement, session: Choosing): void {
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
function switcher(host: Host, queries: SavedQuery[], body: HTMLElement): HTMLElement {
  const made = button(
    `${host.words().savedQueries} · ${queries.length}`,
    () => {
      const open = body.classList.toggle("open");
      made.setAttribute("aria-expanded", String(open));
    },
    "ask-switch",
  );
  made.setAttribute("aria-expanded", "false");
  return made;
}

function groups(host: Host, session: Choosing, queries: SavedQuery[]): HTMLElement[] {
  const language = host.language();
  const wanted = folded(session.filter).split(/\s+/u).filter(Boolean);
  const found = queries.filter((query) => wanted.every((word) => searched(query).includes(word)));
  if (!found.length)
    return [
      element("p", { className: "ask-note", textContent: fill(host.words().nothing, { text: session.filter.trim() }) }),
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

function row(title: string, query: SavedQuery | null, session: Choosing): HTMLButtonElement {
  const made = element("button", { type: "button", onclick: () => session.choose(query) }, text(title));
  made.dataset["query"] = query?.name ?? "";
  setCurrent(made, session.current.saved === query);
  return made;
}
