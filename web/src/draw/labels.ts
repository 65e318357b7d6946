/* Which names are written, and where: a name claims the cells of the screen that it covers, and what would cover a
   claimed cell, or lie on a dot, is left out until there is room. Nothing is written over anything else. */

import { Discs } from "./discs.ts";
import type { Point } from "./geometry.ts";
import { LABEL, shortened, wrap, type Wrapped } from "./wrap.ts";

const CELL = 8; // pixels
const HALO = 2; // pixels of the paper's colour around what is written
const WHOLE = 1; // of a dot's radius
const CORE = 0.65; // in which its centre and its glyph are
const LEADING = LABEL.line - LABEL.size; // below the last row there is nothing

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

/** A name as it is written, on which side of its dot; `over`: it lies on the middle of another dot. */
export interface Name extends Label {
  id: string;
  side: Side;
  box: Box;
  over: boolean;
}

/** What is written first, bold and in any case; what leads; and the rest. */
export type Rank = "first" | "leading" | "rest";

export type Measure = (text: string, size: number) => number;

/* In the order in which they are tried: below the dot, beside it, above it, at its corners, and then in between. */
const SIDES = [
  "below",
  "right",
  "left",
  "above",
  "low right",
  "low left",
  "high right",
  "high left",
  "below right",
  "below left",
  "above right",
  "above left",
] as const;
export type Side = (typeof SIDES)[number];
const ALIGN: { [side in Side]?: Label["align"] } = {
  right: "left",
  left: "right",
  "low right": "left",
  "low left": "right",
  "high right": "left",
  "high left": "right",
};

/* What a name needs: half its width and its height, and as much more room around it. */
interface Need {
  half: number;
  height: number;
  pad: number;
}

export class Labels {
  #bounds: Box;
  #measure: Measure;
  #memory: Map<string, Wrapped>;
  #sides: Map<string, Side>;
  #taken = new Map<number, string>();
  #dots = new Discs();
  #faded = new Discs();

  /** `bounds`: what of the surface may be written on. Wrapped names are kept in `memory` from one time to the next.
      `sides`: where names stay, if they can. */
  constructor(bounds: Box, measure: Measure, memory: Map<string, Wrapped>, sides: Map<string, Side>) {
    this.#bounds = bounds;
    this.#measure = measure;
    this.#memory = memory;
    this.#sides = sides;
  }

  /** Keep names away from these dots, and as far as can be from the faded ones. */
  avoid(dots: Place[], faded: Place[]): void {
    dots.forEach((dot) => this.#dots.add(dot));
    faded.forEach((dot) => this.#faded.add(dot));
  }

  claim(box: Box, owner: string): void {
    cells(box, (cell) => this.#taken.set(cell, owner) !== undefined);
  }

  /** Whether nothing is written there, and no dot is. */
  isFree(box: Box, owner: string): boolean {
    return this.#isBlank(box, owner) && !this.#dots.isUnder(box, owner, WHOLE);
  }

  /** Find a place for a name; null where there is none. An important one gets its place in any case, and a leading
      one at least for its first row. */
  name(place: Place, scale: number, rank: Rank): Name | null {
    const { rows, width } = this.#wrapped(place.name);
    if (rank === "first") return this.#written(place, rows, width, scale, rank);
    const whole = this.#written(place, shortened(rows), width, scale, rank);
    if (whole || rank === "rest" || rows.length < 2) return whole;
    return this.#written(place, [`${rows[0]}…`], width, scale, rank);
  }

  #written(place: Place, rows: string[], width: number, scale: number, rank: Rank): Name | null {
    const grow = Math.min(Math.max(scale ** 0.4, 0.95), 1.35);
    const pad = scale < 0.45 ? 4 : HALO; // from afar fewer names are more
    const height = (rows.length * LABEL.line - LEADING) * grow;
    const need = { half: (width * grow) / 2, height, pad };
    const side = this.#side(place, need, rank);
    if (!side) return null;
    const box = boxAt(side, place, need);
    this.claim(padded(box, pad), place.id);
    const over = this.#dots.isUnder(box, place.id, CORE);
    return { ...written(rows, box, side, grow), bold: rank === "first", id: place.id, side, box, over };
  }

  #wrapped(name: string): Wrapped {
    const known = this.#memory.get(name);
    if (known) return known;
    const made = wrap(name, (text) => this.#measure(text, LABEL.size));
    this.#memory.set(name, made);
    return made;
  }

  /* Where it was, else on the first side with room, best off faded dots too; what leads may touch the rims of dots,
     and what is first is below even where there is no room. */
  #side(place: Place, need: Need, rank: Rank): Side | null {
    const stays = this.#sides.get(place.id);
    if (stays && rank === "first") return stays;
    const sides = stays ? [stays, ...SIDES] : SIDES;
    const roomy = sides.filter((side) => this.#hasRoom(side, place, need, WHOLE));
    const clear = roomy.find((side) => !this.#faded.isUnder(boxAt(side, place, need), place.id, WHOLE));
    const found = clear ?? roomy[0];
    if (found || rank === "rest") return found ?? null;
    return sides.find((side) => this.#hasRoom(side, place, need, CORE)) ?? (rank === "first" ? "below" : null);
  }

  #hasRoom(side: Side, place: Place, need: Need, share: number): boolean {
    const box = boxAt(side, place, need);
    if (!this.#isBlank(padded(box, need.pad), place.id)) return false;
    const near = side === "above" ? { ...box, top: box.top - LABEL.line } : box; // it would seem to be that dot's own
    return !this.#dots.isUnder(near, place.id, share);
  }

  #isBlank(box: Box, owner: string): boolean {
    return isWithin(box, this.#bounds) && cells(box, (cell) => (this.#taken.get(cell) ?? owner) === owner);
  }
}

/* At the corners of a circle there is room. */
function boxAt(side: Side, { x, y, radius }: Place, { half, height }: Need): Box {
  const [away, corner] = [radius + 3 + HALO + half, radius * 0.7 + HALO + half];
  const [low, high] = [y + radius * 0.7 - HALO, y - radius * 0.7 + HALO - height];
  const [below, above] = [y + radius + 3, y - radius - 3 - height];
  const [centre, top] = {
    below: [x, below],
    right: [x + away, y - height / 2],
    left: [x - away, y - height / 2],
    above: [x, above],
    "low right": [x + corner, low],
    "low left": [x - corner, low],
    "high right": [x + corner, high],
    "high left": [x - corner, high],
    "below right": [x + half / 2, below],
    "below left": [x - half / 2, below],
    "above right": [x + half / 2, above],
    "above left": [x - half / 2, above],
  }[side] as [number, number];
  return { left: centre - half, right: centre + half, top, bottom: top + height };
}

function padded({ left, right, top, bottom }: Box, pad: number): Box {
  return { left: left - pad, right: right + pad, top: top - HALO, bottom: bottom + pad };
}

function written(rows: string[], { left, right, top }: Box, side: Side, grow: number): Omit<Label, "bold"> {
  const align = ALIGN[side] ?? "center";
  const x = { left, center: (left + right) / 2, right }[align];
  return { rows, x, y: top, size: LABEL.size * grow, line: LABEL.line * grow, align };
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
