/* The strip of time below the graph: how much is dated when, and two handles that choose a span. */

import type { App } from "../app.ts";
import { button, element } from "../dom.ts";
import { fill } from "../texts.ts";
import type { Statement } from "../types.ts";
import type { Filters } from "../view.ts";
import { makeDraggable } from "./drag.ts";

export interface Calendar {
  /** First days of the bars, in order; the last one ends with `end`. */
  starts: string[];
  counts: number[];
  /** The last day of all. */
  end: string;
  undated: number;
  /** Whether a bar is a month; else it is a year. */
  monthly: boolean;
}

/** Count statements by the month in which they begin, or by year where that would be too many bars. */
export function calendar(statements: Statement[]): Calendar | null {
  const dated = statements.flatMap(({ days }) => (days ? [days] : []));
  const firsts = dated.map(([first, last]) => first ?? last!).sort();
  const lasts = dated.map(([first, last]) => last ?? first!).sort();
  if (firsts.length === 0) return null;
  const [start, end] = [firsts[0]!, lasts.at(-1)!];
  const monthly = Number(end.slice(0, 4)) - Number(start.slice(0, 4)) <= 8;
  const starts = monthly ? months(start, end) : years(start, end);
  const counts = starts.map(() => 0);
  for (const first of firsts) {
    const bar = starts.findLastIndex((day) => day <= first);
    counts[Math.max(bar, 0)]! += 1;
  }
  return { starts, counts, end, undated: statements.length - dated.length, monthly };
}

function months(start: string, end: string): string[] {
  const found: string[] = [];
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const day = () => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
  while (day() <= end) {
    found.push(day());
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return found;
}

function years(start: string, end: string): string[] {
  const [first, last] = [Number(start.slice(0, 4)), Number(end.slice(0, 4))];
  const step = Math.ceil((last - first + 1) / 120);
  return Array.from(
    { length: Math.ceil((last - first + 1) / step) },
    (_, number) => `${String(first + number * step).padStart(4, "0")}-01-01`,
  );
}

/** The day before another one. */
export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

export interface Strip {
  root: HTMLElement;
  /** Show what the view has chosen now. The elements stay the same, so that a drag or the focus is not lost. */
  update(): void;
}

/** Handles stand between bars: `from` before its first bar, `to` after its last one. */
interface Span {
  from: number;
  to: number;
}

export function createTimeStrip(app: App, days: Calendar): Strip {
  const all = days.starts.length;
  const parts = makeParts(days);
  const { handles, undo, undated } = parts;
  let fresh = true; // the back button returns to what was before the first step of a drag, not to each step

  function take(part: Partial<Filters>, step = true): void {
    app.store.change({ filters: { ...app.view().filters, ...part } }, step);
  }

  function move(key: keyof Span, place: number): void {
    const now = spanOf(app.view().filters, days);
    const to = key === "to" ? Math.max(place, now.from + 1) : now.to;
    const from = key === "from" ? Math.min(place, now.to - 1) : now.from;
    if (from === now.from && to === now.to) return update(); // puts a handle back that went too far
    take(
      { since: from === 0 ? null : days.starts[from]!, until: to === all ? null : dayBefore(days.starts[to]!) },
      fresh,
    );
    fresh = false;
  }

  for (const key of ["from", "to"] as const) {
    handles[key].addEventListener("input", () => move(key, Number(handles[key].value)));
    handles[key].addEventListener("focus", () => (fresh = true));
  }
  undo.addEventListener("click", () => {
    handles.from.focus({ preventScroll: true }); // the button goes away
    take({ since: null, until: null });
  });
  undated.addEventListener("change", () => take({ undated: undated.checked }));
  makeDraggable(parts.range, {
    span: () => spanOf(app.view().filters, days),
    all,
    take(key) {
      handles[key].focus({ preventScroll: true });
      fresh = true;
    },
    move,
  });

  const update = () => present(app, days, parts);
  update();
  return { root: parts.root, update };
}

interface Parts {
  root: HTMLElement;
  range: HTMLElement;
  bars: HTMLElement[];
  handles: Record<keyof Span, HTMLInputElement>;
  title: HTMLElement;
  chosen: HTMLElement;
  undo: HTMLButtonElement;
  undated: HTMLInputElement;
  undatedTitle: HTMLElement;
}

function makeParts(days: Calendar): Parts {
  const most = Math.max(...days.counts);
  const bars = days.counts.map((count) => {
    const bar = element("span");
    bar.style.height = count ? `${12 + (88 * count) / most}%` : "0";
    return bar;
  });
  const handle = (id: string) =>
    element("input", { type: "range", id, min: "0", max: String(days.starts.length), step: "1" });
  const handles = { from: handle("since"), to: handle("until") };
  const range = element(
    "div",
    { className: "range" },
    element("div", { className: bars.length > 40 ? "bars many" : "bars", "aria-hidden": "true" }, ...bars),
    handles.from,
    handles.to,
    element("div", { className: "ticks", "aria-hidden": "true" }, ...ticks(days)),
  );
  const title = element("b");
  const chosen = element("output");
  const undo = button("×", () => undefined, "undo");
  const undated = element("input", { type: "checkbox", id: "undated" });
  const undatedTitle = element("span");
  const root = element(
    "div",
    { className: "strip" },
    element("div", { className: "span" }, title, chosen, undo),
    range,
    element("label", { className: "undated" }, undated, undatedTitle),
  );
  return { root, range, bars, handles, title, chosen, undo, undated, undatedTitle };
}

function present(
  app: App,
  days: Calendar,
  { root, bars, handles, title, chosen, undo, undated, undatedTitle }: Parts,
): void {
  const words = app.words();
  const { filters } = app.view();
  const { from, to } = spanOf(filters, days);
  const narrowed = filters.since !== null || filters.until !== null;
  const [first, last] = [
    nameOf(days, days.starts[from]!),
    nameOf(days, to === days.starts.length ? days.end : dayBefore(days.starts[to]!)),
  ];
  root.classList.toggle("chosen", narrowed);
  bars.forEach((bar, number) => {
    bar.classList.toggle("in", number >= from && number < to);
    bar.title = `${nameOf(days, days.starts[number]!)} · ${days.counts[number]}`;
  });
  show(handles.from, from, `${words.time}: ${words.since}`, first);
  show(handles.to, to, `${words.time}: ${words.until}`, last);
  title.textContent = words.time;
  chosen.textContent = !narrowed ? words.anyTime : first === last ? first : `${first} – ${last}`;
  undo.hidden = !narrowed;
  undo.title = words.anyTime;
  undo.setAttribute("aria-label", words.anyTime);
  undated.checked = filters.undated;
  undated.disabled = !narrowed; // without a span it would change nothing
  undatedTitle.textContent = fill(words.undated, { n: days.undated });
}

function spanOf({ since, until }: Filters, { starts }: Calendar): Span {
  const bar = (day: string) =>
    Math.max(
      starts.findLastIndex((start) => start <= day),
      0,
    );
  const from = since === null ? 0 : bar(since);
  return { from, to: until === null ? starts.length : Math.max(bar(until), from) + 1 };
}

function show(input: HTMLInputElement, place: number, label: string, said: string): void {
  if (input.value !== String(place)) input.value = String(place);
  input.setAttribute("aria-label", label);
  input.setAttribute("aria-valuetext", said);
}

/* The month of a day, or its year where bars are years. */
function nameOf({ monthly }: Calendar, day: string): string {
  return day.slice(0, monthly ? 7 : 4);
}

/* As many years as there is room for; where there is less, every other one. */
function ticks({ starts, monthly }: Calendar): HTMLElement[] {
  const all = starts.map((day, number) => ({ day, number }));
  const januaries = all.filter(({ day }) => day.slice(5, 7) === "01");
  const years = monthly && januaries.length === 0 ? all.slice(0, 1) : januaries; // it may all be within one year
  const step = Math.ceil(years.length / 7);
  return years
    .filter((_, number) => number % step === 0)
    .map(({ day, number }, place) => {
      const tick = element("span", {
        textContent: String(Number(day.slice(0, 4))),
        className: place % 2 ? "minor" : "",
      });
      tick.style.insetInlineStart = `${(100 * number) / starts.length}%`;
      return tick;
    });
}
