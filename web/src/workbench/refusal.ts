/* Why there is no answer: in words, with the place in the editor where there is one. */

import { offset } from "../ask/problem.ts";
import { pieces } from "../ask/sparql.ts";
import { button, element, text } from "../dom.ts";
import { fill } from "../texts.ts";
import type { WorkbenchWords } from "../words/workbench.ts";
import type { Mark } from "./editor.ts";
import type { Refusal, ServerProblem } from "./server.ts";

interface Ways {
  /** Show a place of the query; null where there is no editor. */
  go: ((offset: number) => void) | null;
  again(): void;
}

export function refusalBox(words: WorkbenchWords, asked: string, refusal: Refusal, { go, again }: Ways): HTMLElement {
  if (refusal.reason === "aborted")
    return element("div", { className: "ask-problem" }, element("h3", { textContent: words.cancelled }));
  const { title, hint, mayWork } = kindOf(words, refusal);
  return element(
    "div",
    { className: "ask-problem", role: "alert" },
    element("h3", { textContent: title }),
    hint && element("p", { textContent: hint }),
    ...refusal.problems.map((problem) => said(words, asked, problem, go)),
    mayWork && element("div", {}, button(words.again, again, "quiet")),
  );
}

/* What is told first; and whether it may work when it is tried once more. */
function kindOf(
  words: WorkbenchWords,
  { reason, status }: Refusal,
): { title: string; hint?: string; mayWork?: boolean } {
  if (reason === "unreached") return { title: words.offlineTitle, hint: words.offlineHint, mayWork: true };
  if (reason === "broken") return { title: words.brokenTitle, hint: words.brokenHint };
  if (status === 503) return { title: words.busyTitle, mayWork: true };
  if (status === 504) return { title: words.tooLongTitle };
  if (status === 507) return { title: words.tooMuchTitle };
  if (status === 401) return { title: words.tokenTitle };
  return { title: status < 500 ? words.queryFailed : words.failedTitle };
}

function said(
  words: WorkbenchWords,
  asked: string,
  { line, column, message, hint }: ServerProblem,
  go: Ways["go"],
): HTMLElement {
  const place = line ? fill(words.queryPlace, { line, column }) : "";
  const way = go && place ? button(place, () => go(offset(asked, line, column)), "place") : null;
  if (way) way.title = `${words.goToPlace}${place}`;
  return element(
    "div",
    { className: "ask-said-wrong" },
    element("p", {}, way ?? (place && element("b", { textContent: place })), place && " ", text(message)),
    hint && element("p", { className: "ask-note" }, text(hint)),
  );
}

/** What may be wrong with a query that was answered. */
export function remarksBox(
  words: WorkbenchWords,
  asked: string,
  remarks: ServerProblem[],
  go: Ways["go"],
): HTMLElement | null {
  if (!remarks.length) return null;
  return element(
    "div",
    { className: "ask-remarks", role: "status" },
    ...remarks.map((each) => said(words, asked, each, go)),
  );
}

/** The places to be underlined: the word at each of them. */
export function marksOf(asked: string, problems: ServerProblem[], severity: Mark["severity"]): Mark[] {
  return problems
    .filter(({ line }) => line > 0)
    .map(({ line, column, message, hint }) => {
      const place = offset(asked, line, column);
      const word = pieces(asked).find(({ start, text: token }) => start <= place && place < start + token.length);
      const from = Math.min(word?.start ?? place, Math.max(asked.length - 1, 0));
      const to = word ? Math.min(word.start + word.text.length, endOfLine(asked, from)) : from + 1;
      return { from, to, severity, message: hint ? `${message}\n${hint}` : message };
    });
}

function endOfLine(asked: string, from: number): number {
  const end = asked.indexOf("\n", from);
  return end < 0 ? asked.length : end;
}
