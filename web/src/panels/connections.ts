/* What connects the marked entities: the shortest way step by step, each with its evidence, and common neighbours. */

import type { App } from "../app.ts";
import { button, element, iconButton, text } from "../dom.ts";
import type { Connection, Move } from "../paths.ts";
import { fill } from "../texts.ts";
import { evidence, marks } from "./evidence.ts";
import { entityBox } from "./finder.ts";
import { dot, link, propertyOf } from "./parts.ts";

const CROSS = "M4 4l8 8M12 4l-8 8";

export function connectionDetails(app: App, connection: Connection): HTMLElement[] {
  const words = app.words();
  const { marked } = app.view();
  const heading = [element("h2", { textContent: words.connections }), chips(app)];
  const box = entityBox(app, "add-marked", words.addMarked, (id) =>
    app.store.change({ marked: [...marked.filter((each) => each !== id), id] }),
  );
  if (marked.length < 2)
    return [...heading, box, element("p", { className: "description", textContent: words.addTwo })];
  const parts = [
    way(app, connection),
    connection.apart.length > 0 &&
      element("p", { className: "description" }, `${words.apart} `, ...connection.apart.map((id) => link(app, id))),
    connection.shared.length > 0 && shared(app, connection),
  ];
  return [...heading, box, ...parts.filter((part): part is HTMLElement => Boolean(part))];
}

/** The marked entities; each can be taken away. */
export function chips(app: App): HTMLElement {
  const { marked } = app.view();
  const made = marked.map((id) => {
    const entity = app.graph.entities.get(id)!;
    const label = fill(app.words().remove, { name: entity.name });
    return element(
      "li",
      {},
      dot(app, entity.category),
      text(entity.name),
      iconButton(CROSS, label, () => app.mark(id)),
    );
  });
  return element("ul", { className: "chips" }, ...made);
}

function way(app: App, { moves }: Connection): HTMLElement | null {
  if (!moves.length) return null;
  const steps: HTMLElement[] = [];
  moves.forEach((move, number) => {
    const goesOn = number > 0 && moves[number - 1]!.target === move.source;
    if (!goesOn) steps.push(element("li", { className: "stop" }, link(app, move.source)));
    steps.push(step(app, move), element("li", { className: "stop" }, link(app, move.target)));
  });
  return element(
    "section",
    {},
    element("h3", { textContent: fill(app.words().way, { n: moves.length }) }),
    element("ol", { className: "way" }, ...steps),
  );
}

function step(app: App, { statement: number, forward }: Move): HTMLElement {
  const statement = app.graph.statement(number);
  const title = button(
    `${forward ? "↓" : "↑"} ${propertyOf(app, statement.property)}`,
    () => app.openStatement(number),
    "link predicate-of",
  );
  return element("li", { className: "step" }, title, marks(app, statement), evidence(app, statement));
}

function shared(app: App, { shared }: Connection): HTMLElement {
  const { marked } = app.view();
  const rows = shared.map(({ entity, of }) =>
    element(
      "li",
      {},
      link(app, entity),
      marked.length > 2 && element("span", { className: "count", textContent: ` ${of.length} / ${marked.length}` }),
    ),
  );
  return element("section", {}, element("h3", { textContent: app.words().shared }), element("ul", {}, ...rows));
}
