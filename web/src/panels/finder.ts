/* The search box of the page: entities first, then figures and quotes with the entity that they belong to. */

import type { App } from "../app.ts";
import { element, text } from "../dom.ts";
import type { Hit } from "../search.ts";
import { fill } from "../texts.ts";
import type { Entity } from "../types.ts";
import { Combobox, type Choice } from "./combobox.ts";
import { dot, typeOf } from "./parts.ts";

export function createFinderBox(app: App): { root: HTMLElement; input: HTMLInputElement; relabel(): void } {
  const words = app.words;
  const box = new Combobox({
    id: "search",
    label: words().search,
    placeholder: words().search,
    find: (typed) =>
      app
        .finder()
        .all(typed)
        .map((hit) => choice(app, hit)),
    nothing: (typed) => fill(words().nothing, { text: typed }),
  });
  return { root: box.root, input: box.input, relabel: () => box.relabel(words().search, words().search) };
}

function choice(app: App, { entity: id, statement, text: found }: Hit): Choice {
  const entity = app.graph.entities.get(id)!;
  const named = [dot(app, entity.category), element("span", { className: "what" }, text(entity.name))];
  const kind = element("span", { className: "kind-of", textContent: kindOf(app, entity, statement) });
  const said = statement === null ? [] : [text(found, "said")];
  const className = statement === null ? "" : "statement-hit";
  return { content: [...named, kind, ...said], className, take: () => app.open(id, statement) };
}

function kindOf(app: App, entity: Entity, statement: number | null): string {
  if (statement === null) return typeOf(app, entity);
  return "figure" in app.graph.statement(statement).object ? app.words().figures : app.words().quote;
}

/** A box for choosing one more entity. */
export function entityBox(app: App, id: string, label: string, take: (id: string) => void): HTMLElement {
  return new Combobox({
    id,
    label,
    placeholder: label,
    find: (typed) =>
      app
        .finder()
        .entities(typed)
        .map((entity) => ({ content: [dot(app, entity.category), text(entity.name)], take: () => take(entity.id) })),
    nothing: (typed) => fill(app.words().nothing, { text: typed }),
  }).root;
}
