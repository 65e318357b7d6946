/* What a statement says, how sure it is, and the words that support it. */

import type { App } from "../app.ts";
import { changeText } from "../changes.ts";
import { element, text } from "../dom.ts";
import { fill, meaningText, statusText } from "../texts.ts";
import type { Article, Evidence, Figure, Omission, Statement } from "../types.ts";
import { address, labelled, link } from "./parts.ts";

/** The object of a statement. */
export function value(app: App, { object }: Statement): HTMLElement {
  if ("entity" in object) return link(app, object.entity);
  if ("figure" in object) return figure(app, object);
  if ("date" in object) return text(object.date, "date");
  return text(object.text[app.language()], "text");
}

function figure(app: App, said: Figure): HTMLElement {
  const line = element("span", { className: "figure" }, text(said.measure), element("b", {}, text(said.figure)));
  const meaning = meaningText(said.meaning);
  const plain = meaning.replace(/[\s,]/gu, "") === said.figure.replace(/[\s,]/gu, ""); // it would say the same again
  return element(
    "div",
    {},
    line,
    !plain && element("p", { className: "meaning" }, text(meaning)),
    qualifiers(app, said),
  );
}

/* What a figure counts, of what, in which span. */
function qualifiers(app: App, said: Figure): HTMLElement | null {
  const words = app.words();
  const known: [string, string | undefined][] = [
    [words.kind, said.kind?.[app.language()]],
    [words.counted, said.counts && app.graph.name(said.counts)],
    [words.scope, said.scope && app.graph.name(said.scope)],
    [words.period, said.period],
  ];
  const shown = known.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return shown.length
    ? element("p", { className: "marks" }, ...shown.map(([label, said]) => labelled(label, said)))
    : null;
}

/** What became of it, and what it said before. */
export function became(app: App, { change, before }: Pick<Statement, "change" | "before">): HTMLElement | null {
  const words = app.words();
  if (!change) return null;
  return element(
    "p",
    { className: "marks" },
    element("span", { className: `mark ${change}`, textContent: changeText(words, change) }),
    before !== undefined && element("span", { className: "more" }, `${words.before} `, element("s", {}, text(before))),
  );
}

/** Its status, unless it is simply stated; the role, time and note that belong to it. */
export function marks(app: App, statement: Statement): HTMLElement | null {
  const words = app.words();
  const { status } = statement;
  const badge = status && element("span", { className: `mark ${status}`, textContent: statusText(words, status) });
  const known = (["role", "when", "note"] as const).filter((key) => statement[key]);
  if (!badge && !known.length) return null;
  return element("p", { className: "marks" }, badge, ...known.map((key) => labelled(words[key], statement[key]!)));
}

/** The words of the article, in their sentence where the page has it, and where they stand. */
export function evidence(app: App, said: Evidence): HTMLElement | null {
  const { sentence, quote } = said;
  const words = sentence ? inSentence(sentence) : quote && element("q", {}, text(quote.join(" … ")));
  const cite = citation(app, said);
  return words || cite ? element("blockquote", { className: words ? "" : "bare" }, words, cite) : null;
}

/* The paragraph first, which differs; of a page's only article the title need not be said again and again. */
function citation(app: App, { source, paragraph, quote }: Evidence): HTMLElement | null {
  if (source === undefined) return null;
  const only = Object.keys(app.graph.data.articles).length === 1;
  if (only && !quote) return null;
  const article = app.graph.data.articles[source];
  const place = paragraph === undefined ? "" : fill(app.words().paragraph, { n: paragraph });
  const title = only && place ? null : text(article?.title ?? source);
  return element("cite", { title: cited(article) }, place, place && title && " · ", title);
}

/* The odd parts are the phrases. */
function inSentence(parts: string[]): HTMLElement {
  return element("q", {}, ...parts.map((part, number) => (number % 2 ? element("mark", { textContent: part }) : part)));
}

function cited(article: Article | undefined): string {
  return article
    ? [article.title, article.authors?.join(" "), article.publisher, article.published].filter(Boolean).join(" / ")
    : "";
}

/** One statement: what it says (`shown`), its marks, its evidence. */
export function statementItem(app: App, statement: Statement, shown: HTMLElement): HTMLElement {
  const { quote, object } = statement;
  const said = quote?.length === 1 && "text" in object && quote[0] === object.text.zh; // once is enough
  return element(
    "li",
    { className: statement.change ?? "" },
    said && !statement.sentence ? null : shown,
    became(app, statement),
    marks(app, statement),
    evidence(app, statement),
  );
}

/** What is not stated is no value, and does not look like one. */
export function absence(app: App, omission: Omission): HTMLElement {
  const words = app.words();
  const badge = element("span", {
    className: "mark",
    textContent: omission.partial ? words.moreValues : words.noValue,
  });
  return element(
    "li",
    { className: "absence" },
    element("p", { className: "marks" }, badge, text(omission.note)),
    omission.quote ? evidence(app, omission) : null,
  );
}

/** An article as a whole, with its address. */
export function articleLine(article: Article): HTMLElement {
  return element(
    "p",
    { className: "article" },
    text(cited(article)),
    article.url ? element("br") : null,
    article.url ? address(article.url) : null,
  );
}
