/* The dots on the screen, by a grid, so that it is quick to tell whether a name would lie on one of them. */

import type { Box, Place } from "./labels.ts";

const CELL = 32; // pixels
const HALO = 1.5; // of a text; it would cut a piece out of a dot

export class Discs {
  #cells = new Map<number, Place[]>();

  add(disc: Place): void {
    const { x, y, radius } = disc;
    const reach = radius + HALO;
    for (const cell of cellsOf({ left: x - reach, right: x + reach, top: y - reach, bottom: y + reach })) {
      const list = this.#cells.get(cell);
      if (list) list.push(disc);
      else this.#cells.set(cell, [disc]);
    }
  }

  /** Whether a box lies on a dot other than the one that it belongs to, or on this share of its radius. */
  isUnder(box: Box, owner: string, share: number): boolean {
    for (const cell of cellsOf(box))
      if (this.#cells.get(cell)?.some((disc) => disc.id !== owner && meets(disc, box, share))) return true;
    return false;
  }
}

function* cellsOf({ left, right, top, bottom }: Box): Generator<number> {
  for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1)
    for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) yield x * 65536 + y;
}

function meets({ x, y, radius }: Place, { left, right, top, bottom }: Box, share: number): boolean {
  const [wide, high] = [Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)];
  return Math.hypot(wide, high) < (radius + HALO) * share;
}
