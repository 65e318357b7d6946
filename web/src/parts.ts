/* Parts of the page that only some pages carry: each is a script of its own that registers itself before this one. */

import type { App } from "./app.ts";
import type { Listener, Renderer } from "./draw/renderer.ts";

export interface Parts {
  /** Draws large graphs where there is a real GPU. */
  webgl?: (stage: HTMLElement, listener: Listener) => Renderer;
  /** The pane that asks in SPARQL. */
  ask?: (app: App) => HTMLElement;
}

declare global {
  var gongtuParts: Parts | undefined;
}

export function parts(): Parts {
  return globalThis.gongtuParts ?? {};
}

export function register(part: Parts): void {
  globalThis.gongtuParts = { ...parts(), ...part };
}
