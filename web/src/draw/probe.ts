/* Which renderer draws: a canvas, or the GPU where there is a real one and enough to draw. */

import { element } from "../dom.ts";
import { parts } from "../parts.ts";
import type { Listener, Renderer } from "./renderer.ts";

const MANY_NODES = 3000; // a canvas is as smooth below, and draws finer
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|\bwarp\b/i;

/** Start the renderer that suits a graph of so many nodes best; where the GPU fails, the canvas takes its place.

    `?renderer=canvas` or `?renderer=webgl` in the address decides otherwise: for tests and measurements. */
export function createRenderer(
  stage: HTMLElement,
  listener: Listener,
  nodes: number,
  canvas: () => Renderer,
): Renderer {
  const { webgl } = parts();
  const wanted = new URLSearchParams(location.search).get("renderer");
  const suits = wanted === null ? nodes > MANY_NODES && hasGpu() : wanted === "webgl";
  if (!webgl || !suits) return canvas();
  try {
    return webgl(stage, listener);
  } catch {
    return canvas();
  }
}

/** Whether WebGL is drawn by hardware. In software it is slower than a canvas. */
export function hasGpu(): boolean {
  const context = element("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const names = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !isSoftware(name);
}

export function isSoftware(name: string): boolean {
  return SOFTWARE.test(name);
}
