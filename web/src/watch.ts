/* A page of `kg watch` or `kg serve` follows its data: a newer graph reloads it, at the same address and so in the same
   view; while the data have errors the last good graph stays, below what is wrong. A page that nobody sees does not
   listen: a browser opens only six connections to one server, and a dozen tabs would take them all. */

import type { App } from "./app.ts";
import { element } from "./dom.ts";
import { fill } from "./texts.ts";
import type { Language } from "./types.ts";

/* What the server tells of each state of the data (see kg/watching/events.py). */
interface Told {
  version: string;
  errors: number;
  problems: Record<Language, string>;
}

/** Listen to the server that this version of the page came from. */
export function follow(app: App, version: string): void {
  const banner = element("aside", { className: "trouble", role: "alert", hidden: true });
  document.querySelector(".stage")!.append(banner);
  let told: Told | null = null; // null: nobody tells any more
  const draw = () => banner.replaceChildren(...trouble(app, told));
  let events: EventSource | undefined;
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("events");
    events.onmessage = ({ data }) => {
      told = JSON.parse(data as string) as Told;
      if (told.version !== version) return location.reload();
      banner.hidden = told.errors === 0;
      draw();
    };
    events.onerror = () => {
      told = null;
      banner.hidden = false;
      draw();
    };
  };
  document.addEventListener("visibilitychange", listen);
  listen();
  app.store.listen(({ language }, before) => language === before.language || draw());
}

function trouble(app: App, told: Told | null): HTMLElement[] {
  const words = app.words();
  if (!told) return [element("p", { textContent: words.notFollowed })];
  return [
    element("p", { textContent: fill(words.dataBroken, { n: told.errors }) }),
    element("pre", { textContent: told.problems[app.language()], tabIndex: 0 }),
  ];
}
