/* What is below the graph: the strip of time, where it is of use. */

import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { calendar, createTimeStrip, type Strip } from "./strip.ts";

const HEIGHT = 66; // pixels that the strip takes at the bottom of the stage
const MANY_DATES = 12;

export class Below {
  readonly root = element("div", { className: "strip-place" });

  #app: App;
  #strip: Strip | null;
  #dates: number;

  constructor(app: App) {
    this.#app = app;
    const days = calendar(app.graph.data.statements);
    this.#dates = days?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
    this.#strip = days && createTimeStrip(app, days);
    if (this.#strip) this.root.append(this.#strip.root);
  }

  get height(): number {
    return this.root.hidden ? 0 : HEIGHT;
  }

  draw(): void {
    this.#strip?.update();
  }

  /** Show the strip only where it narrows something. */
  hide(): void {
    const { pane } = this.#app.view();
    const useful = pane === "time" || (pane === "graph" && this.#isWanted());
    this.root.hidden = !this.#strip || !useful;
  }

  /* Too few dates are better read along time than chosen from below the graph. */
  #isWanted(): boolean {
    const { since, until } = this.#app.view().filters;
    return since !== null || until !== null || this.#dates >= MANY_DATES;
  }
}
