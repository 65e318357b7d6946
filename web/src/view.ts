/* What a reader has chosen: one plain value, from which everything that is shown follows. */

import type { Change, Language, Status } from "./types.ts";

export type Pane = "graph" | "time" | "table" | "ask";
export type Colouring = "type" | "community";
export type Sizing = "degree" | "rank" | "equal";

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** Choices narrow: an empty list is no choice, so that everything passes. */
export interface Filters {
  categories: number[];
  properties: string[];
  articles: string[];
  statuses: Status[];
  changes: Change[];
  communities: number[];
  /** Days as 2022-04-01, both included; null where it is open. */
  since: string | null;
  until: string | null;
  /** Whether what has no date passes when days are chosen. */
  undated: boolean;
}

export interface View {
  pane: Pane;
  language: Language;
  /** An entity, one of its statements, or a statement on its own. */
  entity: string | null;
  statement: number | null;
  /** Entities put side by side: to be lit, and to be asked what connects them. */
  marked: string[];
  /** Whether the panel tells what connects the marked. */
  connecting: boolean;
  /** Only what is so many steps around an entity is shown. */
  focus: { entity: string; steps: number } | null;
  filters: Filters;
  /** Shown whatever is filtered, and hidden whatever is not. */
  pinned: string[];
  hidden: string[];
  /** Where entities are that were dragged. */
  moved: Record<string, { x: number; y: number }>;
  /** Communities whose members are shown where a large graph shows communities. */
  opened: number[];
  colouring: Colouring;
  sizing: Sizing;
  camera: Camera | null;
}

export const NO_FILTERS: Filters = {
  categories: [],
  properties: [],
  articles: [],
  statuses: [],
  changes: [],
  communities: [],
  since: null,
  until: null,
  undated: true,
};

export function emptyView(language: Language): View {
  return {
    pane: "graph",
    language,
    entity: null,
    statement: null,
    marked: [],
    connecting: false,
    focus: null,
    filters: NO_FILTERS,
    pinned: [],
    hidden: [],
    moved: {},
    opened: [],
    colouring: "type",
    sizing: "degree",
    camera: null,
  };
}

/** Put a value into a list, or take it out. */
export function toggled<Value>(list: Value[], value: Value): Value[] {
  return list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
}

export function isFiltering({ filters, focus, hidden }: View): boolean {
  return focus !== null || hidden.length > 0 || narrowsEntities(filters) || narrowsStatements(filters);
}

export function narrowsEntities(filters: Filters): boolean {
  return filters.categories.length + filters.communities.length > 0;
}

export function narrowsStatements({ properties, articles, statuses, changes, since, until }: Filters): boolean {
  return properties.length + articles.length + statuses.length + changes.length > 0 || since !== null || until !== null;
}

/** Holds the view, and tells everybody who listens when it changes. */
export interface Store {
  view(): View;
  /** `step`: whether the back button returns to what was before. */
  change(part: Partial<View>, step?: boolean): void;
  listen(listener: (view: View, before: View, step: boolean) => void): void;
}

export function createStore(initial: View): Store {
  let view = initial;
  const listeners: ((view: View, before: View, step: boolean) => void)[] = [];
  return {
    view: () => view,
    change(part, step = true) {
      const before = view;
      view = { ...view, ...part };
      listeners.forEach((listener) => listener(view, before, step));
    },
    listen: (listener) => void listeners.push(listener),
  };
}
