/* The part of the page that answers SPARQL. The text of this very script, run again, is the worker of its engine. */

import { register } from "../parts.ts";
import { askPane } from "./pane.ts";
import { Session } from "./session.ts";
import { work } from "./worker.ts";

if (typeof document === "undefined") work();
else {
  const session = new Session(document.currentScript?.textContent ?? null);
  register({ ask: (app) => askPane(app, session) });
}
