/* Where the camera has to be for something to be in sight, beside the panels that cover a part of the stage. */

import type { Camera } from "../view.ts";
import type { Extent, Point } from "./geometry.ts";
import { SCALES } from "./gestures.ts";
import type { Box } from "./labels.ts";
import type { Surface } from "./renderer.ts";

/** What of the stage panels cover. */
export interface Covered {
  top: number;
  right: number;
  bottom: number;
}

export interface Size {
  width: number;
  height: number;
}

const CLOSEST = 1.25; // the scale above which few dots would look lost

/** The camera for which these places fill what of the stage is free. */
export function framing({ low, high }: Extent, stage: Size, { top, right, bottom }: Covered): Camera {
  const [width, height] = [stage.width - right, stage.height - top - bottom];
  const wide = (width - Math.min(150, width / 4)) / (high.x - low.x || 1);
  const tall = (height - Math.min(130, height / 3)) / (high.y - low.y || 1);
  const scale = Math.max(Math.min(wide, tall, CLOSEST), SCALES.least); // a stage without room left has a scale too
  const [x, y] = [(low.x + high.x) / 2, (low.y + high.y) / 2];
  return { x: x + right / 2 / scale, y: y + (bottom - top) / 2 / scale, scale };
}

/** Whether all between two points of the stage is in sight, and not just at the edge. */
export function isInSight(from: Point, to: Point, stage: Size, { top, right, bottom }: Covered): boolean {
  return from.x > 50 && from.y > top + 30 && to.x < stage.width - right - 50 && to.y < stage.height - bottom - 60;
}

/** The part of a surface that no panel covers. */
export function freePart(
  { width, height, margin }: Pick<Surface, "width" | "height" | "margin">,
  { top, right, bottom }: Covered,
): Box {
  return { left: margin.x, top: margin.y + top, right: width - margin.x - right, bottom: height - margin.y - bottom };
}
