/* A table with columns that sort; it holds no more rows than were asked for. */

import { element, text } from "../dom.ts";
import { fill, type Words } from "../texts.ts";
import type { Column } from "./columns.ts";
import { inOrder } from "./order.ts";
import { inPortions, PORTION, type Portions } from "./portions.ts";

export interface Sort {
  column: string;
  down: boolean;
}

export interface Grid {
  root: HTMLElement;
  /** All rows, in the order in which they are shown. */
  rows(): readonly number[];
  shown(): number;
}

export interface GridOptions {
  caption: string;
  columns: Column[];
  rows: readonly number[];
  words: Words;
  /** The order to begin with: that of the data, where it is null. */
  sort: Sort | null;
  /** How many rows are there at first. */
  first?: number;
  sorted(sort: Sort): void;
}

export function createGrid({ caption, columns, rows, words, sort, first, sorted }: GridOptions): Grid {
  const seen = columns.filter(({ unseen }) => !unseen);
  const known = new Map<string, readonly number[]>(); // sorting many rows takes time: each order is made once
  const body = element("tbody");
  const foot = element("div", { className: "table-foot" });
  let order = rows;
  let portions: Portions | null = null;

  const heads = seen.map(({ id }) => {
    const title = element(
      "button",
      { type: "button", title: fill(words.sortBy, { column: words[id] }), onclick: () => turn(id) },
      words[id],
      element("span", { className: "direction", "aria-hidden": "true" }),
    );
    return element("th", { scope: "col", className: `column-${id}` }, title);
  });

  function turn(id: string): void {
    const down = sort?.column === id ? !sort.down : id === "degree"; // most relations first
    sort = { column: id, down };
    sorted(sort);
    draw(PORTION);
  }

  function draw(count: number): void {
    order = sort ? ordered(sort) : rows;
    heads.forEach((head, number) => mark(head, seen[number]!.id === sort?.column ? sort.down : null));
    body.replaceChildren();
    portions = inPortions(order.length, (n) => fill(words.more, { n }), put, count);
    foot.replaceChildren(portions.more);
  }

  function ordered({ column: id, down }: Sort): readonly number[] {
    const key = `${id} ${down}`;
    const column = columns.find((each) => each.id === id);
    if (column && !known.has(key)) known.set(key, inOrder(rows, column.key ?? column.text, column.compare, down));
    return known.get(key) ?? rows;
  }

  function put(from: number, to: number): HTMLElement | undefined {
    const made = order.slice(from, to).map((row, number) => line(row, from + number));
    body.append(...made);
    return made[0];
  }

  function line(row: number, place: number): HTMLElement {
    const cells = seen.map((column, number) =>
      element(
        number ? "td" : "th",
        { className: `column-${column.id}`, ...(!number && { scope: "row" }) },
        column.cell ? column.cell(row) : text(column.text(row)),
      ),
    );
    return element("tr", { "aria-rowindex": String(place + 2) }, ...cells);
  }

  draw(first ?? PORTION);
  const head = element("thead", {}, element("tr", { "aria-rowindex": "1" }, ...heads));
  const table = element(
    "table",
    { "aria-rowcount": String(rows.length + 1) },
    element("caption", { className: "unseen", textContent: caption }),
    element("colgroup", {}, ...seen.map(({ id }) => element("col", { className: `column-${id}` }))),
    head,
    body,
  );
  return {
    root: element("div", { className: "table-scroll" }, table, foot),
    rows: () => order,
    shown: () => portions?.shown() ?? 0,
  };
}

function mark(head: HTMLElement, down: boolean | null): void {
  if (down === null) head.removeAttribute("aria-sort");
  else head.setAttribute("aria-sort", down ? "descending" : "ascending");
}
