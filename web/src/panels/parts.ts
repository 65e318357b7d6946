/* Small parts that several panels are made of. */

import type { App } from "../app.ts";
import { SIGNS } from "../changes.ts";
import { element, text } from "../dom.ts";
import { COLOURS } from "../draw/theme.ts";
import { classTitle, propertyTitle } from "../graph.ts";
import type { Change, Entity } from "../types.ts";

/** The coloured dot of an entity, with the character of its category. */
export function dot(app: App, category: number): HTMLElement {
  return element("span", {
    className: `dot type-${category % COLOURS}`,
    "aria-hidden": "true",
    textContent: app.graph.data.categories[category]?.glyph ?? "·",
  });
}

/** What became of something, as a sign in its colour. */
export function changeSign(change: Change): HTMLElement {
  return element("span", { className: `dot ${change}`, "aria-hidden": "true", textContent: SIGNS[change] });
}

/** Leads to an entity, if it is on the page. */
export function link(app: App, id: string): HTMLElement {
  const entity = app.graph.entities.get(id);
  if (!entity) return text(id);
  return element(
    "button",
    { type: "button", className: "link", onclick: () => app.open(id) },
    dot(app, entity.category),
    text(entity.name),
  );
}

export function typeOf(app: App, entity: Entity): string {
  return classTitle(app.graph, entity.type, app.language());
}

export function propertyOf(app: App, property: string): string {
  return propertyTitle(app.graph, property, app.language());
}

/** A label in small print, and what it labels. */
export function labelled(label: string, value: string): HTMLElement {
  return element("span", { className: "more" }, `${label} `, text(value));
}

/** A way out of the page only for addresses of the web; everything else stays text. */
export function address(url: string): HTMLElement {
  if (!/^https?:\/\/[^\s]+$/iu.test(url)) return text(url);
  return element("a", { href: url, rel: "noopener noreferrer", target: "_blank", textContent: url });
}
