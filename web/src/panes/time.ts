/* What happened when: dated statements in their order, year by year, and what has no date. */

import type { App } from "../app.ts";
import { button, element, text } from "../dom.ts";
import { marks } from "../panels/evidence.ts";
import { link, propertyOf } from "../panels/parts.ts";
import { fill } from "../texts.ts";
import { isFiltering } from "../view.ts";
import type { Visible } from "../visible.ts";
import { dateKey, objectCell, quoteText, writtenDate } from "./columns.ts";
import { comparePlainly, inOrder } from "./order.ts";
import { inPortions } from "./portions.ts";
import { undatedSection } from "./undated.ts";

interface Made {
  root: HTMLElement;
  shown: Visible;
  language: string;
}

let made: Made | null = null;

/** The same element as before, as long as it would say the same: then focus and place are kept. */
export function timePane(app: App): HTMLElement {
  const shown = app.shown();
  const language = app.language();
  if (made?.shown !== shown || made.language !== language) made = { root: make(app, shown), shown, language };
  return made.root;
}

function make(app: App, { statements }: Visible): HTMLElement {
  const key = (number: number) => dateKey(app.graph.statement(number));
  const dated = inOrder(
    statements.filter((number) => app.graph.statement(number).days),
    key,
    comparePlainly,
    false,
  );
  const undated = statements.filter((number) => !app.graph.statement(number).days);
  return element(
    "div",
    { className: "time-pane" },
    ...(dated.length ? years(app, dated) : [nothing(app)]),
    undated.length > 0 && undatedSection(app, undated),
  );
}

function nothing(app: App): HTMLElement {
  const words = app.words();
  return element("p", {
    className: "empty",
    textContent: isFiltering(app.view()) ? words.noneDatedLeft : words.noneDated,
  });
}

function years(app: App, dated: number[]): HTMLElement[] {
  const words = app.words();
  const place = element("div", { className: "years" });
  const reach = reachOf(app, dated);
  let year = "";
  let list: HTMLElement;

  function put(from: number, to: number): HTMLElement | undefined {
    const made = dated.slice(from, to).map((number) => {
      const begins = dateKey(app.graph.statement(number)).slice(0, 4);
      if (begins !== year) {
        year = begins;
        list = element("ol");
        place.append(
          element("section", { className: "year" }, element("h2", { textContent: String(Number(year)) }), list),
        );
      }
      const entry = happening(app, number, reach);
      list.append(entry);
      return entry;
    });
    return made[0];
  }

  const { more } = inPortions(dated.length, (n) => fill(words.more, { n }), put);
  return [element("p", { className: "counted", textContent: fill(words.dated, { n: dated.length }) }), place, more];
}

/** The first and the last year of all that is dated. */
interface Reach {
  first: number;
  last: number;
}

function reachOf(app: App, dated: number[]): Reach {
  const all = dated.flatMap((number) =>
    app.graph.statement(number).days!.flatMap((day) => (day ? [Number(day.slice(0, 4))] : [])),
  );
  return all.reduce(({ first, last }, year) => ({ first: Math.min(first, year), last: Math.max(last, year) }), {
    first: Infinity,
    last: -Infinity,
  });
}

function happening(app: App, number: number, reach: Reach): HTMLElement {
  const statement = app.graph.statement(number);
  const { when: _, role: __, ...rest } = statement; // they are shown at the left and with the object
  const quote = quoteText(statement);
  const sentence = element(
    "div",
    { className: "happening" },
    link(app, statement.subject),
    button(propertyOf(app, statement.property), () => app.openStatement(number), "said-by"),
    !("date" in statement.object) && objectCell(app, statement),
  );
  const date = element("div", { className: "when" }, text(writtenDate(statement)), span(statement.days!, reach));
  return element(
    "li",
    {},
    date,
    element("div", {}, sentence, marks(app, rest), quote && element("q", {}, text(quote))),
  );
}

/* A span of several years as a bar on the line of all years. */
function span([first, last]: [string | null, string | null], reach: Reach): HTMLElement | null {
  const from = first ? Number(first.slice(0, 4)) : reach.first;
  const to = last ? Number(last.slice(0, 4)) : reach.last;
  if (to <= from) return null;
  const all = reach.last - reach.first + 1;
  const bar = element("span");
  bar.style.insetInlineStart = `${(100 * (from - reach.first)) / all}%`;
  bar.style.width = `${(100 * (to - from + 1)) / all}%`;
  return element("span", { className: "span-bar", title: `${from}–${to}`, "aria-hidden": "true" }, bar);
}
