/* The page: reads its data, puts the parts together, and keeps the address in step with the view. */

import { createApp, type App } from "./app.ts";
import { fromAddress, toAddress } from "./address.ts";
import { readBlock } from "./blocks.ts";
import { element, iconButton } from "./dom.ts";
import { createCanvas } from "./draw/canvas.ts";
import { createRenderer } from "./draw/probe.ts";
import { createLayout } from "./draw/scene.ts";
import { createGraph } from "./graph.ts";
import { choices, tally } from "./panels/choices.ts";
import { connectionDetails } from "./panels/connections.ts";
import { entityDetails, statementDetails } from "./panels/details.ts";
import { createFinderBox } from "./panels/finder.ts";
import { calendar, createTimeStrip } from "./panels/strip.ts";
import { languageButton, narrowing, shareMenu, tabs } from "./panels/toolbar.ts";
import { tablePane } from "./panes/table.ts";
import { timePane } from "./panes/time.ts";
import { parts } from "./parts.ts";
import { connect } from "./paths.ts";
import { sharing } from "./sharing.ts";
import { createStage, type Covered, type Stage } from "./stage.ts";
import { TEXTS } from "./texts.ts";
import type { Drawing, PageData } from "./types.ts";
import { createStore, type Pane, type View } from "./view.ts";

const PLUS = "M3 8h10M8 3v10";
const MINUS = "M3 8h10";
const FRAME = "M2.5 6v-3.5h3.5M10 2.5h3.5v3.5M13.5 10v3.5h-3.5M6 13.5h-3.5v-3.5";
const STRIP = 66; // pixels that the strip of time takes at the bottom of the stage
const MANY_DATES = 12;
const CROSS = "M4 4l8 8M12 4l-8 8";

async function start(): Promise<void> {
  const [data, drawing] = await Promise.all([readBlock<PageData>("kg-data"), readBlock<Drawing>("kg-drawing")]);
  if (!data || !drawing) throw new Error("kg-data");
  const graph = createGraph(data);
  const preset = data.language;
  const initial = fromAddress(location.hash, graph, preset);
  const bare = location.hash.length <= 1;
  const store = createStore(bare && drawing.focus !== null ? { ...initial, entity: drawing.focus } : initial);
  const app = createApp(graph, store);
  document.getElementById("loading")?.remove();
  const page = createPage(app, drawing);
  store.listen((view, before, step) => {
    page.update(view, before);
    const address = toAddress(view, graph, preset);
    if (new URL(address || "#", location.href).hash !== location.hash)
      keep(address || location.href.split("#")[0]!, step);
  });
  addEventListener("popstate", () => store.change(fromAddress(location.hash, graph, preset), false));
  page.begin();
  document.getElementById("app")!.dataset["ready"] = "true";
  Object.assign(globalThis, { gongtu: { app, stage: page.stage } }); // for the console, and for tests
}

function keep(address: string, step: boolean): void {
  try {
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    // a browser may refuse more than so many changes in a while: the next one that it takes tells all
  }
}

interface Page {
  stage: Stage;
  begin(): void;
  update(view: View, before: View): void;
}

function createPage(app: App, drawing: Drawing): Page {
  const page = document.getElementById("app")!;
  const side = element("header", { className: "side" });
  const stageBox = element("div", { id: "graph", role: "application", tabIndex: 0 });
  const pane = element("div", { id: "pane", className: "pane", role: "tabpanel", tabIndex: -1, hidden: true });
  const bar = element("div", { className: "bar" });
  const strip = element("div", { className: "strip-place" });
  const zoom = element("div", { className: "zoom" });
  const panel = element("aside", { id: "panel", className: "panel", tabIndex: -1, hidden: true });
  const finder = createFinderBox(app);
  const title = element("h1");
  const tallied = element("p", { className: "counts", id: "counts", "aria-live": "polite" });
  const chosen = element("div", { className: "choices", id: "choices" });
  const foot = element("div", { className: "foot" });
  side.append(title, tallied, finder.root, chosen, foot);
  page.append(side, element("main", { className: "stage" }, stageBox, pane, bar, strip, zoom), panel);
  const upright = stageBox.clientHeight > 1.2 * stageBox.clientWidth;
  const layout = createLayout(drawing, upright);
  const days = calendar(app.graph.data.statements);
  const dates = days?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  const timeStrip = days && createTimeStrip(app, days);
  if (timeStrip) strip.append(timeStrip.root);

  function covered(): Covered {
    const box = panel.getBoundingClientRect();
    const below = strip.hidden ? 0 : STRIP;
    if (panel.hidden) return { right: 0, bottom: below };
    return isSheet() ? { right: 0, bottom: Math.max(box.height, below) } : { right: box.width + 14, bottom: below };
  }

  /* Too few dates are better read along time than chosen from below the graph. */
  function hideStrip(): void {
    const { pane, filters } = app.view();
    const wanted = filters.since !== null || filters.until !== null || dates >= MANY_DATES;
    strip.hidden = !days || pane === "ask" || pane === "table" || (pane === "graph" && !wanted);
    page.classList.toggle("with-strip", !strip.hidden);
  }

  const stage = createStage(app, stageBox, {
    layout,
    covered,
    createRenderer: (box, listener) =>
      createRenderer(box, listener, drawing.nodes.length, () => createCanvas(box, drawing.options, listener)),
  });

  function drawSide(): void {
    const words = app.words();
    const open = new Map([...chosen.querySelectorAll("details")].map(({ id, open }) => [id, open]));
    title.replaceChildren(element("bdi", { textContent: app.graph.data.title ?? words.title }));
    document.title = app.graph.data.title ?? words.title;
    document.documentElement.lang = app.language() === "zh" ? "zh-Hans" : "en";
    tallied.replaceChildren(...tally(app));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["value"] : undefined;
    const scroll = chosen.scrollTop;
    chosen.replaceChildren(...choices(app));
    chosen.classList.toggle("by-community", app.view().colouring === "community");
    chosen.querySelectorAll("details").forEach((each) => {
      if (open.has(each.id)) each.open = open.get(each.id)!;
      else if (isSheet()) each.open = false;
    });
    chosen.scrollTop = scroll;
    if (focused !== undefined)
      [...chosen.querySelectorAll("button")].find((each) => each.dataset["value"] === focused)?.focus();
    foot.replaceChildren(element("p", { className: "hint", textContent: words.hint }), languageButton(app));
  }

  function drawBar(): void {
    const words = app.words();
    const panes: Pane[] = parts().ask ? ["graph", "time", "table", "ask"] : ["graph", "time", "table"];
    const narrow = narrowing(app, stage.isReduced());
    bar.replaceChildren(tabs(app, panes), ...(narrow ? [narrow] : []), shareMenu(app, sharing(app, stage)));
    timeStrip?.update();
    zoom.replaceChildren(
      iconButton(PLUS, words.zoomIn, () => stage.zoom(1.35)),
      iconButton(MINUS, words.zoomOut, () => stage.zoom(1 / 1.35)),
      iconButton(FRAME, words.fit, () => stage.fit(true)),
    );
    stageBox.setAttribute("aria-label", words.graph);
  }

  function drawPanel(): void {
    const { entity, statement, connecting, marked } = app.view();
    const words = app.words();
    panel.setAttribute("aria-label", words.details);
    const content = connecting
      ? connectionDetails(app, connect(app.graph, marked))
      : entity !== null
        ? entityDetails(app, entity, statement)
        : statement !== null
          ? statementDetails(app, statement)
          : null;
    panel.hidden = content === null;
    page.classList.toggle("beside", content !== null);
    if (!content) return panel.replaceChildren();
    panel.replaceChildren(
      iconButton(CROSS, words.close, () => app.open(null), "close"),
      ...content,
    );
    if (connecting && marked.length < 2) panel.querySelector("input")?.focus();
    panel.scrollTop = 0;
    const chosenItem = panel.querySelector(".chosen");
    if (chosenItem) chosenItem.scrollIntoView({ block: "center" });
  }

  function drawPane(): void {
    const { pane: now } = app.view();
    pane.hidden = now === "graph";
    stageBox.inert = zoom.hidden = now !== "graph"; // it keeps its size, and with it its picture
    const ask = parts().ask;
    const content =
      now === "time" ? timePane(app) : now === "table" ? tablePane(app) : now === "ask" && ask ? ask(app) : null;
    if (content !== pane.firstChild) pane.replaceChildren(...(content ? [content] : []));
    pane.setAttribute("aria-labelledby", `tab-${now}`);
  }

  function draw(view: View, before: View | null): void {
    hideStrip();
    const changed = (...keys: (keyof View)[]) => !before || keys.some((key) => view[key] !== before[key]);
    const narrowed = changed("filters", "focus", "hidden", "pinned", "language");
    if (narrowed || changed("colouring", "sizing", "entity", "marked")) drawSide();
    if (narrowed || changed("pane", "marked", "opened", "entity", "connecting")) drawBar();
    if (narrowed || changed("entity", "statement", "connecting", "marked")) drawPanel();
    if (
      changed("pane", "language") ||
      (view.pane !== "graph" && view.pane !== "ask" && (narrowed || changed("entity", "marked")))
    )
      drawPane();
    if (changed("language")) finder.relabel();
    stage.update(view, before);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape" && !typing)
      app.store.change({ entity: null, statement: null, connecting: false, marked: [] });
    else if (event.key === "/" && !typing) {
      event.preventDefault();
      finder.input.focus();
    }
  });

  return {
    stage,
    begin() {
      draw(app.view(), null);
      const { camera } = app.view();
      if (camera) stage.renderer.moveTo(camera, false);
      else if (app.view().entity === null && !app.view().connecting) stage.fit(false);
    },
    update: draw,
  };
}

function isSheet(): boolean {
  return matchMedia("(max-width: 720px)").matches;
}

start().catch((error: unknown) => {
  const place = document.getElementById("loading") ?? document.body.appendChild(element("p", { id: "loading" }));
  const language = document.documentElement.lang === "en" ? "en" : "zh";
  place.textContent = TEXTS[language].loadFailed.replace("{reason}", String(error));
  throw error;
});
