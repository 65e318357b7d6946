/* Long lists come in portions: a button below brings the next one, so that no number of rows stops the page. */

import { button } from "../dom.ts";

export const PORTION = 200;

export interface Portions {
  /** To be put below the list; hidden when all is there. */
  more: HTMLButtonElement;
  /** How much of it is there. */
  shown(): number;
}

/** `put` adds the items from a place to another one and returns the first element that it made. */
export function inPortions(
  total: number,
  label: (count: number) => string,
  put: (from: number, to: number) => HTMLElement | undefined,
  first = PORTION,
): Portions {
  let shown = 0;
  const more = button("", () => next(PORTION)?.querySelector("button")?.focus({ preventScroll: true }), "more-rows");

  function next(count: number): HTMLElement | undefined {
    const from = shown;
    shown = Math.min(total, from + count);
    more.hidden = shown === total;
    more.textContent = label(Math.min(PORTION, total - shown));
    return from < shown ? put(from, shown) : undefined;
  }

  next(first);
  return { more, shown: () => shown };
}
