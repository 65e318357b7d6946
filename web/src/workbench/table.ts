/* The answer as a table: in portions, sorted by any column, with names as they become known. */

import type { Term } from "../ask/evaluate.ts";
import { isNumber } from "../ask/names.ts";
import { element, text } from "../dom.ts";
import { compareDecimals, compareTexts, inOrder } from "../panes/order.ts";
import { inPortions } from "../panes/portions.ts";
import { fill } from "../texts.ts";
import type { Cells } from "./cells.ts";
import type { Bench } from "./data.ts";
import type { Labels } from "./labels.ts";

export type Row = (Term | undefined)[];

export interface Table {
  header: string[];
  rows: Row[];
}

/** So many rows are put in order by what their things are called; the names of all of them are asked for then. */
const NAMED_IN_ORDER = 3000;

interface Order {
  column: number;
  down: boolean;
}

export function tableView(bench: Bench, { header, rows }: Table, cells: Cells, labels: Labels): HTMLElement {
  const words = bench.words();
  const numeric = header.map((_, column) => isNumeric(rows, column));
  const holder = element("div", {
    className: "ask-table",
    tabIndex: 0,
    role: "region",
    "aria-label": fill(words.answerRows, { n: rows.length }),
  });
  let order: Order | null = null;

  const key = (column: number) => (row: number) => {
    const term = rows[row]![column];
    return term === undefined ? "" : numeric[column] ? (term.value as string) : cells.text(term);
  };

  async function sort(column: number): Promise<void> {
    order = order?.column !== column ? { column, down: false } : order.down ? null : { column, down: true };
    if (rows.length <= NAMED_IN_ORDER) await labels.load(rows.flatMap((row) => row[column] ?? []));
    draw();
    holder.querySelectorAll<HTMLElement>("th button")[column]?.focus();
  }

  function draw(): void {
    const numbers = rows.map((_, number) => number);
    const compare = order && numeric[order.column] ? compareDecimals : compareTexts;
    const shown = order ? inOrder(numbers, key(order.column), compare, order.down) : numbers;
    const body = element("tbody");
    const put = (from: number, to: number) => {
      const made = shown.slice(from, to).map((number) => rowOf(rows[number]!));
      body.append(...made);
      void nameThings(
        shown.slice(from, to).map((number) => rows[number]!),
        made,
      );
      return made[0];
    };
    const { more } = inPortions(rows.length, (n) => fill(words.more, { n }), put);
    const heads = header.map((name, column) => head(name, column));
    holder.replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body), more);
  }

  function head(name: string, column: number): HTMLElement {
    const chosen = order?.column === column ? order : null;
    const title = fill(words.sortBy, { column: name });
    return element(
      "th",
      {
        scope: "col",
        className: numeric[column] ? "number" : "",
        "aria-sort": chosen ? (chosen.down ? "descending" : "ascending") : undefined,
      },
      element("button", { type: "button", title, onclick: () => void sort(column) }, text(name)),
    );
  }

  function rowOf(row: Row): HTMLTableRowElement {
    return element(
      "tr",
      {},
      ...header.map((_, column) => element("td", {}, ...contentOf(row[column]))).map(widthened(row)),
    );
  }

  const contentOf = (term: Term | undefined) => (term ? [cells.cell(term)] : []);

  const widthened = (row: Row) => (cell: HTMLTableCellElement, column: number) => {
    cell.className = numeric[column] ? "number" : widthOf(row[column], cells);
    return cell;
  };

  /* Cells are written again once it is known what their things are called. */
  async function nameThings(of: Row[], made: HTMLTableRowElement[]): Promise<void> {
    if (!(await labels.load(of.flat().filter((term) => term !== undefined)))) return;
    made.forEach((each, number) => {
      if (!each.contains(document.activeElement)) each.replaceChildren(...rowOf(of[number]!).children);
    });
  }

  draw();
  return holder;
}

/** Whether a column has numbers, and nothing else. */
export function isNumeric(rows: Row[], column: number): boolean {
  return rows.some((row) => row[column]) && rows.every((row) => !row[column] || isNumber(row[column]));
}

/* Short texts stay on one line, and long ones get room, so that no column becomes a tower of characters. */
function widthOf(term: Term | undefined, cells: Cells): string {
  const length = term ? cells.text(term).length : 0;
  return length <= 8 ? "brief" : length > 20 ? "long" : "";
}
