/* Why a question has no answer, in a form that can be told in both languages. */

import { fill, type Words } from "../texts.ts";
import { tokens } from "./sparql.ts";

export interface Problem {
  code: keyof Words;
  values?: Record<string, string | number>;
  /** Where in the text of the query. */
  start?: number;
  /** What the engine said. */
  said?: string;
}

/** The problem as a sentence, and its place in the text. */
export function told(
  words: Words,
  text: string,
  { code, values = {}, start }: Problem,
): { sentence: string; place: string } {
  const sentence = fill(words[code], values);
  if (start === undefined) return { sentence, place: "" };
  const before = text.slice(0, start).split("\n");
  return { sentence, place: fill(words.queryPlace, { line: before.length, column: [...before.at(-1)!].length + 1 }) };
}

/** Place what the engine complains of, `error at 3:14: expected …`, in a text that begins `linesBefore` lines later. */
export function engineProblem(message: string, text: string, linesBefore: number): Problem {
  const match = /error at (\d+):(\d+): *(.*)/su.exec(message);
  if (!match) return { code: "engineSays", values: { reason: message.trim() } };
  const expected = match[3]!.replace(/^expected (?:one of )?/u, "");
  const start = nearest(text, offset(text, Number(match[1]) - linesBefore, Number(match[2])), expected);
  const sentence = /[A-Z][a-z]*(?: \w+){3,}/u.exec(expected)?.[0]; // for what is grammatical and still wrong
  if (sentence) return { code: "engineSays", values: { reason: sentence }, start };
  const near = text.slice(start).trim().split("\n")[0]!.slice(0, 30);
  const said = expectedWords(expected);
  return {
    code: near ? "cannotRead" : "endsEarly",
    values: { near },
    start,
    ...(said && { said: `expected ${said}` }),
  };
}

/* The engine compares a keyword with as many characters as it has, and gives the place behind them. What it cannot
   read is before that; a place within a token means the token. */
function nearest(text: string, place: number, expected: string): number {
  const compared = /^[A-Z]+$/u.test(expected) ? Math.max(place - expected.length, 0) : place;
  const around = tokens(text).find(({ start, text: token }) => start < compared && compared < start + token.length);
  if (around) return around.start;
  return compared + /^\s*/u.exec(text.slice(compared))![0].length;
}

/* The words that the engine expected; the patterns of its grammar tell nobody anything. */
function expectedWords(expected: string): string {
  const parts = expected.match(/"(?:\\.|[^"\\])+"|\[(?:'[^']*'|[^\]'])*\]|[^,"[]+/gsu) ?? [];
  const words = parts.map((part) => part.trim()).filter((part) => part && !/^\[|LATERAL|SERVICE/u.test(part));
  return words.length < 12 ? words.join(", ") : "";
}

/** Where in the text a place is: lines and columns count from 1, columns in characters. */
export function offset(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  if (line < 1) return 0;
  if (line > lines.length) return text.length;
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return before + [...lines[line - 1]!].slice(0, column - 1).join("").length;
}
