/* The left side: what is chosen to be shown, as legends that filter, and how it looks. */

import type { App } from "../app.ts";
import { CHANGES } from "../changes.ts";
import { button, element, icon, text } from "../dom.ts";
import { COLOURS } from "../draw/theme.ts";
import { fill, statusText, type Words } from "../texts.ts";
import type { Status } from "../types.ts";
import { isFiltering, NO_FILTERS, toggled, type Filters } from "../view.ts";
import { counts } from "../visible.ts";
import { changeSign, dot, propertyOf } from "./parts.ts";

const MOST_COMMUNITIES = 12;

export function choices(app: App): HTMLElement[] {
  const { filters, colouring } = app.view();
  const words = app.words();
  const found = counts(app.graph);
  const { articles } = app.graph.data;
  const statuses = ([...found.statuses] as [Status, number][]).map(([status, count]) =>
    row(app, "statuses", status, count, statusText(words, status)),
  );
  const properties = [...found.properties]
    .sort(([, a], [, b]) => b - a)
    .map(([id, count]) => row(app, "properties", id, count, propertyOf(app, id)));
  const sources = [...found.articles].map(([id, count]) => row(app, "articles", id, count, articles[id]?.title ?? id));
  const communities = colouring === "community" || filters.communities.length > 0;
  return [
    ...(app.graph.tellsChanges ? [section("changes", words.changes, changeRows(app), true)] : []),
    ...(communities ? [section("communities", words.groups, communityRows(app), true)] : []),
    section(
      "types",
      words.types,
      typeRows(app),
      true,
      colouring === "type" && !app.graph.tellsChanges && lineKey(words),
    ),
    section("properties", words.properties, properties, filters.properties.length > 0),
    section("statuses", words.statuses, statuses, filters.statuses.length > 0),
    ...(sources.length > 1 ? [section("articles", words.articles, sources, filters.articles.length > 0)] : []),
    section("display", words.display, [appearance(app)], false),
  ];
}

/** How much is shown, and the way back to everything. */
export function tally(app: App): HTMLElement[] {
  const words = app.words();
  const { entities, statements } = app.graph.data;
  if (!isFiltering(app.view())) {
    const quoted = statements.filter(({ quote }) => quote).length;
    return [
      element("span", {
        textContent: fill(words.counts, { entities: entities.length, relations: app.graph.relations.length, quoted }),
      }),
    ];
  }
  const shown = app.shown().entities.size;
  const clear = button(words.clear, () => app.store.change({ filters: NO_FILTERS, focus: null, hidden: [] }), "clear");
  clear.title = words.clearHint;
  return [
    element("span", {
      textContent: fill(words.shown, { shown, all: entities.length, hidden: entities.length - shown }),
    }),
    clear,
  ];
}

function typeRows(app: App): HTMLElement[] {
  const shown = new Map<number, number>();
  for (const id of app.shown().entities) {
    const { category } = app.graph.entities.get(id)!;
    shown.set(category, (shown.get(category) ?? 0) + 1);
  }
  return app.graph.data.categories.flatMap(({ title, count }, number) => {
    if (!count) return [];
    const some = shown.get(number) ?? 0;
    return [
      row(
        app,
        "categories",
        number,
        some === count ? count : `${some} / ${count}`,
        title[app.language()],
        dot(app, number),
      ),
    ];
  });
}

/* How many entities and statements were added, removed or changed. */
function changeRows(app: App): HTMLElement[] {
  const { entities, statements } = app.graph.data;
  return CHANGES.map((change) => {
    const count = [...entities, ...statements].filter((one) => one.change === change).length;
    return row(app, "changes", change, count, app.words()[change], changeSign(change));
  });
}

function communityRows(app: App): HTMLElement[] {
  const { communities } = app.graph.data;
  return communities.slice(0, MOST_COMMUNITIES).flatMap(({ name, size }, number) => {
    const colour = element("span", { className: `dot type-${number % COLOURS}`, "aria-hidden": "true" });
    return size > 1 ? [row(app, "communities", number, size, app.graph.name(name), colour)] : [];
  });
}

type Choosable = { [Key in keyof Filters]: Filters[Key] extends (infer Value)[] ? [Key, Value] : never }[keyof Filters];

/* One value that can be chosen: while none of its kind is, all pass. */
function row(
  app: App,
  ...[key, value, count, title, mark]: [...Choosable, number | string, string, HTMLElement?]
): HTMLElement {
  const { filters } = app.view();
  const chosen = filters[key] as unknown[];
  const made = element(
    "button",
    { type: "button", "aria-pressed": String(chosen.includes(value)) },
    mark,
    text(title, "name"),
    element("span", {
      className: "count",
      textContent: typeof count === "number" ? count.toLocaleString("en") : count,
    }),
  );
  made.classList.toggle("faded", chosen.length > 0 && !chosen.includes(value));
  made.addEventListener("click", () =>
    app.store.change({
      filters: { ...app.view().filters, [key]: toggled(app.view().filters[key] as unknown[], value) },
    }),
  );
  made.dataset.value = String(value);
  return element("li", {}, made);
}

function section(
  id: string,
  title: string,
  rows: HTMLElement[],
  open: boolean,
  more?: HTMLElement | false,
): HTMLElement {
  return element(
    "details",
    { id, className: "choices-of", open },
    element("summary", { textContent: title }),
    element("ul", {}, ...rows),
    more,
  );
}

/* Lines are dashed as `kg/view/builder.py` says. */
function lineKey(words: Words): HTMLElement {
  return element("p", { className: "key" }, sample("7 5"), words.dashed, sample("2 5"), words.dotted);
}

function sample(dashes: string): SVGSVGElement {
  const line = icon("M1 2h34");
  line.setAttribute("viewBox", "0 0 36 4");
  line.setAttribute("stroke-dasharray", dashes);
  return line;
}

function appearance(app: App): HTMLElement {
  const words = app.words();
  const { colouring, sizing } = app.view();
  const group = <Value extends string>(
    label: string,
    options: [Value, string][],
    now: Value,
    take: (value: Value) => void,
  ) =>
    element(
      "div",
      { className: "segments", role: "group", "aria-label": label },
      element("span", { className: "label", textContent: label }),
      ...options.map(([value, title]) => {
        const made = button(title, () => take(value));
        made.setAttribute("aria-pressed", String(value === now));
        return made;
      }),
    );
  return element(
    "li",
    { className: "appearance" },
    group(
      words.colouring,
      [
        ["type", words.byType],
        ["community", words.byCommunity],
      ],
      colouring,
      (value) => app.store.change({ colouring: value }),
    ),
    group(
      words.sizing,
      [
        ["degree", words.byDegree],
        ["rank", words.byRank],
        ["equal", words.equal],
      ],
      sizing,
      (value) => app.store.change({ sizing: value }),
    ),
  );
}
