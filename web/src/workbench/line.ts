/* A line along time or numbers, as SVG of our own: it is as wide as there is room, and drawn anew when that changes. */

import type { Point } from "./chart.ts";

const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 18;
const TOP = 16;
const BOTTOM = 34;
const TICK_ROOM = 78;

export function linePlot(points: Point[], title: string): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "line-plot";
  const watcher = new ResizeObserver(() => {
    if (holder.clientWidth) holder.replaceChildren(drawn(points, title, holder.clientWidth));
  });
  watcher.observe(holder);
  return holder;
}

interface Placed extends Point {
  x: number;
  y: number;
}

function drawn(points: Point[], title: string, width: number): SVGSVGElement {
  const lie = points.every(({ at }) => at !== null);
  const along = points.map(({ at }, number) => (lie ? at! : number));
  const [first, last] = [Math.min(...along), Math.max(...along)];
  const ticks = ticksBetween(
    Math.min(0, ...points.map(({ value }) => value)),
    Math.max(...points.map(({ value }) => value)),
  );
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low || 1));
  const x = (place: number) => LEFT + (width - LEFT - RIGHT) * (last > first ? (place - first) / (last - first) : 0.5);
  const placed = points
    .map((point, number) => ({ ...point, x: x(along[number]!), y: y(point.value) }))
    .sort((a, b) => a.x - b.x);
  const root = svg("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": title,
  });
  root.append(
    ...ticks.flatMap((value) => grid(value, y(value), width)),
    ...names(placed),
    svg("path", {
      class: "plot-line",
      d: placed.map((each, number) => `${number ? "L" : "M"}${each.x} ${each.y}`).join(""),
    }),
    ...placed.map(dot),
  );
  return root;
}

function grid(value: number, y: number, width: number): SVGElement[] {
  const label = svg("text", { x: LEFT - 10, y: y + 4, "text-anchor": "end" });
  label.textContent = value.toLocaleString("en", { maximumFractionDigits: 6 });
  return [svg("line", { class: "plot-grid", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }), label];
}

/* Names below the line, as many as there is room for. */
function names(placed: Placed[]): SVGElement[] {
  let free = -Infinity;
  return placed.flatMap(({ label, x }) => {
    if (x < free) return [];
    free = x + TICK_ROOM;
    const made = svg("text", { x, y: HEIGHT - 10, "text-anchor": "middle" });
    made.textContent = [...label].slice(0, 10).join("");
    return [made];
  });
}

function dot({ x, y, label, said }: Placed): SVGElement {
  const made = svg("circle", { class: "plot-dot", cx: x, cy: y, r: 4 });
  const title = svg("title", {});
  title.textContent = `${label}: ${said}`;
  made.append(title);
  return made;
}

/** Round numbers from below the least to above the most: steps of 1, 2 or 5 times a power of ten. */
export function ticksBetween(least: number, most: number): number[] {
  const rough = (most - least) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const first = Math.floor(least / step);
  const count = Math.ceil(most / step) - first;
  return Array.from({ length: Math.max(count, 1) + 1 }, (_, number) => (first + number) * step);
}

function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Record<string, string | number>) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
