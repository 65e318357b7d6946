/* The panel for what is selected: an entity with all that is said of it, or one relation. */

import type { App } from "../app.ts";
import { CHANGES } from "../changes.ts";
import { button, element, text } from "../dom.ts";
import { inverseTitle } from "../graph.ts";
import { fill } from "../texts.ts";
import type { Entity, Statement } from "../types.ts";
import { toggled } from "../view.ts";
import { absence, articleLine, became, evidence, marks, statementItem, value } from "./evidence.ts";
import { address, dot, link, propertyOf, typeOf } from "./parts.ts";

/** Everything about an entity. */
export function entityDetails(app: App, id: string, chosen: number | null): HTMLElement[] {
  const entity = app.graph.entities.get(id)!;
  const found = groups(app, id, chosen);
  const rest = found.length
    ? found
    : [element("p", { className: "description", textContent: app.words().noStatements })];
  return [...heading(app, entity), actions(app, entity), ...rest];
}

/** One relation with its evidence. */
export function statementDetails(app: App, number: number): HTMLElement[] {
  const statement = app.graph.statement(number);
  const article = statement.source === undefined ? undefined : app.graph.data.articles[statement.source];
  const sentence = element(
    "div",
    { className: "sentence" },
    link(app, statement.subject),
    element("p", { className: "predicate", textContent: propertyOf(app, statement.property) }),
    value(app, statement),
  );
  const parts = [
    element("p", { className: "kind", textContent: app.words().relation }),
    sentence,
    became(app, statement),
    marks(app, statement),
    evidence(app, statement),
    article && articleLine(article),
  ];
  return parts.filter((part): part is HTMLElement => Boolean(part));
}

function heading(app: App, entity: Entity): HTMLElement[] {
  const words = app.words();
  const parts: (HTMLElement | false | null | undefined)[] = [
    element("p", { className: "kind" }, dot(app, entity.category), typeOf(app, entity)),
    element("h2", {}, text(entity.name)),
    became(app, entity),
    entity.formerId !== undefined &&
      element("p", { className: "aliases" }, `${words.formerId} `, element("s", {}, text(entity.formerId))),
    entity.aliases !== undefined &&
      element("p", { className: "aliases" }, `${words.aliases} `, text(entity.aliases.join(" · "))),
    entity.description !== undefined && element("p", { className: "description" }, text(entity.description)),
    entity.sameAs !== undefined &&
      element(
        "p",
        { className: "aliases" },
        `${words.sameAs} `,
        ...entity.sameAs.flatMap((url) => [address(url), " "]),
      ),
  ];
  return parts.filter((part): part is HTMLElement => Boolean(part));
}

function actions(app: App, entity: Entity): HTMLElement {
  const words = app.words();
  const { marked, pinned, hidden } = app.view();
  const { id } = entity;
  const pin = button(pinned.includes(id) ? words.unpin : words.pin, () =>
    app.store.change({ pinned: toggled(pinned, id) }),
  );
  pin.title = words.pinHint;
  const connect = button(words.connectTo, () =>
    app.store.change({
      marked: [...marked.filter((each) => each !== id), id],
      connecting: true,
      entity: null,
      statement: null,
    }),
  );
  connect.title = words.connectToHint;
  return element(
    "div",
    { className: "actions" },
    reach(app, id),
    connect,
    button(marked.includes(id) ? words.unmark : words.mark, () => app.mark(id)),
    pin,
    button(words.hide, () =>
      app.store.change({
        entity: null,
        statement: null,
        hidden: [...hidden, id],
        pinned: pinned.filter((each) => each !== id),
        marked: marked.filter((each) => each !== id),
      }),
    ),
    ...neighbourActions(app, id),
    communityAction(app, entity),
    ownPage(app, id),
  );
}

/* Where a server gives each entity a page, it says so; a file has no such place. */
function ownPage(app: App, id: string): HTMLElement | null {
  const start = document.querySelector<HTMLElement>("#app")!.dataset["entities"];
  const textContent = app.words().ownPage;
  return start === undefined
    ? null
    : element("a", { href: start + encodeURIComponent(id), target: "_top", textContent });
}

/* How far around the entity the graph is shown. */
function reach(app: App, id: string): HTMLElement {
  const words = app.words();
  const { focus } = app.view();
  const now = focus?.entity === id ? focus.steps : 0;
  const choice = (steps: number) => {
    const made = button(steps ? fill(words.steps, { n: steps }) : words.everything, () =>
      app.store.change({ focus: steps ? { entity: id, steps } : null }),
    );
    made.setAttribute("aria-pressed", String(steps === now && (steps > 0 || focus === null)));
    if (steps) made.title = fill(words.stepsHint, { n: steps });
    return made;
  };
  return element(
    "span",
    { className: "segments", role: "group", "aria-label": words.around },
    element("span", { className: "label", textContent: words.around }),
    ...[0, 1, 2, 3].map(choice),
  );
}

/* Neighbours that filters keep away can be shown all the same, and put away again. */
function neighbourActions(app: App, id: string): HTMLElement[] {
  const { pinned } = app.view();
  const neighbours = [...new Set(app.graph.steps(id).map(({ other }) => other))];
  const away = neighbours.filter((other) => !app.shown().entities.has(other));
  const brought = neighbours.filter((other) => pinned.includes(other));
  return [
    ...(away.length
      ? [
          button(fill(app.words().expand, { n: away.length }), () =>
            app.store.change({
              pinned: [...pinned, ...away],
              hidden: app.view().hidden.filter((each) => !away.includes(each)),
            }),
          ),
        ]
      : []),
    ...(brought.length
      ? [button(app.words().fold, () => app.store.change({ pinned: pinned.filter((each) => !brought.includes(each)) }))]
      : []),
  ];
}

function communityAction(app: App, { community }: Entity): HTMLElement | null {
  const { filters } = app.view();
  const size = app.graph.data.communities[community]?.size ?? 0;
  if (size < 3) return null;
  const made = button(
    fill(app.words().communityOf, { name: app.graph.name(app.graph.data.communities[community]!.name), n: size }),
    () => app.store.change({ filters: { ...filters, communities: toggled(filters.communities, community) } }),
  );
  made.setAttribute("aria-pressed", String(filters.communities.includes(community)));
  made.prepend(element("span", { className: "label", textContent: `${app.words().community} ` }));
  return made;
}

interface Group {
  title: string;
  arrow: string;
  label: string;
  items: HTMLElement[];
}

/* Statements under one heading per property and direction, in the order in which they were written; then what is
   not stated, under the heading of its property. */
function groups(app: App, id: string, chosen: number | null): HTMLElement[] {
  const words = app.words();
  const found = new Map<string, Group>();
  const add = (key: string, title: string, arrow: string, label: string, made: HTMLElement) => {
    if (!found.has(key)) found.set(key, { title, arrow, label, items: [] });
    found.get(key)!.items.push(made);
  };
  const item = (number: number, shown: (statement: Statement) => HTMLElement) => {
    const statement = app.graph.statement(number);
    const made = statementItem(app, statement, shown(statement));
    if (number === chosen) made.classList.add("chosen");
    return made;
  };
  for (const number of app.graph.from(id)) {
    const { property, object } = app.graph.statement(number);
    const relation = "entity" in object;
    add(
      `>${property}`,
      propertyOf(app, property),
      relation ? "→" : "",
      relation ? words.outgoing : "",
      item(number, (statement) => value(app, statement)),
    );
  }
  for (const number of app.graph.to(id)) {
    const { property } = app.graph.statement(number);
    const inverse = inverseTitle(app.graph, property)?.[app.language()];
    add(
      `<${property}`,
      inverse ?? propertyOf(app, property),
      inverse ? "→" : "←",
      inverse ? words.outgoing : words.incoming,
      item(number, ({ subject }) => link(app, subject)),
    );
  }
  for (const omission of app.graph.omissions(id)) {
    const title = propertyOf(app, omission.property);
    const key = [...found].find(([, group]) => group.title === title)?.[0] ?? `>${omission.property}`;
    add(key, title, "", "", absence(app, omission));
  }
  const changed = ({ items }: Group) => items.some(({ className }) => CHANGES.some((each) => className.includes(each)));
  const first = [...found.values()].sort((a, b) => Number(changed(b)) - Number(changed(a)));
  return first.map(section);
}

function section({ title, arrow, label, items }: Group): HTMLElement {
  const direction = arrow && element("span", { className: "arrow", textContent: arrow, title: label });
  return element("section", {}, element("h3", {}, title, direction), element("ul", {}, ...items));
}
