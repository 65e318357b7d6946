"use strict";
/* What is written on the drawing: names, glyphs and the words on lines, the most important first.

   All of it keeps its size on the screen. A name claims the cells of the screen that it covers, and what would
   cover a claimed cell is left out until there is room: nothing is written over anything else. */

const LABEL = { size: 12, line: 16, width: 9 * 12, lines: 3 };
const CELL = 8; // pixels
const NAMES_TRIED = 400; // the next ones would hardly find room, and each try takes time
const SMALLEST_GLYPH = 7; // radius in pixels; smaller dots carry none and may be written over
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

function createWords(data, theme) {
  const lines = new Map(); // of each name, wrapped once
  const taken = new Map(); // from cell to what is there
  let edge = { right: 0, bottom: 0 }; // of the part of the stage that nothing covers

  /* `places`: entities in sight with x, y and radius on the screen, most important first; `first` and `near` say
     how many of them must be named and should be. `relations`: words on lines with x and y. `free`: width and
     height that nothing covers. */
  function draw(context, { places, first, near, relations, scale, free }) {
    taken.clear();
    edge = { right: free.width, bottom: free.height };
    places.forEach((place) => drawGlyph(context, place));
    const close = relations.length ? near : first;
    places.slice(0, close).forEach((place, number) => drawName(context, place, scale, number < first));
    relations.forEach((relation) => drawRelation(context, relation));
    places.slice(close, close + NAMES_TRIED).forEach((place) => drawName(context, place, scale, false));
  }

  function drawGlyph(context, { entity, x, y, radius }) {
    if (radius < SMALLEST_GLYPH) return;
    claim({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, entity.id);
    context.font = `600 ${Math.round(radius * 1.02)}px ${theme.sans}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = theme.onTypes[entity.category];
    context.fillText(data.categories[entity.category].glyph, x, y + radius * 0.06);
  }

  function drawName(context, { entity, x, y, radius }, scale, important) {
    if (!lines.has(entity.id)) lines.set(entity.id, wrap(context, entity.name, theme.sans));
    const grow = Math.min(Math.max(scale ** 0.4, 0.95), 1.35) * (important ? 1.08 : 1);
    const { rows, width } = lines.get(entity.id);
    const text = important ? rows : shortened(rows);
    const pad = scale < 0.45 ? 10 : 2; // from afar fewer names are more
    const half = (width * grow) / 2 + pad;
    const height = text.length * LABEL.line * grow;
    const box = room(x, y, radius, half, height, pad, entity.id, important);
    if (!box) return;
    claim(box, entity.id);
    context.font = `${important ? 600 : 400} ${LABEL.size * grow}px ${theme.sans}`;
    context.textAlign = box.align;
    context.textBaseline = "top";
    const start = { left: box.left + pad, center: (box.left + box.right) / 2, right: box.right - pad }[box.align];
    text.forEach((row, number) => halo(context, row, start, box.top - 1 + number * LABEL.line * grow, theme.ink));
  }

  /* Below the dot, else beside it, else above if no other dot is close above the name, which would seem to be its
     own; what is important is below even where there is no room. */
  function room(x, y, radius, half, height, pad, id, important) {
    const at = (centre, top, align) => ({ left: centre - half, right: centre + half, top: top + 1, bottom: top + height + pad - 2, align });
    const side = radius + 3 + half;
    const below = at(x, y + radius + 4, "center");
    if (isFree(below, id)) return below;
    const beside = [at(x + side, y - height / 2, "left"), at(x - side, y - height / 2, "right")].find((box) => isFree(box, id));
    if (beside) return beside;
    const above = at(x, y - radius - 3 - height, "center");
    if (isFree({ ...above, top: above.top - LABEL.line }, id)) return above;
    return important ? below : null;
  }

  function drawRelation(context, { word, x, y, id, hovered }) {
    context.font = `400 11px ${theme.sans}`;
    const half = context.measureText(word).width / 2 + 2;
    const box = { left: x - half, right: x + half, top: y - 7, bottom: y + 7 };
    if (!hovered && !isFree(box, id)) return;
    claim(box, id);
    context.textAlign = "center";
    context.textBaseline = "middle";
    halo(context, word, x, y, theme.muted);
  }

  function halo(context, text, x, y, colour) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = theme.paper;
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  }

  function isFree(box, owner) {
    if (box.left < 0 || box.top < 0 || box.right > edge.right || box.bottom > edge.bottom) return false;
    return cells(box, (cell) => !taken.has(cell) || taken.get(cell) === owner);
  }

  function claim(box, owner) {
    cells(box, (cell) => taken.set(cell, owner));
  }

  return { draw };
}

/* Visit the cells of the screen that a box covers, until one does not please. */
function cells({ left, right, top, bottom }, pleases) {
  for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) {
    for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) {
      if (!pleases(x * 65536 + y)) return false;
    }
  }
  return true;
}

function shortened(rows) {
  if (rows.length <= LABEL.lines) return rows;
  return [...rows.slice(0, LABEL.lines - 1), `${rows[LABEL.lines - 1]}…`];
}

/* Break a name into lines of about the same length, between words where the browser knows Chinese words. */
function wrap(context, name, sans) {
  context.font = `400 ${LABEL.size}px ${sans}`;
  const text = name.replace(/[\s\p{Cc}]+/gu, " ").trim().slice(0, 120);
  const measure = (part) => context.measureText(part).width;
  const count = Math.ceil(measure(text) / LABEL.width);
  const rows = [""];
  let rest = measure(text);
  for (const word of words(text)) {
    const row = rows.at(-1);
    const target = rest / (count - rows.length + 1);
    const over = measure(row + word) - target;
    const under = target - measure(row) - (/[·、：—]$/u.test(row) ? LABEL.size : 0);
    const closes = /^[\p{Pe}\p{Pf}，。、；：！？·…—]/u.test(word);
    if (row && rows.length < count && over > 1 && over >= under && !closes) {
      rest -= measure(row);
      rows.push(word.trimStart());
    } else {
      rows[rows.length - 1] = row + word;
    }
  }
  return { rows, width: Math.max(...rows.map(measure)) };
}

/* Words that may begin a line: an opening bracket or quotation mark stays with what follows it. */
function words(text) {
  const found = segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : Array.from(text);
  const parts = found.flatMap((word) => (word.length > 12 ? word.match(/.{1,8}/gsu) : [word]));
  const joined = [];
  for (const part of parts) {
    if (joined.length && /[\p{Ps}\p{Pi}]$/u.test(joined.at(-1))) joined[joined.length - 1] += part;
    else joined.push(part);
  }
  return joined;
}
