/* What lies on the graph: the bar above it, and the buttons that move the camera. */

import type { App } from "../app.ts";
import { element, iconButton } from "../dom.ts";
import { sharing } from "../sharing.ts";
import type { Stage } from "../stage.ts";
import type { Pane } from "../view.ts";
import { narrowing, shareMenu, tabs } from "./toolbar.ts";

const PLUS = "M3 8h10M8 3v10";
const MINUS = "M3 8h10";
const FRAME = "M2.5 6v-3.5h3.5M10 2.5h3.5v3.5M13.5 10v3.5h-3.5M6 13.5h-3.5v-3.5";
const ZOOM = 1.35;

export class Bar {
  readonly root = element("div", { className: "bar" });
  readonly zoom = element("div", { className: "zoom" });

  #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  draw(stage: Stage, panes: Pane[]): void {
    const app = this.#app;
    const narrow = narrowing(app, stage.isReduced());
    this.root.replaceChildren(tabs(app, panes), ...(narrow ? [narrow] : []), shareMenu(app, sharing(app, stage)));
    this.#drawZoom(stage);
  }

  #drawZoom(stage: Stage): void {
    const words = this.#app.words();
    this.zoom.replaceChildren(
      iconButton(PLUS, words.zoomIn, () => stage.zoom(ZOOM)),
      iconButton(MINUS, words.zoomOut, () => stage.zoom(1 / ZOOM)),
      iconButton(FRAME, words.fit, () => stage.fit(true)),
    );
  }
}
