/* The page: all its parts, and what of them is drawn anew when the view changes. */

import type { App } from "./app.ts";
import { element } from "./dom.ts";
import { createCanvas } from "./draw/canvas.ts";
import type { Covered } from "./draw/framing.ts";
import { createRenderer } from "./draw/probe.ts";
import { createLayout } from "./draw/scene.ts";
import { Bar } from "./panels/bar.ts";
import { Below } from "./panels/below.ts";
import { isSheet, Panel } from "./panels/panel.ts";
import { Side } from "./panels/side.ts";
import { drawPane, panesOf } from "./panes/pane.ts";
import { Stage } from "./stage.ts";
import type { Drawing } from "./types.ts";
import type { View } from "./view.ts";

const BAR = 50; // pixels of a small screen that the bar takes at the top of the stage

export class Page {
  readonly stage: Stage;

  #app: App;
  #root = document.getElementById("app")!;
  #side: Side;
  #graph = element("div", { id: "graph", role: "application", tabIndex: 0 });
  #pane = element("div", { id: "pane", className: "pane", role: "tabpanel", tabIndex: -1, hidden: true });
  #bar: Bar;
  #below: Below;
  #panel: Panel;

  constructor(app: App, drawing: Drawing) {
    this.#app = app;
    this.#side = new Side(app);
    this.#bar = new Bar(app);
    this.#below = new Below(app);
    this.#panel = new Panel(app);
    const middle = [this.#graph, this.#pane, this.#bar.root, this.#below.root, this.#bar.zoom];
    this.#root.append(this.#side.root, element("main", { className: "stage" }, ...middle), this.#panel.root);
    this.stage = this.#createStage(drawing);
    document.addEventListener("keydown", (event) => this.#press(event));
  }

  /** Draw everything, from where the address looks at it. */
  begin(): void {
    this.#draw(this.#app.view(), null);
    const { camera, entity, connecting } = this.#app.view();
    if (camera) this.stage.renderer.moveTo(camera, false);
    else if (entity === null && !connecting) this.stage.fit(false);
  }

  update(view: View, before: View): void {
    this.#draw(view, before);
  }

  #createStage(drawing: Drawing): Stage {
    const upright = this.#graph.clientHeight > 1.2 * this.#graph.clientWidth;
    return new Stage(this.#app, this.#graph, {
      layout: createLayout(drawing, upright),
      covered: () => this.#covered(),
      createRenderer: (box, listener) =>
        createRenderer(box, listener, drawing.nodes.length, () => createCanvas(box, drawing.options, listener)),
    });
  }

  #covered(): Covered {
    const { right, bottom } = this.#panel.covered();
    return { top: isSheet() ? BAR : 0, right, bottom: Math.max(bottom, this.#below.height) };
  }

  #draw(view: View, before: View | null): void {
    this.#below.hide();
    this.#root.classList.toggle("with-strip", this.#below.height > 0);
    const changed = (...keys: (keyof View)[]) => !before || keys.some((key) => view[key] !== before[key]);
    const narrowed = changed("filters", "focus", "hidden", "pinned", "language");
    const listed = view.pane === "time" || view.pane === "table"; // they tell what is shown, and what is selected
    if (narrowed || changed("colouring", "sizing", "entity", "marked")) this.#side.draw();
    if (narrowed || changed("pane", "marked", "moved", "opened", "entity", "connecting")) this.#drawAround();
    if (narrowed || changed("entity", "statement", "connecting", "marked")) this.#drawPanel();
    if (changed("pane", "language") || (listed && (narrowed || changed("entity", "marked")))) this.#drawPane();
    if (changed("language")) this.#side.relabel();
    this.stage.update(view, before);
  }

  /* What lies around the picture, on the stage. */
  #drawAround(): void {
    this.#bar.draw(this.stage, panesOf());
    this.#below.draw();
    this.#graph.setAttribute("aria-label", this.#app.words().graph);
  }

  #drawPanel(): void {
    this.#root.classList.toggle("beside", this.#panel.isWanted());
    this.#panel.draw();
  }

  #drawPane(): void {
    this.#graph.inert = this.#bar.zoom.hidden = this.#app.view().pane !== "graph"; // it keeps its size, and its picture
    drawPane(this.#app, this.#pane);
  }

  #press(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return; // that is typing
    if (event.key === "Escape")
      this.#app.store.change({ entity: null, statement: null, connecting: false, marked: [] });
    if (event.key !== "/") return;
    event.preventDefault();
    this.#side.find();
  }
}
