/* What is under the pointer: dots by a grid, so that it is as quick among fifty thousand as among fifty. */

import { control, onCurve, type Point } from "./geometry.ts";
import type { Name } from "./labels.ts";
import type { Scene, SceneEdge, SceneNode, Target } from "./renderer.ts";

const CELL = 128; // pixels at scale 1
const NEAR_NODE = 4; // pixels on the screen: small dots are hit nearby, too
const NEAR_EDGE = 5;
const PIECES = 8; // a curve is looked at as so many straight lines

export interface Hits {
  /** `takes`: which lines can be hit. */
  at(point: Point, scale: number, takes: (edge: SceneEdge) => boolean): Target;
}

export function createHits({ nodes, edges }: Scene): Hits {
  const grid = new Map<number, SceneNode[]>();
  let largest = 0;
  for (const node of nodes.values()) {
    largest = Math.max(largest, node.radius);
    const key = cell(node.x, node.y);
    const list = grid.get(key);
    if (list) list.push(node);
    else grid.set(key, [node]);
  }

  function nodeAt({ x, y }: Point, scale: number): SceneNode | null {
    const reach = Math.max(largest, NEAR_NODE / scale);
    const candidates = (2 * reach) / CELL > Math.sqrt(grid.size) ? [...grid.values()] : around(x, y, reach);
    const away = (node: SceneNode) => Math.hypot(node.x - x, node.y - y);
    const hit = candidates.flat().filter((node) => away(node) <= Math.max(node.radius, NEAR_NODE / scale));
    const inside = hit.filter((node) => away(node) <= node.radius);
    const [found] = inside.length
      ? inside.sort((a, b) => a.radius - b.radius || away(a) - away(b))
      : hit.sort((a, b) => away(a) - away(b));
    return found ?? null; // small ones lie on large ones
  }

  function around(x: number, y: number, reach: number): SceneNode[][] {
    const found: SceneNode[][] = [];
    for (let left = x - reach; left <= x + reach + CELL; left += CELL) {
      for (let top = y - reach; top <= y + reach + CELL; top += CELL) {
        const list = grid.get(cell(left, top));
        if (list) found.push(list);
      }
    }
    return found;
  }

  function edgeAt(point: Point, scale: number, takes: (edge: SceneEdge) => boolean): SceneEdge | null {
    let found: SceneEdge | null = null;
    let least = NEAR_EDGE / scale;
    for (const edge of edges) {
      if (edge.statement === null || !takes(edge)) continue; // there is nothing to be told of a bundle
      const away = distance(point, edge, least);
      if (away < least) [found, least] = [edge, away];
    }
    return found;
  }

  return {
    at(point, scale, takes) {
      const node = nodeAt(point, scale);
      return { node, edge: node ? null : edgeAt(point, scale, takes) };
    },
  };
}

/** The entity whose name is there; a name that lies on another dot leaves it to the pointer. */
export function nameAt(names: Name[], { x, y }: Point): string | null {
  const found = names.find(
    ({ box, over }) => !over && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
  );
  return found?.id ?? null;
}

function cell(x: number, y: number): number {
  return Math.floor(x / CELL) * 1_000_003 + Math.floor(y / CELL);
}

/* How far a point is from a line, if that may be less than `least`. */
function distance(point: Point, { from, to, roundness }: SceneEdge, least: number): number {
  if (from === to)
    return Math.abs(Math.hypot(point.x - from.x - from.radius, point.y - from.y + from.radius) - from.radius);
  const slack = least + Math.hypot(to.x - from.x, to.y - from.y) * roundness;
  if (point.x < Math.min(from.x, to.x) - slack || point.x > Math.max(from.x, to.x) + slack) return Infinity;
  if (point.y < Math.min(from.y, to.y) - slack || point.y > Math.max(from.y, to.y) + slack) return Infinity;
  if (!roundness) return toPiece(point, from, to);
  const bend = control(from, to, roundness);
  let nearest = Infinity;
  let last: Point = from;
  for (let piece = 1; piece <= PIECES; piece += 1) {
    const next = onCurve(from, bend, to, piece / PIECES);
    nearest = Math.min(nearest, toPiece(point, last, next));
    last = next;
  }
  return nearest;
}

function toPiece({ x, y }: Point, from: Point, to: Point): number {
  const [wide, high] = [to.x - from.x, to.y - from.y];
  const length = wide * wide + high * high;
  const share = length ? Math.min(Math.max(((x - from.x) * wide + (y - from.y) * high) / length, 0), 1) : 0;
  return Math.hypot(x - from.x - share * wide, y - from.y - share * high);
}
