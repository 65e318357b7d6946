/* The answer: what it is in short, how to look at it, how to take it along, and the view that is chosen. */

import type { Found } from "../ask/evaluate.ts";
import { linesOf, tableOf } from "../ask/names.ts";
import { MOST_ROWS } from "../ask/sparql.ts";
import { button, download, element } from "../dom.ts";
import { toCsv, toTsv } from "../panes/files.ts";
import { fill } from "../texts.ts";
import type { View } from "./asked.ts";
import { createCells } from "./cells.ts";
import { chartColumns, chartView } from "./chart.ts";
import type { Bench } from "./data.ts";
import type { Labels } from "./labels.ts";
import { addressOf, answerAs } from "./server.ts";
import type { Answer, Session } from "./session.ts";
import { tableView, type Table } from "./table.ts";
import { turtleView } from "./turtle.ts";

/** The parts of the answer box, where there is one. */
export function resultParts(
  bench: Bench,
  session: Session,
  labels: Labels,
  answer: Answer,
  found: Found,
): HTMLElement[] {
  const words = bench.words();
  const took = fill(words.seconds, { n: answer.seconds < 10 ? answer.seconds.toFixed(2) : answer.seconds.toFixed(0) });
  const whole = tableOf(found);
  if (!whole) {
    const said = "yes" in found && found.yes ? words.yes : words.no;
    return [verdict(said), element("p", { className: "ask-note", textContent: took })];
  }
  if (!whole.rows.length)
    return [
      element(
        "div",
        { className: "ask-empty" },
        verdict(words.noAnswer),
        element("p", { className: "ask-note", textContent: `${took} · ${words.emptyHint}` }),
      ),
    ];
  const table: Table = {
    header: whole.header ?? [words.subject, words.property, words.object],
    rows: whole.rows.slice(0, MOST_ROWS),
  };
  const isCut = whole.rows.length > MOST_ROWS;
  const views = viewsOf(bench, found, table);
  const view = views.find((each) => each === session.current.view) ?? views[0]!;
  const cut = isCut && element("p", { className: "ask-note", textContent: fill(words.cutAnswer, { n: MOST_ROWS }) });
  return [
    element(
      "div",
      { className: "ask-bar" },
      element("b", {
        "data-spoken": "",
        textContent: fill("triples" in found ? words.triples : words.answerRows, { n: table.rows.length }),
      }),
      element("span", { className: "took", textContent: took }),
      viewSwitch(bench, session, views, view),
      ...takeAlong(bench, answer, table, found, isCut),
    ),
    ...(cut ? [cut] : []),
    shown(bench, labels, answer, found, table, view),
  ];
}

function verdict(said: string): HTMLElement {
  return element("p", { className: "ask-verdict", "data-spoken": "", textContent: said });
}

/* The first one is shown unless another is chosen. */
function viewsOf({ data }: Bench, found: Found, table: Table): View[] {
  const graph: View[] = data.entities ? ["graph"] : [];
  if ("triples" in found) return ["turtle", "table", ...graph];
  return chartColumns(table) || data.entities ? ["table", "chart", ...graph] : ["table", "chart"];
}

function viewSwitch(bench: Bench, session: Session, views: View[], view: View): HTMLElement {
  const words = bench.words();
  const names = { table: words.table, chart: words.chart, graph: words.inGraph, turtle: words.turtle };
  const made = views.map((each) =>
    element("button", {
      type: "button",
      textContent: names[each],
      "data-view": each,
      "aria-pressed": String(each === view),
      onclick: () => session.show(each),
    }),
  );
  return element("span", { className: "segments", role: "group", "aria-label": words.views }, ...made);
}

function shown(bench: Bench, labels: Labels, answer: Answer, found: Found, table: Table, view: View): HTMLElement {
  const cells = createCells(bench, labels);
  if (view === "turtle" && "triples" in found) return turtleView(bench, found.triples, cells);
  if (view === "graph") return graphView(bench, answer.text);
  if (view !== "chart") return tableView(bench, table, cells, labels);
  const holder = element("div", {}, chartView(bench, table, cells));
  void labels
    .load(
      table.rows
        .slice(0, MOST_NAMED)
        .flat()
        .filter((term) => term !== undefined),
    )
    .then((more) => {
      if (more) holder.replaceChildren(chartView(bench, table, cells));
    });
  return holder;
}

const MOST_NAMED = 300;

/* The explorer of the part that the query finds; it is a page of this server. */
function graphView(bench: Bench, query: string): HTMLElement {
  const words = bench.words();
  const address = addressOf("/graph", query);
  if (address === null) return element("p", { className: "ask-note", textContent: words.graphTooLong });
  const chosen = new URLSearchParams(location.search).get("lang");
  const src = chosen === null ? address : `${address}&${new URLSearchParams({ lang: chosen })}`;
  return element("iframe", { className: "graph", src, title: words.graphOf });
}

/* The whole answer as a file: where some of it is not here, all of it is asked for again. */
function takeAlong(bench: Bench, { text }: Answer, table: Table, found: Found, isCut: boolean): HTMLElement[] {
  const words = bench.words();
  const said = element("span", { className: "ask-said", role: "status" });

  async function save(name: string, content: () => Promise<Blob>): Promise<void> {
    said.textContent = words.saving;
    try {
      download(name, await content());
      said.textContent = "";
    } catch {
      said.textContent = words.notSaved;
    }
  }

  async function csv(): Promise<Blob> {
    const { header, rows } = isCut ? await wholeTable(text, bench.language()) : table;
    return new Blob([toCsv(linesOf(header, rows))], { type: "text/csv;charset=utf-8" });
  }

  const copy = button(
    words.copyTable,
    async () => {
      said.textContent = (await copied(toTsv(linesOf(table.header, table.rows)))) ? words.copied : words.copyFailed;
    },
    "quiet",
  );
  const asFile = (label: string, name: string, type: string) =>
    button(label, () => void save(name, () => answerAs(text, type, bench.language())), "quiet");
  const files =
    "triples" in found
      ? [asFile(words.saveTurtle, "answer.ttl", "text/turtle")]
      : [
          button(words.csv, () => void save("answer.csv", csv), "quiet"),
          asFile(words.json, "answer.json", "application/sparql-results+json"),
        ];
  return [element("span", { className: "ask-take" }, copy, ...files, said)];
}

async function wholeTable(query: string, language: string): Promise<Table> {
  const { head, results } = JSON.parse(
    await (await answerAs(query, "application/sparql-results+json", language)).text(),
  );
  const table = tableOf({ rows: { header: head.vars, rows: results.bindings } })!;
  return { header: table.header!, rows: table.rows };
}

/** Put a text into the clipboard, which a page that is not from a safe address does not have. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
