/* The search box of the page: entities first, then figures and quotes with the entity that they belong to. */

import type { App } from "../app.ts";
import { element, text } from "../dom.ts";
import type { Hit } from "../search.ts";
import { fill } from "../texts.ts";
import { combobox, type Choice } from "./combobox.ts";
import { dot, typeOf } from "./parts.ts";

export function createFinderBox(app: App): { root: HTMLElement; input: HTMLInputElement; relabel(): void } {
  const words = app.words;
  const box = combobox({
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
  return { ...box, relabel: () => box.relabel(words().search, words().search) };
}

function choice(app: App, { entity: id, statement, text: found }: Hit): Choice {
  const entity = app.graph.entities.get(id)!;
  const named = [dot(app, entity.category), element("span", { className: "what" }, text(entity.name))];
  const small = statement === null ? typeOf(app, entity) : "";
  const content =
    statement === null
      ? [...named, element("span", { className: "kind-of", textContent: small })]
      : [...named, text(found, "said")];
  return { content, className: statement === null ? "" : "statement-hit", take: () => app.open(id, statement) };
}

/** A box for choosing one more entity. */
export function entityBox(app: App, id: string, label: string, take: (id: string) => void): HTMLElement {
  return combobox({
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
