/* Starts the page: reads its data, and keeps the address in step with the view. */

import { createApp } from "./app.ts";
import { fromAddress, toAddress } from "./address.ts";
import { readBlock } from "./blocks.ts";
import { element } from "./dom.ts";
import { createGraph, type Graph } from "./graph.ts";
import { Page } from "./page.ts";
import { TEXTS } from "./texts.ts";
import type { Drawing, Language, PageData } from "./types.ts";
import { createStore, type View } from "./view.ts";
import { follow } from "./watch.ts";

async function start(): Promise<void> {
  const [data, drawing, version] = await Promise.all([
    readBlock<PageData>("kg-data"),
    readBlock<Drawing>("kg-drawing"),
    readBlock<string>("kg-version"),
  ]);
  if (!data || !drawing) throw new Error("kg-data");
  const graph = createGraph(data);
  const store = createStore(initialView(graph, data.language, drawing.focus));
  const app = createApp(graph, store);
  document.getElementById("loading")?.remove();
  const page = new Page(app, drawing);
  store.listen((view, before, step) => {
    page.update(view, before);
    tell(toAddress(view, graph, data.language), step);
  });
  addEventListener("popstate", () => store.change(fromAddress(location.hash, graph, data.language), false));
  page.begin();
  if (version !== null) follow(app, version);
  document.getElementById("app")!.dataset["ready"] = "true";
  Object.assign(globalThis, { gongtu: { app, stage: page.stage } }); // for the console, and for tests
}

/* `focus` is the entity that the page is about, for an address that says nothing else. */
function initialView(graph: Graph, language: Language, focus: string | null): View {
  const view = fromAddress(location.hash, graph, language);
  const isBare = location.hash.length <= 1;
  return isBare && focus !== null ? { ...view, entity: focus } : view;
}

/* Say in the address what is seen, if it does not say so already. */
function tell(address: string, step: boolean): void {
  if (new URL(address || "#", location.href).hash === location.hash) return;
  keep(address || location.href.split("#")[0]!, step);
}

function keep(address: string, step: boolean): void {
  try {
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    // a browser may refuse more than so many changes in a while: the next one that it takes tells all
  }
}

start().catch((error: unknown) => {
  const place = document.getElementById("loading") ?? document.body.appendChild(element("p", { id: "loading" }));
  const language = document.documentElement.lang === "en" ? "en" : "zh";
  place.textContent = TEXTS[language].loadFailed.replace("{reason}", String(error));
  throw error;
});
