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

export type Measure = (text: string, size: number) => number;

type Room = Box & Pick<Label, "align">;

/* What a name needs: half its width, its height, and the room around it. */
interface Need {
  half: number;
  height: number;
  pad: number;
}

export class Labels {
  #bounds: Box;
  #measure: Measure;
  #memory: Map<string, Wrapped>;
  #taken = new Map<number, string>();

  /** `bounds`: what of the surface may be written on. Wrapped names are kept in `memory` from one time to the next. */
  constructor(bounds: Box, measure: Measure, memory: Map<string, Wrapped>) {
    this.#bounds = bounds;
    this.#measure = measure;
    this.#memory = memory;
  }

  claim(box: Box, owner: string): void {
    cells(box, (cell) => this.#taken.set(cell, owner) !== undefined);
  }

  isFree(box: Box, owner: string): boolean {
    return isWithin(box, this.#bounds) && cells(box, (cell) => (this.#taken.get(cell) ?? owner) === owner);
  }

  /** Find a place for a name; null where there is none. An important one gets its place in any case. */
  name(place: Place, scale: number, important: boolean): Label | null {
    const grow = Math.min(Math.max(scale ** 0.4, 0.95), 1.35) * (important ? 1.08 : 1);
    const { rows, width } = this.#wrapped(place.name);
    const text = important ? rows : shortened(rows);
    const pad = scale < 0.45 ? 10 : 2; // from afar fewer names are more
    const need = { half: (width * grow) / 2 + pad, height: text.length * LABEL.line * grow, pad };
    const room = this.#room(place, need, important);
    if (!room) return null;
    this.claim(room, place.id);
    return label(text, room, pad, grow, important);
  }

  #wrapped(name: string): Wrapped {
    const known = this.#memory.get(name);
    if (known) return known;
    const made = wrap(name, (text) => this.#measure(text, LABEL.size));
    this.#memory.set(name, made);
    return made;
  }

  /* Below the dot, else beside it, else above if no other dot is close above the name, which would seem to be its
     own; what is important is below even where there is no room. */
  #room({ x, y, radius, id }: Place, need: Need, important: boolean): Room | null {
    const below = roomAt(x, y + radius + 4, need, "center");
    if (this.isFree(below, id)) return below;
    const [side, middle] = [radius + 3 + need.half, y - need.height / 2];
    const beside = [roomAt(x + side, middle, need, "left"), roomAt(x - side, middle, need, "right")];
    const found = beside.find((room) => this.isFree(room, id));
    if (found) return found;
    const above = roomAt(x, y - radius - 3 - need.height, need, "center");
    if (this.isFree({ ...above, top: above.top - LABEL.line }, id)) return above;
    return important ? below : null;
  }
}

function roomAt(centre: number, top: number, { half, height, pad }: Need, align: Label["align"]): Room {
  return { left: centre - half, right: centre + half, top: top + 1, bottom: top + height + pad - 2, align };
}

function label(rows: string[], room: Room, pad: number, grow: number, bold: boolean): Label {
  const { left, right, top, align } = room;
  const x = { left: left + pad, center: (left + right) / 2, right: right - pad }[align];
  return { rows, x, y: top - 1, size: LABEL.size * grow, line: LABEL.line * grow, bold, align };
}

function isWithin(box: Box, bounds: Box): boolean {
  return box.left >= bounds.left && box.top >= bounds.top && box.right <= bounds.right && box.bottom <= bounds.bottom;
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
