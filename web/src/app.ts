/* What all panels share: the graph, the view, and how to change it. */

import type { Graph } from "./graph.ts";
import { createFinder, type Finder } from "./search.ts";
import { TEXTS, type Words } from "./texts.ts";
import type { Language } from "./types.ts";
import { toggled, type Store, type View } from "./view.ts";
import { visible, type Visible } from "./visible.ts";

export interface App {
  graph: Graph;
  store: Store;
  view(): View;
  words(): Words;
  language(): Language;
  finder(): Finder;
  /** What the filters leave. */
  shown(): Visible;
  /** Select an entity, perhaps with one of its statements; null selects nothing. */
  open(id: string | null, statement?: number | null): void;
  openStatement(statement: number): void;
  mark(id: string): void;
}

export function createApp(graph: Graph, store: Store): App {
  let finder: Finder | null = null;
  const shown = remembered(graph);
  return {
    graph,
    store,
    view: store.view,
    words: () => TEXTS[store.view().language],
    language: () => store.view().language,
    finder: () => (finder ??= createFinder(graph)),
    shown: () => shown(store.view()),
    open: (id, statement = null) => store.change({ entity: id, statement, connecting: false }),
    openStatement: (statement) => store.change({ entity: null, statement, connecting: false }),
    mark: (id) => store.change({ marked: toggled(store.view().marked, id) }),
  };
}

/* What is selected is always shown. Most of the time it is anyway, and then nothing changes: the same value says so. */
function remembered(graph: Graph): (view: View) => Visible {
  let base: { view: View; visible: Visible } | null = null;
  let more: { forced: string; visible: Visible } | null = null;
  return (view) => {
    if (!base || !sameChoice(base.view, view)) {
      base = { view, visible: visible(graph, view, []) };
      more = null;
    }
    const { entities } = base.visible;
    const forced = [...(view.entity === null ? [] : [view.entity]), ...view.marked].filter((id) => !entities.has(id));
    if (!forced.length) return base.visible;
    const key = JSON.stringify(forced);
    if (more?.forced !== key) more = { forced: key, visible: visible(graph, view, forced) };
    return more.visible;
  };
}

function sameChoice(a: View, b: View): boolean {
  return a.filters === b.filters && a.focus === b.focus && a.pinned === b.pinned && a.hidden === b.hidden;
}
