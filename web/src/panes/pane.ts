/* Where all panes but the graph are shown, and which of them this page has. */

import type { App } from "../app.ts";
import { parts } from "../parts.ts";
import type { Pane } from "../view.ts";
import { tablePane } from "./table.ts";
import { timePane } from "./time.ts";

export function panesOf(): Pane[] {
  return parts().ask ? ["graph", "time", "table", "ask"] : ["graph", "time", "table"];
}

/** Put the chosen pane into its place, and leave the place alone where it is there already. */
export function drawPane(app: App, place: HTMLElement): void {
  const { pane } = app.view();
  place.hidden = pane === "graph";
  const content = contentOf(app, pane);
  if (content !== place.firstChild) place.replaceChildren(...(content ? [content] : []));
  place.setAttribute("aria-labelledby", `tab-${pane}`);
}

function contentOf(app: App, pane: Pane): HTMLElement | null {
  if (pane === "time") return timePane(app);
  if (pane === "table") return tablePane(app);
  return pane === "ask" ? (parts().ask?.(app) ?? null) : null;
}
