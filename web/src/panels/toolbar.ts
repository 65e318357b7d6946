/* Above the stage: which way to look at the graph, what narrows it, and what can be done with it. */

import type { App } from "../app.ts";
import { button, element, iconButton, text } from "../dom.ts";
import { fill } from "../texts.ts";
import { toggled, type Pane } from "../view.ts";
import { chips } from "./connections.ts";

const SHARE = "M8 10V2M5 4.5L8 1.8l3 2.7M4 7H3v7h10V7h-1";
const CROSS = "M4 4l8 8M12 4l-8 8";

export interface Sharing {
  copyLink(): Promise<boolean>;
  png(): void;
  svg(): void;
}

/** The tabs of the four panes. */
export function tabs(app: App, panes: Pane[]): HTMLElement {
  const words = app.words();
  const titles: Record<Pane, string> = {
    graph: words.graphPane,
    time: words.timePane,
    table: words.tablePane,
    ask: words.askPane,
  };
  const { pane } = app.view();
  const made = panes.map((each, number) => {
    const tab = element("button", {
      type: "button",
      id: `tab-${each}`,
      role: "tab",
      "aria-selected": String(each === pane),
      "aria-controls": "pane",
      tabIndex: each === pane ? 0 : -1,
      textContent: titles[each],
    });
    tab.addEventListener("click", () => app.store.change({ pane: each }));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      app.store.change({ pane: panes[(number + step + panes.length) % panes.length]! });
      document.getElementById(`tab-${app.view().pane}`)?.focus();
    });
    return tab;
  });
  return element("div", { className: "tabs", role: "tablist", "aria-label": words.panes }, ...made);
}

/** What narrows the picture beside the legends, each with its way back; `reduced`: communities stand for entities. */
export function narrowing(app: App, reduced: boolean): HTMLElement | null {
  const words = app.words();
  const { focus, hidden, moved, marked, opened, connecting } = app.view();
  const parts: HTMLElement[] = [];
  const chip = (title: string, label: string, undo: () => void) =>
    parts.push(element("span", { className: "chip" }, text(title), iconButton(CROSS, label, undo)));
  if (focus) {
    const title = fill(words.focusChip, { name: app.graph.name(focus.entity), n: focus.steps });
    chip(title, fill(words.remove, { name: title }), () => app.store.change({ focus: null }));
  }
  if (hidden.length)
    chip(fill(words.hiddenChip, { n: hidden.length }), fill(words.unhide, { n: hidden.length }), () =>
      app.store.change({ hidden: [] }),
    );
  const movedCount = Object.keys(moved).length;
  if (movedCount) chip(fill(words.movedChip, { n: movedCount }), words.putBack, () => app.store.change({ moved: {} }));
  if (reduced) {
    const { communities } = app.graph.data;
    for (const community of opened)
      chip(app.graph.name(communities[community]!.name), words.closeCommunity, () =>
        app.store.change({ opened: toggled(opened, community) }),
      );
    if (!opened.length && app.view().entity === null)
      parts.push(element("p", { className: "reduced", textContent: words.reduced }));
  }
  if (marked.length && !connecting) parts.push(comparing(app));
  return parts.length ? element("div", { className: "narrowing" }, ...parts) : null;
}

function comparing(app: App): HTMLElement {
  const words = app.words();
  const { marked } = app.view();
  const many = marked.length > 6;
  const names = many ? element("span", { className: "chip" }, text(`${words.marked} ${marked.length}`)) : chips(app);
  const ask = many
    ? null
    : button(words.connect, () => app.store.change({ connecting: true, entity: null, statement: null }), "primary");
  return element(
    "div",
    { className: "comparing" },
    names,
    ask,
    iconButton(CROSS, words.clearMarked, () => app.store.change({ marked: [] })),
  );
}

/** Ways to keep or pass on what is seen. */
export function shareMenu(app: App, sharing: Sharing): HTMLElement {
  const words = app.words();
  const said = element("span", { className: "said", role: "status" });
  const copy = button(words.copyLink, async () => {
    said.textContent = (await sharing.copyLink()) ? words.copied : words.copyFailed;
  });
  const pictures = app.view().pane === "graph" ? [button(words.png, sharing.png), button(words.svg, sharing.svg)] : [];
  const list = element(
    "div",
    { className: "menu-list" },
    copy,
    ...pictures,
    button(words.print, () => print()),
    said,
  );
  const menu = element(
    "details",
    { className: "menu" },
    element(
      "summary",
      { title: words.share, "aria-label": words.share },
      iconOf(SHARE),
      element("span", { textContent: words.share }),
    ),
    list,
  );
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  });
  list.addEventListener("click", (event) => {
    if (event.target instanceof HTMLButtonElement && event.target !== copy) menu.open = false;
  });
  return menu;
}

function iconOf(path: string): SVGSVGElement {
  return iconButton(path, "", () => undefined).querySelector("svg")!;
}

export function languageButton(app: App): HTMLElement {
  const words = app.words();
  const made = button(
    words.language,
    () => app.store.change({ language: app.language() === "zh" ? "en" : "zh" }, false),
    "language",
  );
  made.title = words.languageTitle;
  made.lang = app.language() === "zh" ? "en" : "zh-Hans";
  return made;
}
