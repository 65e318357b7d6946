/* Moving the camera smoothly from one place to another. */

import type { Camera } from "../view.ts";

const DURATION = 380; // milliseconds

export function easing(follow: (camera: Camera) => void, rest: () => void) {
  let frame = 0;

  function stop(): void {
    cancelAnimationFrame(frame);
  }

  function start(from: Camera, to: Camera): void {
    stop();
    const begun = performance.now();
    const step = (now: number) => {
      const share = Math.min(Math.max((now - begun) / DURATION, 0), 1);
      follow(between(from, to, share < 0.5 ? 2 * share * share : 1 - (2 - 2 * share) ** 2 / 2));
      if (share < 1) frame = requestAnimationFrame(step);
      else rest();
    };
    frame = requestAnimationFrame(step);
  }

  return { start, stop };
}

function between(from: Camera, to: Camera, share: number): Camera {
  const mix = (a: number, b: number) => a + (b - a) * share;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), scale: from.scale * (to.scale / from.scale) ** share };
}
