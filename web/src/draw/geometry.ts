/* Where lines run. A line is a quadratic curve that bends to its right, as vis-network's `curvedCW` does. */

export interface Point {
  x: number;
  y: number;
}

/** The control point of a curve from one point to another; `roundness` 0 is half the way out of a circle. */
export function control(from: Point, to: Point, roundness: number): Point {
  const share = roundness * 0.5 + 0.5;
  const angle = Math.atan2(from.y - to.y, to.x - from.x) + share * Math.PI;
  const reach = share * Math.hypot(to.x - from.x, to.y - from.y);
  return { x: from.x + reach * Math.sin(angle), y: from.y + reach * Math.cos(angle) };
}

/** A point of the quadratic curve, `share` from 0 to 1. */
export function onCurve(from: Point, bend: Point, to: Point, share: number): Point {
  const rest = 1 - share;
  const mix = (a: number, b: number, c: number) => rest * rest * a + 2 * rest * share * b + share * share * c;
  return { x: mix(from.x, bend.x, to.x), y: mix(from.y, bend.y, to.y) };
}

/** How far along a curve the dot at its end begins. */
export function endShare(from: Point, bend: Point, to: Point, radius: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 12; round += 1) {
    const middle = (low + high) / 2;
    const point = onCurve(from, bend, to, middle);
    if (Math.hypot(point.x - to.x, point.y - to.y) > radius) low = middle;
    else high = middle;
  }
  return low;
}

export interface Extent {
  low: Point;
  high: Point;
}

export function extent(points: Iterable<Point>): Extent | null {
  let found: Extent | null = null;
  for (const { x, y } of points) {
    if (!found) found = { low: { x, y }, high: { x, y } };
    found.low.x = Math.min(found.low.x, x);
    found.low.y = Math.min(found.low.y, y);
    found.high.x = Math.max(found.high.x, x);
    found.high.y = Math.max(found.high.y, y);
  }
  return found;
}
