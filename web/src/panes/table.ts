/* The graph as tables: of the entities, of the statements and of the figures that the filters leave. */

import type { App } from "../app.ts";
import { button, download, element } from "../dom.ts";
import { fill } from "../texts.ts";
import type { Visible } from "../visible.ts";
import type { View } from "../view.ts";
import { columnsOf, rowsOf, TABLES, type TableName } from "./columns.ts";
import { toCsv, toTsv } from "./files.ts";
import { Grid, type Sort } from "./grid.ts";
import { PORTION } from "./portions.ts";

/* What stays when the pane is left, or made anew for other filters. */
const state = {
  table: "entities" as TableName,
  sorts: { entities: { column: "degree", down: true }, statements: null, figures: null } as Record<
    TableName,
    Sort | null
  >,
  top: 0,
  left: 0,
  rows: PORTION,
};

interface Made {
  root: HTMLElement;
  shown: Visible;
  view: View;
  /** Scroll to where it was. */
  settle(): void;
}

let made: Made | null = null;

/** The same element as before, as long as it would say the same: then focus and place are kept. */
export function tablePane(app: App): HTMLElement {
  const view = app.view();
  if (made && (made.view.filters !== view.filters || made.view.focus !== view.focus)) toStart();
  if (made?.shown !== app.shown() || made.view.language !== view.language) made = make(app);
  made.view = view;
  queueMicrotask(made.settle); // when it is in the page
  return made.root;
}

function toStart(): void {
  Object.assign(state, { top: 0, left: 0, rows: PORTION });
}

function make(app: App): Made {
  const words = app.words();
  const count = element("p", { className: "counted" });
  const said = element("span", { className: "said", role: "status" });
  const place = element("div", { className: "table-place" });
  let grid: Grid;

  function draw(): void {
    const rows = rowsOf(app, state.table);
    const counted = fill(words.rows, { n: rows.length });
    grid = new Grid({
      caption: `${words[state.table]}, ${counted}`,
      columns: columnsOf(app, state.table),
      rows,
      words,
      sort: state.sorts[state.table],
      first: state.rows,
      sorted: (sort) => {
        state.sorts[state.table] = sort;
        grid.root.scrollTop = 0;
      },
    });
    grid.root.addEventListener(
      "scroll",
      () => Object.assign(state, { top: grid.root.scrollTop, left: grid.root.scrollLeft, rows: grid.shown() }),
      { passive: true },
    );
    grid.root.classList.add(`of-${state.table}`);
    count.textContent = counted;
    said.textContent = "";
    place.replaceChildren(rows.length ? grid.root : element("p", { className: "empty", textContent: words.noRows }));
  }

  function settle(): void {
    if (grid.root.scrollTop !== state.top) grid.root.scrollTop = state.top;
    if (grid.root.scrollLeft !== state.left) grid.root.scrollLeft = state.left;
  }

  const files = element(
    "div",
    { className: "files" },
    said,
    button(words.copyTable, () => void copy(lines(app, grid), said, app)),
    button(words.csv, () => save(app, grid)),
  );
  const head = element("div", { className: "table-head" }, chooser(app, draw), count, files);
  draw();
  return {
    root: element("div", { className: "table-pane" }, head, place),
    shown: app.shown(),
    view: app.view(),
    settle,
  };
}

/* Which of the tables is shown. */
function chooser(app: App, draw: () => void): HTMLElement {
  const words = app.words();
  const buttons = TABLES.map((table) => {
    const made = button(words[table], () => {
      if (table !== state.table) toStart();
      state.table = table;
      press();
      draw();
    });
    return { table, made };
  });
  const press = () =>
    buttons.forEach(({ table, made }) => made.setAttribute("aria-pressed", String(table === state.table)));
  press();
  return element(
    "div",
    { className: "segments", role: "group", "aria-label": words.whichTable },
    ...buttons.map((each) => each.made),
  );
}

/* The whole table as text, in the order in which it is shown. */
function lines(app: App, grid: Grid): string[][] {
  const columns = columnsOf(app, state.table);
  return [
    columns.map(({ id }) => app.words()[id]),
    ...grid.rows().map((row) => columns.map((column) => column.text(row))),
  ];
}

async function copy(lines: string[][], said: HTMLElement, app: App): Promise<void> {
  const words = app.words();
  try {
    await navigator.clipboard.writeText(toTsv(lines));
    said.textContent = fill(words.rowsCopied, { n: lines.length - 1 });
  } catch {
    said.textContent = words.tableNotCopied; // the browser has no clipboard for this page, or refuses it
  }
}

function save(app: App, grid: Grid): void {
  download(`${app.words()[state.table]}.csv`, new Blob([toCsv(lines(app, grid))], { type: "text/csv;charset=utf-8" }));
}
