/* The panel beside the graph, or on small screens the sheet above it: what is selected, or what connects the marked. */

import type { App } from "../app.ts";
import { element, iconButton } from "../dom.ts";
import type { Covered } from "../draw/framing.ts";
import { connect } from "../paths.ts";
import { connectionDetails } from "./connections.ts";
import { entityDetails, statementDetails } from "./details.ts";

const CROSS = "M4 4l8 8M12 4l-8 8";
const GAP = 14; // pixels between the panel and the edge of the window

export class Panel {
  readonly root = element("aside", { id: "panel", className: "panel", tabIndex: -1, hidden: true });

  #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** What it covers of the stage. */
  covered(): Omit<Covered, "top"> {
    if (this.root.hidden) return { right: 0, bottom: 0 };
    const { width, height } = this.root.getBoundingClientRect();
    return isSheet() ? { right: 0, bottom: height } : { right: width + GAP, bottom: 0 };
  }

  /** Whether there is something to tell. */
  isWanted(): boolean {
    const { entity, statement, connecting } = this.#app.view();
    return connecting || entity !== null || statement !== null;
  }

  draw(): void {
    const words = this.#app.words();
    this.root.setAttribute("aria-label", words.details);
    this.root.hidden = !this.isWanted();
    if (this.root.hidden) return this.root.replaceChildren();
    const close = iconButton(CROSS, words.close, () => this.#app.open(null), "close");
    this.root.replaceChildren(close, ...this.#content());
    this.#settle();
  }

  #content(): HTMLElement[] {
    const { entity, statement, connecting, marked } = this.#app.view();
    if (connecting) return connectionDetails(this.#app, connect(this.#app.graph, marked));
    if (entity !== null) return entityDetails(this.#app, entity, statement);
    return statement === null ? [] : statementDetails(this.#app, statement);
  }

  /* What is asked for first, the next entity or the chosen statement, is where the reader looks. */
  #settle(): void {
    const { connecting, marked } = this.#app.view();
    if (connecting && marked.length < 2) this.root.querySelector("input")?.focus();
    this.root.scrollTop = 0;
    this.root.querySelector(".chosen")?.scrollIntoView({ block: "center" });
  }
}

/** Whether the screen is so small that the panel comes from below. */
export function isSheet(): boolean {
  return matchMedia("(max-width: 720px)").matches;
}
