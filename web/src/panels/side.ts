/* The left side: what the graph is called, how much of it is shown, finding, and the legends. */

import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { choices, tally } from "./choices.ts";
import { createFinderBox } from "./finder.ts";
import { isSheet } from "./panel.ts";
import { languageButton } from "./toolbar.ts";

export class Side {
  readonly root: HTMLElement;

  #app: App;
  #finder: ReturnType<typeof createFinderBox>;
  #title = element("h1");
  #counts = element("p", { className: "counts", id: "counts", "aria-live": "polite" });
  #choices = element("div", { className: "choices", id: "choices" });
  #foot = element("div", { className: "foot" });

  constructor(app: App) {
    this.#app = app;
    this.#finder = createFinderBox(app);
    const parts = [this.#title, this.#counts, this.#finder.root, this.#choices, this.#foot];
    this.root = element("header", { className: "side" }, ...parts);
  }

  /** Let the reader type what to find. */
  find(): void {
    this.#finder.input.focus();
  }

  relabel(): void {
    this.#finder.relabel();
  }

  draw(): void {
    this.#drawTitle();
    this.#counts.replaceChildren(...tally(this.#app));
    this.#drawChoices();
    const hint = element("p", { className: "hint", textContent: this.#app.words().hint });
    this.#foot.replaceChildren(hint, languageButton(this.#app));
  }

  #drawTitle(): void {
    const title = this.#app.graph.data.title ?? this.#app.words().title;
    this.#title.replaceChildren(element("bdi", { textContent: title }));
    document.title = title;
    document.documentElement.lang = this.#app.language() === "zh" ? "zh-Hans" : "en";
  }

  /* They are made anew, but a reader who is among them stays there. */
  #drawChoices(): void {
    const box = this.#choices;
    const open = new Map([...box.querySelectorAll("details")].map((section) => [section.id, section.open]));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["value"] : undefined;
    const scroll = box.scrollTop;
    box.replaceChildren(...choices(this.#app));
    box.classList.toggle("by-community", this.#app.view().colouring === "community" || this.#app.graph.tellsChanges);
    for (const section of box.querySelectorAll("details"))
      section.open = open.get(section.id) ?? (section.open && !isSheet()); // a small screen has no room for all of them
    box.scrollTop = scroll;
    if (focused === undefined) return;
    [...box.querySelectorAll("button")].find((each) => each.dataset["value"] === focused)?.focus();
  }
}
