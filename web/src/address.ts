/* The view as the fragment of the page's address, and back: short keys, and only what was chosen. */

import type { Graph } from "./graph.ts";
import { CHANGES } from "./changes.ts";
import type { Change, Language, Status } from "./types.ts";
import { emptyView, NO_FILTERS, type Camera, type Filters, type Pane, type View } from "./view.ts";

const PANES: Pane[] = ["graph", "time", "table", "ask"];
const STATUSES: Status[] = ["stated", "inferred", "disputed", "deprecated"];
const DAY = /^\d{4}-\d\d-\d\d$/;

export function toAddress(view: View, graph: Graph, preset: Language): string {
  const { filters } = view;
  const category = (number: number) => graph.data.categories[number]!.id;
  const parts: [string, string | null | undefined][] = [
    ["e", view.entity && list([view.entity])],
    ["s", view.statement === null ? null : String(view.statement)],
    ["pane", view.pane === "graph" ? null : view.pane],
    ["marked", list(view.marked)],
    ["connect", view.connecting ? "1" : null],
    ["focus", view.focus && list([view.focus.entity, String(view.focus.steps)])],
    ["type", list(filters.categories.map(category))],
    ["property", list(filters.properties)],
    ["article", list(filters.articles)],
    ["status", list(filters.statuses)],
    ["change", list(filters.changes)],
    ["community", list(filters.communities.map((number) => graph.data.communities[number]!.name))],
    ["since", filters.since],
    ["until", filters.until],
    ["undated", filters.undated ? null : "0"],
    ["pin", list(view.pinned)],
    ["hide", list(view.hidden)],
    ["moved", list(Object.entries(view.moved).flatMap(([id, { x, y }]) => [id, round(x), round(y)]))],
    ["open", list(view.opened.map((number) => graph.data.communities[number]!.name))],
    ["colour", view.colouring === "type" ? null : view.colouring],
    ["size", view.sizing === "degree" ? null : view.sizing],
    ["at", view.camera && [round(view.camera.x), round(view.camera.y), view.camera.scale.toPrecision(3)].join(",")],
    ["lang", view.language === preset ? null : view.language],
  ];
  const written = parts.filter(([, value]) => value).map(([key, value]) => `${key}=${value}`);
  return written.length ? `#${written.join("&")}` : "";
}

/** Read a fragment; what names nothing of this graph is left out. A fragment that is no more than an id opens it. */
export function fromAddress(address: string, graph: Graph, language: Language): View {
  const view = emptyView(language);
  const raw = address.replace(/^#/, "");
  if (!raw) return view;
  const whole = unescape(raw);
  if (whole !== null && graph.entities.has(whole)) return { ...view, entity: whole };
  const parts = new Map(raw.split("&").map((part) => split(part)));
  const known = (key: string) => items(parts.get(key)).filter((id) => graph.entities.has(id));
  const statement = /^\d+$/u.test(parts.get("s") ?? "") ? Number(parts.get("s")) : -1;
  const [focus, steps] = items(parts.get("focus"));
  return {
    ...view,
    pane: oneOf(PANES, parts.get("pane")) ?? "graph",
    language: oneOf(["zh", "en"] as const, parts.get("lang")) ?? language,
    entity: known("e")[0] ?? null,
    statement: statement >= 0 && statement < graph.data.statements.length ? statement : null,
    marked: known("marked"),
    connecting: parts.get("connect") === "1",
    focus:
      focus !== undefined && graph.entities.has(focus)
        ? { entity: focus, steps: clamp(Number(steps) || 1, 1, 3) }
        : null,
    filters: readFilters(parts, graph),
    pinned: known("pin"),
    hidden: known("hide"),
    moved: moved(items(parts.get("moved")), graph),
    opened: communities(parts.get("open"), graph),
    colouring: oneOf(["type", "community"] as const, parts.get("colour")) ?? "type",
    sizing: oneOf(["degree", "rank", "equal"] as const, parts.get("size")) ?? "degree",
    camera: camera(parts.get("at")),
  };
}

function readFilters(parts: Map<string, string>, graph: Graph): Filters {
  const { categories, properties, articles } = graph.data;
  const number = (id: string) => categories.findIndex((category) => category.id === id);
  const day = (key: string) => (DAY.test(parts.get(key) ?? "") ? parts.get(key)! : null);
  return {
    ...NO_FILTERS,
    categories: items(parts.get("type"))
      .map(number)
      .filter((each) => each >= 0),
    properties: items(parts.get("property")).filter((id) => Object.hasOwn(properties, id)),
    articles: items(parts.get("article")).filter((id) => Object.hasOwn(articles, id)),
    statuses: items(parts.get("status")).filter((status): status is Status => STATUSES.includes(status as Status)),
    changes: items(parts.get("change")).filter((change): change is Change => CHANGES.includes(change as Change)),
    communities: communities(parts.get("community"), graph),
    since: day("since"),
    until: day("until"),
    undated: parts.get("undated") !== "0",
  };
}

/* An id and two numbers for each. */
function moved(listed: string[], graph: Graph): View["moved"] {
  const places: [string, { x: number; y: number }][] = [];
  for (let at = 0; at + 2 < listed.length; at += 3) {
    const [x, y] = [Number(listed[at + 1]), Number(listed[at + 2])];
    if (graph.entities.has(listed[at]!) && Number.isFinite(x) && Number.isFinite(y))
      places.push([listed[at]!, { x, y }]);
  }
  return Object.fromEntries(places);
}

function communities(value: string | undefined, graph: Graph): number[] {
  const found = items(value).map((name) => graph.data.communities.findIndex((community) => community.name === name));
  return found.filter((number) => number >= 0);
}

function camera(value: string | undefined): Camera | null {
  const [x, y, scale] = (value ?? "").split(",").map(Number);
  const known = [x, y, scale].every((each) => each !== undefined && Number.isFinite(each));
  return known && scale! > 0 ? { x: x!, y: y!, scale: clamp(scale!, 0.001, 20) } : null;
}

/* Commas part the items of a list; letters of all scripts stay as they are, so that an address can be read. */
function list(values: string[]): string | null {
  return values.length
    ? values.map((value) => value.replace(/[^\p{L}\p{N}._~·-]+/gu, encodeURIComponent)).join(",")
    : null;
}

function items(value: string | undefined): string[] {
  if (!value) return [];
  return value
    .split(",")
    .map(unescape)
    .filter((item): item is string => item !== null);
}

function unescape(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null; // a percent sign that encodes nothing
  }
}

function split(part: string): [string, string] {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

function oneOf<Value extends string>(values: readonly Value[], value: string | undefined): Value | null {
  return values.find((each) => each === value) ?? null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function round(value: number): string {
  return String(Math.round(value));
}
