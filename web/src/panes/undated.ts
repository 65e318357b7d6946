/* Below the years: the statements without a date, by entity; made only when somebody wants to see them. */

import type { App } from "../app.ts";
import { button, element } from "../dom.ts";
import { link, propertyOf } from "../panels/parts.ts";
import { fill } from "../texts.ts";
import { objectCell, statusMark } from "./columns.ts";
import { inPortions } from "./portions.ts";

let open = false; // also for the next filters

export function undatedSection(app: App, undated: number[]): HTMLElement {
  const words = app.words();
  const count = element("span", { className: "count", textContent: undated.length.toLocaleString("en") });
  const section = element(
    "details",
    { className: "undated-list", open },
    element("summary", {}, `${words.undatedTitle} `, count),
  );
  const show = () => {
    if (section.open && section.childElementCount === 1) section.append(...list(app, byEntity(app, undated)));
  };
  section.addEventListener("toggle", () => {
    open = section.open;
    show();
  });
  show();
  return section;
}

/* Those of one entity side by side, the entities in the order of their first. */
function byEntity(app: App, undated: number[]): number[] {
  const groups = new Map<string, number[]>();
  for (const number of undated) {
    const { subject } = app.graph.statement(number);
    const group = groups.get(subject);
    if (group) group.push(number);
    else groups.set(subject, [number]);
  }
  return [...groups.values()].flat();
}

function list(app: App, undated: number[]): HTMLElement[] {
  const place = element("div");
  let subject: string | null = null;
  let items: HTMLElement;

  function put(from: number, to: number): HTMLElement | undefined {
    const made = undated.slice(from, to).map((number) => {
      const statement = app.graph.statement(number);
      if (statement.subject !== subject) {
        subject = statement.subject;
        items = element("ul");
        place.append(element("section", {}, element("h3", {}, link(app, subject)), items));
      }
      const entry = element(
        "li",
        {},
        button(propertyOf(app, statement.property), () => app.openStatement(number), "said-by"),
        objectCell(app, statement),
        statement.status && statusMark(app, statement.status),
      );
      items.append(entry);
      return entry;
    });
    return made[0];
  }

  const { more } = inPortions(undated.length, (n) => fill(app.words().more, { n }), put);
  return [place, more];
}
