/* The workbench as a page: the saved questions, the question, and its answer. */

import { markChosen, questionList } from "../ask/questions.ts";
import { button, element } from "../dom.ts";
import { fill } from "../texts.ts";
import { completionSources } from "./completion.ts";
import type { Bench } from "./data.ts";
import { createEditor } from "./editor.ts";
import { createLabels } from "./labels.ts";
import { questionPart } from "./question.ts";
import { marksOf, refusalBox, remarksBox } from "./refusal.ts";
import { resultParts } from "./results.ts";
import type { Part, Session } from "./session.ts";

export function workbenchPage(root: HTMLElement, bench: Bench, session: Session): void {
  const words = bench.words();
  const labels = createLabels(bench);
  const side = element("nav", { className: "ask-side", "aria-label": words.savedQueries });
  const main = element("div", { className: "ask-main" });
  const answer = element("section", { className: "ask-answer", "aria-label": words.results });
  const remarks = element("div", { className: "ask-remarks-holder" });
  const spoken = element("p", { className: "unseen", role: "status" });
  const editor = createEditor({
    text: session.current.text,
    words,
    sources: completionSources(bench),
    changed: (text) => {
      session.keep(text);
      answer.classList.toggle("stale", text !== session.answer?.text);
    },
    run: () => void session.run(),
  });

  function draw(part: Part): void {
    if (part === "question") drawQuestion();
    if (part !== "remarks") drawAnswer();
    const box = session.answer && remarksBox(words, session.answer.text, session.answer.remarks, go());
    remarks.replaceChildren(...(box ? [box] : []));
    underline();
  }

  /* Saved questions have no editor that could show a place. */
  const go = () => (session.current.saved ? null : editor.go);

  function drawAnswer(): void {
    answer.replaceChildren(...answerParts());
    answer.classList.remove("stale");
    spoken.textContent = answer.querySelector("[data-spoken]")?.textContent ?? "";
    main.querySelector<HTMLButtonElement>(".run")!.disabled = session.isRunning;
  }

  function drawQuestion(): void {
    if (!session.current.saved) editor.put(session.current.text);
    markChosen(side, session);
    main.replaceChildren(questionPart(bench, session, labels, editor), remarks, answer, spoken);
    main.scrollTop = 0;
  }

  function answerParts(): HTMLElement[] {
    if (session.isRunning) return [running()];
    const { answer: given } = session;
    if (!given) return [];
    if ("found" in given.reply) return resultParts(bench, session, labels, given, given.reply.found);
    return [refusalBox(words, given.text, given.reply.refusal, { go: go(), again: () => void session.run() })];
  }

  /* Only for as long as the text is the one that was asked. */
  function underline(): void {
    const { answer: given, current } = session;
    const isShown = given && given.text === current.text && !current.saved;
    const wrong = isShown && "refusal" in given.reply ? given.reply.refusal.problems : [];
    editor.mark([
      ...marksOf(current.text, wrong, "error"),
      ...marksOf(current.text, isShown ? given.remarks : [], "warning"),
    ]);
  }

  function running(): HTMLElement {
    const clock = element("span", { className: "took" });
    const tick = () => {
      if (session.since === null || (made.parentElement === null && clock.textContent)) return;
      clock.textContent = fill(words.seconds, { n: ((performance.now() - session.since) / 1000).toFixed(1) });
      setTimeout(tick, 100);
    };
    const made = element(
      "p",
      { className: "ask-running" },
      element("span", { "data-spoken": "", textContent: words.running }),
      clock,
      button(words.abort, () => session.abort(), "quiet abort"),
    );
    tick();
    return made;
  }

  side.replaceChildren(...questionList(bench, session, bench.data.queries));
  root.replaceChildren(side, main);
  session.begin(draw);
}
