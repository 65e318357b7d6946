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

export class Grid {
  readonly root: HTMLElement;

  #options: GridOptions;
  #columns: Column[]; // those that are seen
  #heads: HTMLElement[];
  #body = element("tbody");
  #foot = element("div", { className: "table-foot" });
  #sort: Sort | null;
  #known = new Map<string, readonly number[]>(); // sorting many rows takes time: each order is made once
  #order: readonly number[] = [];
  #portions: Portions | null = null;

  constructor(options: GridOptions) {
    this.#options = options;
    this.#sort = options.sort;
    this.#columns = options.columns.filter(({ unseen }) => !unseen);
    this.#heads = this.#columns.map((column) => this.#head(column));
    this.#draw(options.first ?? PORTION);
    this.root = element("div", { className: "table-scroll" }, this.#table(), this.#foot);
  }

  /** All rows, in the order in which they are shown. */
  rows(): readonly number[] {
    return this.#order;
  }

  shown(): number {
    return this.#portions?.shown() ?? 0;
  }

  #table(): HTMLElement {
    const { caption, rows } = this.#options;
    return element(
      "table",
      { "aria-rowcount": String(rows.length + 1) },
      element("caption", { className: "unseen", textContent: caption }),
      element("colgroup", {}, ...this.#columns.map(({ id }) => element("col", { className: `column-${id}` }))),
      element("thead", {}, element("tr", { "aria-rowindex": "1" }, ...this.#heads)),
      this.#body,
    );
  }

  #head({ id }: Column): HTMLElement {
    const { words } = this.#options;
    const title = element(
      "button",
      { type: "button", title: fill(words.sortBy, { column: words[id] }), onclick: () => this.#turn(id) },
      words[id],
      element("span", { className: "direction", "aria-hidden": "true" }),
    );
    return element("th", { scope: "col", className: `column-${id}` }, title);
  }

  #turn(id: string): void {
    const down = this.#sort?.column === id ? !this.#sort.down : id === "degree"; // most relations first
    this.#sort = { column: id, down };
    this.#options.sorted(this.#sort);
    this.#draw(PORTION);
  }

  #draw(count: number): void {
    const { words } = this.#options;
    const sort = this.#sort;
    this.#order = sort ? this.#ordered(sort) : this.#options.rows;
    this.#heads.forEach((head, number) => mark(head, this.#columns[number]!.id === sort?.column ? sort.down : null));
    this.#body.replaceChildren();
    const put = (from: number, to: number) => this.#put(from, to);
    this.#portions = inPortions(this.#order.length, (n) => fill(words.more, { n }), put, count);
    this.#foot.replaceChildren(this.#portions.more);
  }

  #ordered({ column: id, down }: Sort): readonly number[] {
    const { columns, rows } = this.#options;
    const key = `${id} ${down}`;
    const column = columns.find((each) => each.id === id);
    const known = this.#known.get(key);
    if (known || !column) return known ?? rows;
    const order = inOrder(rows, column.key ?? column.text, column.compare, down);
    this.#known.set(key, order);
    return order;
  }

  #put(from: number, to: number): HTMLElement | undefined {
    const made = this.#order.slice(from, to).map((row, number) => this.#line(row, from + number));
    this.#body.append(...made);
    return made[0];
  }

  #line(row: number, place: number): HTMLElement {
    const cells = this.#columns.map((column, number) =>
      element(
        number ? "td" : "th",
        { className: `column-${column.id}`, ...(!number && { scope: "row" }) },
        column.cell ? column.cell(row) : text(column.text(row)),
      ),
    );
    return element("tr", { "aria-rowindex": String(place + 2) }, ...cells);
  }
}

function mark(head: HTMLElement, down: boolean | null): void {
  if (down === null) head.removeAttribute("aria-sort");
  else head.setAttribute("aria-sort", down ? "descending" : "ascending");
}
