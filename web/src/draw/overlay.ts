/* What is written and lit above the drawing: names, glyphs, words on lines, rings, and a veil over all the rest.

   The veil is in the colour of the paper, and what is lit is painted once more above it: as quick for ten thousand
   dots as for ten. */

import { control, onCurve, type Point } from "./geometry.ts";
import { createLabels, type Box, type Label, type Labels, type Place } from "./labels.ts";
import { paintEdge, paintGlyph, paintLabel, paintNode, paintRing, SMALLEST_GLYPH, type Brush } from "./paint.ts";
import type { Scene, SceneEdge, SceneNode, Surface, Target } from "./renderer.ts";
import type { Theme } from "./theme.ts";
import type { Wrapped } from "./wrap.ts";

const NAMES_TRIED = 400; // the next ones would hardly find room, and each try takes time
const SMALLEST_CLAIM = 4; // radius in pixels; smaller dots may be written over
const LEADING = 36; // so many names come before the dots that they may lie on
const MOST_WORDS = 40; // more words on lines than that are a thicket
const FAR = 0.35; // below this scale communities are named, where there are many dots

/** What stands out: these and no others are lit. */
export interface Lit {
  nodes: Set<string>;
  statements: Set<number>;
  /** Whether words are written on its lines. */
  worded: boolean;
}

export interface Emphasis {
  lit: Lit | null;
  /** The dots with a ring around them, the first with the strongest. */
  ringed: string[];
  pinned: Set<string>;
  hovered: Target;
  /** The part of the stage that no panel covers, on the surface. */
  free: Box;
}

/** A name for a part of the picture, written where dots are too small to be named. */
export interface Region extends Point {
  name: string;
  size: number;
}

export interface Overlay {
  paint(surface: Surface, scene: Scene, emphasis: Emphasis, theme: Theme): void;
}

export function createOverlay(word: (statement: number) => string, regions: () => Region[]): Overlay {
  const wrapped = new Map<string, Wrapped>();

  function paint(surface: Surface, scene: Scene, emphasis: Emphasis, theme: Theme): void {
    const { context } = surface;
    const { lit, hovered } = emphasis;
    context.direction = "ltr";
    if (lit) veil(surface, theme);
    const edges =
      lit || hovered.node ? scene.edges.filter((edge) => stands(edge, emphasis)) : hovered.edge ? [hovered.edge] : [];
    const strong = lit?.worded || hovered.node !== null || hovered.edge !== null;
    edges.forEach((edge) =>
      paintEdge(
        context,
        edge,
        surface,
        strong ? theme.strong : theme.line,
        Math.max(edge.width, strong && edges.length <= MOST_WORDS ? 1.6 : 1),
      ),
    );
    if (lit)
      for (const id of lit.nodes) if (scene.nodes.has(id)) paintNode(context, scene.nodes.get(id)!, surface, theme);
    if (hovered.node) paintNode(context, hovered.node, surface, theme); // it may be on its way
    rings(surface, scene, emphasis, theme);
    write(surface, scene, emphasis, theme, edges);
  }

  function write(surface: Surface, scene: Scene, emphasis: Emphasis, theme: Theme, edges: SceneEdge[]): void {
    const { context, scale } = surface;
    const labels = createLabels(emphasis.free, measureWith(context, theme), wrapped);
    const { first, near, rest } = candidates(surface, scene, emphasis);
    for (const place of [...first, ...near, ...rest]) glyph(surface, scene, place, labels, theme);
    if (!emphasis.lit && scale < FAR && scene.nodes.size > 300) nameRegions(surface, labels, theme);
    const name = (place: Place, important: boolean) => labels.name(place, scale, important);
    const put = (label: Label | null) => label && paintLabel(context, label, theme);
    first.forEach((place) => put(name(place, true)));
    const worded = edges.length > MOST_WORDS ? [] : edges.filter(({ statement }) => statement !== null);
    if (worded.length) near.forEach((place) => put(name(place, false)));
    worded.forEach((edge) => wordOn(surface, edge, labels, theme, edge === emphasis.hovered.edge));
    if (!worded.length) near.forEach((place) => put(name(place, false)));
    rest.slice(0, LEADING).forEach((place) => put(name(place, false)));
    [...near, ...rest].forEach((place) => claimDot(place, labels));
    rest.slice(LEADING, NAMES_TRIED).forEach((place) => put(name(place, false)));
  }

  function wordOn(surface: Surface, edge: SceneEdge, labels: Labels, theme: Theme, hovered: boolean): void {
    const { context } = surface;
    const [from, to] = [surface.project(edge.from), surface.project(edge.to)];
    const { x, y } = edge.from === edge.to ? from : onCurve(from, control(from, to, edge.roundness), to, 0.5);
    const said = word(edge.statement!);
    context.font = `400 11px ${theme.sans}`;
    const half = context.measureText(said).width / 2 + 2;
    const box = { left: x - half, right: x + half, top: y - 7, bottom: y + 7 };
    if (!hovered && !labels.isFree(box, `${edge.statement}`)) return;
    labels.claim(box, `${edge.statement}`);
    paintLabel(
      context,
      { rows: [said], x, y: y - 6, size: 11, line: 11, bold: false, align: "center" },
      theme,
      theme.muted,
    );
  }

  function nameRegions(surface: Surface, labels: Labels, theme: Theme): void {
    for (const region of regions()) {
      const { x, y } = surface.project(region);
      const size = Math.min(13 + Math.sqrt(region.size) * 0.5, 24);
      surface.context.font = `600 ${size}px ${theme.serif}`;
      const half = surface.context.measureText(region.name).width / 2 + 8;
      const box = { left: x - half, right: x + half, top: y - size, bottom: y + size };
      if (!labels.isFree(box, region.name)) continue;
      labels.claim(box, region.name);
      paintLabel(
        surface.context,
        { rows: [region.name], x, y: y - size / 2, size, line: size, bold: true, align: "center" },
        theme,
        theme.ink,
        theme.serif,
      );
    }
  }

  return { paint };
}

function veil({ context, width, height }: Surface, theme: Theme): void {
  context.globalAlpha = 0.88;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
}

/* The lines of what is pointed at, else those that are lit. */
function stands(edge: SceneEdge, { lit, hovered }: Emphasis): boolean {
  if (edge === hovered.edge) return true;
  if (hovered.node !== null && (edge.from === hovered.node || edge.to === hovered.node)) return true;
  return lit !== null && edge.statement !== null && lit.statements.has(edge.statement);
}

function rings({ context, ...surface }: Surface, scene: Scene, { ringed, pinned }: Emphasis, theme: Theme): void {
  ringed.forEach((id, number) => {
    const node = scene.nodes.get(id);
    if (node) paintRing(context, node, surface, number === 0 ? theme.strong : theme.ink, 4);
  });
  for (const id of pinned) {
    const node = scene.nodes.get(id);
    if (!node) continue;
    context.setLineDash([2, 3]);
    paintRing(context, node, surface, theme.muted, 7);
    context.setLineDash([]);
  }
}

interface Candidates {
  first: Place[];
  near: Place[];
  rest: Place[];
}

/* What there is to be named in sight: first what is pointed at or selected, then what is near it, then the rest. */
function candidates(surface: Surface, scene: Scene, { lit, ringed, hovered }: Emphasis): Candidates {
  const first = new Set([...(hovered.node ? [hovered.node.id] : []), ...ringed]);
  const close = hovered.node ? neighbours(scene, hovered.node) : (lit?.nodes ?? new Set());
  const found: Candidates = { first: [], near: [], rest: [] };
  for (const node of scene.reading) {
    const radius = node.radius * surface.scale;
    const [isFirst, isNear] = [first.has(node.id), close.has(node.id)];
    const isLeft = (lit && !lit.nodes.has(node.id)) || (radius < SMALLEST_GLYPH && found.rest.length >= NAMES_TRIED);
    if (isLeft && !isFirst && !isNear) continue; // most of fifty thousand are
    const at = surface.project(node);
    if (inView(at, surface))
      (isFirst ? found.first : isNear ? found.near : found.rest).push({ id: node.id, name: node.name, radius, ...at });
  }
  return found;
}

function neighbours(scene: Scene, node: SceneNode): Set<string> {
  const found = new Set<string>();
  for (const { from, to } of scene.edges) {
    if (from === node) found.add(to.id);
    if (to === node) found.add(from.id);
  }
  return found;
}

function inView({ x, y }: Point, { width, height }: Surface): boolean {
  return x > -80 && y > -60 && x < width + 80 && y < height + 30;
}

function glyph(surface: Surface, scene: Scene, { id, x, y, radius }: Place, labels: Labels, theme: Theme): void {
  if (radius < SMALLEST_GLYPH) return;
  claimDot({ id, x, y, radius }, labels);
  paintGlyph(surface.context, scene.nodes.get(id)!, surface, theme);
}

function claimDot({ id, x, y, radius }: Pick<Place, "id" | "x" | "y" | "radius">, labels: Labels): void {
  if (radius >= SMALLEST_CLAIM)
    labels.claim({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, id);
}

function measureWith(context: Brush, theme: Theme) {
  return (text: string, size: number) => {
    context.font = `400 ${size}px ${theme.sans}`;
    return context.measureText(text).width;
  };
}
