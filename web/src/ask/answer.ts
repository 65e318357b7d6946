/* The answer to the question: a table whose entities lead back to the graph, yes or no, or why there is none. */

import type { App } from "../app.ts";
import { button, download, element, text } from "../dom.ts";
import { address, link } from "../panels/parts.ts";
import { toCsv, toTsv } from "../panes/files.ts";
import { fill } from "../texts.ts";
import type { Found, Term } from "./evaluate.ts";
import { isNumber, linesOf, tableOf, type Names } from "./names.ts";
import { told, type Problem } from "./problem.ts";
import type { Session } from "./session.ts";
import { MOST_ROWS } from "./sparql.ts";

const FIRST_ROWS = 100;
const MORE_ROWS = 500;

export function answerBox(app: App, session: Session, names: Names): HTMLElement[] {
  const words = app.words();
  const { answer, text: asked } = session.current;
  if (session.isRunning)
    return [
      element(
        "p",
        { className: "ask-running" },
        spokenToo("span", "", words.running),
        button(words.cancelQuery, () => session.cancel(), "quiet"),
      ),
    ];
  if (!answer) return [];
  const stale = answer.text === asked ? [] : [element("p", { className: "ask-note", textContent: words.staleAnswer })];
  if ("problem" in answer) return [...stale, problemBox(app, answer.text, answer.problem)];
  return [...stale, ...foundBox(app, answer.found, names, session.current.saved?.name ?? "sparql")];
}

/* The line that tells in short how it went: it is read out as well (see `spoken` in pane.ts). */
function spokenToo(tag: "b" | "p" | "span", className: string, said: string): HTMLElement {
  return element(tag, { className, textContent: said, "data-spoken": "" });
}

function problemBox(app: App, asked: string, problem: Problem): HTMLElement {
  const words = app.words();
  const { sentence, place } = told(words, asked, problem);
  return element(
    "div",
    { className: "ask-problem", role: "alert" },
    element("h3", { textContent: problem.code === "cancelled" ? sentence : words.queryFailed }),
    problem.code === "cancelled"
      ? null
      : element("p", {}, place && element("b", { textContent: place }), " ", text(sentence)),
    problem.said !== undefined && element("code", {}, text(problem.said)),
  );
}

function foundBox(app: App, found: Found, names: Names, name: string): HTMLElement[] {
  const words = app.words();
  const table = tableOf(found);
  if (!table) return [spokenToo("p", "ask-verdict", "yes" in found && found.yes ? words.yes : words.no)];
  const rows = table.rows.slice(0, MOST_ROWS);
  if (!rows.length)
    return [
      element(
        "div",
        { className: "ask-empty" },
        spokenToo("p", "ask-verdict", words.noAnswer),
        element("p", { className: "ask-note", textContent: words.emptyHint }),
      ),
    ];
  const header = table.header ?? [words.subject, words.property, words.object];
  const cut =
    table.rows.length > rows.length &&
    element("p", { className: "ask-note", textContent: fill(words.cutAnswer, { n: MOST_ROWS }) });
  return [bar(app, { header, rows, names, name }), ...(cut ? [cut] : []), answerTable(app, header, rows, names)];
}

interface Whole {
  header: string[];
  rows: (Term | undefined)[][];
  names: Names;
  name: string;
}

/* How many rows there are, and what can be done with all of them. */
function bar(app: App, { header, rows, names, name }: Whole): HTMLElement {
  const words = app.words();
  const marked = entitiesIn(rows, names);
  const light = () => app.store.change({ marked, pane: "graph", entity: null, statement: null, connecting: false });
  const said = element("span", { className: "ask-said", role: "status" });
  const copy = button(
    words.copyTable,
    async () => {
      said.textContent = (await copied(toTsv(linesOf(header, rows)))) ? words.copied : words.copyFailed;
    },
    "quiet",
  );
  const save = button(
    words.csv,
    () => download(`${name}.csv`, new Blob([toCsv(linesOf(header, rows))], { type: "text/csv;charset=utf-8" })),
    "quiet",
  );
  return element(
    "div",
    { className: "ask-bar" },
    spokenToo("b", "", fill(words.answerRows, { n: rows.length })),
    marked.length > 0 && button(fill(words.showInGraph, { n: marked.length }), light, "quiet light"),
    copy,
    save,
    said,
  );
}

/* A page that is not from a safe address has no clipboard. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function entitiesIn(rows: (Term | undefined)[][], names: Names): string[] {
  const found = new Set<string>();
  for (const row of rows)
    for (const term of row) {
      const id = term && names.entity(term);
      if (id) found.add(id);
    }
  return [...found];
}

function answerTable(app: App, header: string[], rows: (Term | undefined)[][], names: Names): HTMLElement {
  const words = app.words();
  const numeric = header.map(
    (_, column) =>
      rows.every((row) => row[column] === undefined || isNumber(row[column])) &&
      rows.some((row) => row[column] !== undefined),
  );
  const body = element("tbody");
  const cells = (row: (Term | undefined)[]) =>
    row.map((term, column) =>
      element(
        "td",
        { className: numeric[column] ? "number" : widthOf(term, names) },
        term ? cell(app, term, names) : null,
      ),
    );
  const show = (most: number) =>
    body.append(
      ...rows.slice(body.rows.length, body.rows.length + most).map((row) => element("tr", {}, ...cells(row))),
    );
  const heads = header.map((name, column) =>
    element("th", { scope: "col", className: numeric[column] ? "number" : "" }, text(name)),
  );
  show(FIRST_ROWS);
  const more = button(
    "",
    () => {
      show(MORE_ROWS);
      label();
    },
    "quiet more-rows",
  );
  const label = () => {
    const left = rows.length - body.rows.length;
    more.hidden = left === 0;
    more.textContent = fill(words.more, { n: Math.min(left, MORE_ROWS) });
  };
  label();
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  return element(
    "div",
    { className: "ask-table", tabIndex: 0, role: "region", "aria-label": fill(words.answerRows, { n: rows.length }) },
    table,
    more,
  );
}

/* Short texts stay on one line, and long ones get room, so that no column becomes a tower of characters. */
function widthOf(term: Term | undefined, names: Names): string {
  const length = term ? names.text(term).length : 0;
  return length <= 8 ? "brief" : length > 20 ? "long" : "";
}

function cell(app: App, term: Term, names: Names): HTMLElement {
  const id = names.entity(term);
  if (id !== null) return link(app, id);
  const shown = names.text(term);
  if (term.type !== "uri") return text(shown);
  if (shown === term.value) return address(term.value);
  const made = text(shown, "short");
  made.title = term.value;
  return made;
}
