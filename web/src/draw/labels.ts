/* Which names are written, and where: a name claims the cells of the screen that it covers, and what would cover a
   claimed cell is left out until there is room. Nothing is written over anything else. */

import type { Point } from "./geometry.ts";
import { LABEL, shortened, wrap, type Wrapped } from "./wrap.ts";

const CELL = 8; // pixels

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Something to be named: where it is on the screen, and the radius of its dot there. */
export interface Place extends Point {
  id: string;
  name: string;
  radius: number;
}

/** A text as it is written; `y` is the top of the first of its rows. */
export interface Label extends Point {
  rows: string[];
  size: number;
  line: number;
  bold: boolean;
  align: "left" | "center" | "right";
}

export interface Labels {
  claim(box: Box, owner: string): void;
  isFree(box: Box, owner: string): boolean;
  /** Find a place for a name; null where there is none. An important one gets its place in any case. */
  name(place: Place, scale: number, important: boolean): Label | null;
}

export type Measure = (text: string, size: number) => number;

/** `bounds`: what of the surface may be written on. Wrapped names are kept in `memory` from one time to the next. */
export function createLabels(bounds: Box, measure: Measure, memory: Map<string, Wrapped>): Labels {
  const taken = new Map<number, string>();

  function isFree(box: Box, owner: string): boolean {
    if (box.left < bounds.left || box.top < bounds.top || box.right > bounds.right || box.bottom > bounds.bottom)
      return false;
    return cells(box, (cell) => !taken.has(cell) || taken.get(cell) === owner);
  }

  function claim(box: Box, owner: string): void {
    cells(box, (cell) => taken.set(cell, owner) !== undefined);
  }

  function wrapped(name: string): Wrapped {
    const known = memory.get(name);
    if (known) return known;
    const made = wrap(name, (text) => measure(text, LABEL.size));
    memory.set(name, made);
    return made;
  }

  /* Below the dot, else beside it, else above if no other dot is close above the name, which would seem to be its
     own; what is important is below even where there is no room. */
  function room(
    { x, y, radius, id }: Place,
    half: number,
    height: number,
    pad: number,
    important: boolean,
  ): (Box & Pick<Label, "align">) | null {
    const at = (centre: number, top: number, align: Label["align"]) => ({
      left: centre - half,
      right: centre + half,
      top: top + 1,
      bottom: top + height + pad - 2,
      align,
    });
    const side = radius + 3 + half;
    const below = at(x, y + radius + 4, "center");
    if (isFree(below, id)) return below;
    const beside = [at(x + side, y - height / 2, "left"), at(x - side, y - height / 2, "right")].find((box) =>
      isFree(box, id),
    );
    if (beside) return beside;
    const above = at(x, y - radius - 3 - height, "center");
    if (isFree({ ...above, top: above.top - LABEL.line }, id)) return above;
    return important ? below : null;
  }

  function name(place: Place, scale: number, important: boolean): Label | null {
    const grow = Math.min(Math.max(scale ** 0.4, 0.95), 1.35) * (important ? 1.08 : 1);
    const { rows, width } = wrapped(place.name);
    const text = important ? rows : shortened(rows);
    const pad = scale < 0.45 ? 10 : 2; // from afar fewer names are more
    const half = (width * grow) / 2 + pad;
    const box = room(place, half, text.length * LABEL.line * grow, pad, important);
    if (!box) return null;
    claim(box, place.id);
    const x = { left: box.left + pad, center: (box.left + box.right) / 2, right: box.right - pad }[box.align];
    return {
      rows: text,
      x,
      y: box.top - 1,
      size: LABEL.size * grow,
      line: LABEL.line * grow,
      bold: important,
      align: box.align,
    };
  }

  return { claim, isFree, name };
}

/* Visit the cells of the screen that a box covers, until one does not please. */
function cells({ left, right, top, bottom }: Box, pleases: (cell: number) => boolean): boolean {
  for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
    for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) {
      if (!pleases(x * 65536 + y)) return false;
    }
  }
  return true;
}
