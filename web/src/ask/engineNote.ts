/* What is told of the engine below the questions. */

import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { fill } from "../texts.ts";
import type { Session } from "./session.ts";

/** That it gets ready, how much it has, or why it cannot be had. */
export function engineNote(app: App, session: Session): HTMLElement {
  const words = app.words();
  const engine = session.ready;
  const failure = session.failure;
  const said =
    failure !== null
      ? fill(words.engineFailed, { reason: failure })
      : engine
        ? fill(words.engineReady, { n: engine.size })
        : words.engineLoading;
  return element(
    "p",
    { className: "ask-note ask-engine", role: "status" },
    said,
    engine && !engine.beside ? ` ${words.inPage}` : null,
  );
}
