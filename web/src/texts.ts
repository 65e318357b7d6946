/* The words of the interface, in Chinese and in English. */

import type { Bound, Language, Status } from "./types.ts";
import { en } from "./words/en.ts";
import { zh } from "./words/zh.ts";

export type Words = { readonly [Key in keyof typeof zh]: string };

export const TEXTS: Record<Language, Words> = { zh, en };

/** Fill the blanks of a text: {n} and the like. Numbers get the thousands separators of English and Chinese. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/gu, (_, key: string) => {
    const value = values[key] ?? "";
    return typeof value === "number" ? value.toLocaleString("en") : value;
  });
}

export function statusText(words: Words, status: Status): string {
  return words[status];
}

const SIGNS: Record<Bound, string> = { exact: "", lower: "≥ ", upper: "≤ ", about: "≈ ", range: "", magnitude: "~ " };

/** What a figure means, as a formula: ≥ 23,000 家. */
export function meaningText({
  number,
  bound,
  unit,
  maximum,
}: {
  number: string;
  bound: Bound;
  unit: string;
  maximum?: string;
}): string {
  const amount = maximum === undefined ? grouped(number) : `${grouped(number)}–${grouped(maximum)}`;
  return `${SIGNS[bound]}${amount}${unit && ` ${unit}`}`;
}

/** A decimal with thousands separators; its digits are kept whatever their number. */
export function grouped(decimal: string): string {
  const [whole = "", rest] = decimal.split(".");
  const parted = whole.replace(/\B(?=(\d{3})+$)/gu, ",");
  return rest === undefined ? parted : `${parted}.${rest}`;
}
