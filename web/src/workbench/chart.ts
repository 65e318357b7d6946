/* The answer as a chart: bars for things that are compared, a line along time or numbers. */

import { element, text } from "../dom.ts";
import { fill, grouped } from "../texts.ts";
import type { Cells } from "./cells.ts";
import type { Bench } from "./data.ts";
import { linePlot } from "./line.ts";
import { isNumeric, type Row, type Table } from "./table.ts";

const MOST_BARS = 100;
const DATE = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?$/u;

export interface Point {
  label: string;
  /** The label as an element, with its link. */
  shown: () => HTMLElement;
  value: number;
  /** The value as it was given, with separators. */
  said: string;
  /** Where it stands along a line; null where its label is neither a date nor a number. */
  at: number | null;
}

/** Which columns can be what; null where there is no chart of the table. */
export function chartColumns({ header, rows }: Table): { labels: number[]; values: number[] } | null {
  const columns = header.map((_, column) => column);
  const values = columns.filter((column) => isNumeric(rows, column));
  const texts = columns.filter((column) => !values.includes(column));
  const labels = texts.length ? texts : values.slice(0, 1);
  const left = values.filter((column) => !labels.includes(column));
  return labels.length && left.length ? { labels, values: left } : null;
}

export function chartView(bench: Bench, table: Table, cells: Cells): HTMLElement {
  const words = bench.words();
  const columns = chartColumns(table);
  if (!columns) return element("p", { className: "ask-note", textContent: words.noChart });
  let label = columns.labels[0]!;
  let value = columns.values[0]!;
  const points = () => table.rows.flatMap((row) => pointOf(row, label, value, cells));
  let kind: "bars" | "line" = isLine(points()) ? "line" : "bars";
  const holder = element("div", { className: "chart" });
  const controls = element("div", { className: "chart-controls" });

  function draw(): void {
    const all = points();
    const title = fill(words.chartOf, { value: table.header[value]!, label: table.header[label]! });
    const isCut = kind === "bars" && all.length > MOST_BARS;
    holder.replaceChildren(
      kind === "line" ? linePlot(all, title) : bars(all.slice(0, MOST_BARS), title),
      isCut ? element("p", { className: "ask-note", textContent: fill(words.chartCut, { n: MOST_BARS }) }) : "",
    );
    controls.replaceChildren(
      kinds(),
      columnBox(words.labelColumn, table, columns!.labels, label, (chosen) => (label = chosen)),
      columnBox(words.valueColumn, table, columns!.values, value, (chosen) => (value = chosen)),
    );
  }

  function kinds(): HTMLElement {
    const made = (["bars", "line"] as const).map((each) =>
      element("button", {
        type: "button",
        textContent: words[each],
        "aria-pressed": String(kind === each),
        onclick: () => choose(each),
      }),
    );
    return element("span", { className: "segments", role: "group", "aria-label": words.chart }, ...made);
  }

  function choose(chosen: "bars" | "line"): void {
    kind = chosen;
    draw();
    controls.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }

  function columnBox(name: string, { header }: Table, from: number[], chosen: number, take: (column: number) => void) {
    if (from.length < 2) return "";
    const select = element(
      "select",
      {},
      ...from.map((column) => element("option", { value: String(column), textContent: header[column] })),
    );
    select.value = String(chosen);
    select.addEventListener("change", () => {
      take(Number(select.value));
      draw();
    });
    return element("label", {}, `${name} `, select);
  }

  draw();
  return element("div", { className: "chart-view" }, controls, holder);
}

function pointOf(row: Row, labelAt: number, valueAt: number, cells: Cells): Point[] {
  const [label, value] = [row[labelAt], row[valueAt]];
  const number = Number(value?.value);
  if (value?.type !== "literal" || !Number.isFinite(number)) return [];
  const named = label ? cells.text(label) : "–";
  const said = /^-?\d+(?:\.\d+)?$/u.test(value.value) ? grouped(value.value) : value.value;
  const shown = () => (label ? cells.cell(label) : text("–"));
  return [{ label: named, shown, value: number, said, at: label?.type === "literal" ? placeOf(label.value) : null }];
}

/* Dates of any precision as years; numbers as they are. */
function placeOf(said: string): number | null {
  const date = DATE.exec(said);
  if (date) return Number(date[1]) + (Number(date[2] ?? 1) - 1) / 12 + (Number(date[3] ?? 1) - 1) / 372;
  return said !== "" && Number.isFinite(Number(said)) ? Number(said) : null;
}

function isLine(points: Point[]): boolean {
  return points.length > 2 && points.every(({ at }) => at !== null);
}

/* A row for each: what it is, its bar, its number. The bars begin at zero, to the left of which what is below it goes. */
function bars(points: Point[], title: string): HTMLElement {
  const most = Math.max(0, ...points.map(({ value }) => value));
  const least = Math.min(0, ...points.map(({ value }) => value));
  const whole = most - least || 1;
  const rows = points.map(({ shown, value, said }) => {
    const bar = element("span", { className: value < 0 ? "bar below" : "bar", "aria-hidden": "true" });
    bar.style.marginInlineStart = `${((Math.min(value, 0) - least) / whole) * 100}%`;
    bar.style.width = `${(Math.abs(value) / whole) * 100}%`;
    return element(
      "li",
      {},
      element("span", { className: "bar-label" }, shown()),
      element("span", { className: "bar-room" }, bar),
      element("span", { className: "bar-value", textContent: said }),
    );
  });
  return element("ul", { className: "bars", "aria-label": title }, ...rows);
}
