/* Putting rows in order: texts as Chinese dictionaries do, decimals as numbers; what is missing comes last. */

export type Compare = (a: string, b: string) => number;

const pinyin = new Intl.Collator("zh-Hans-u-co-pinyin", { numeric: true, ignorePunctuation: true });

export const compareTexts: Compare = pinyin.compare;

/** By their code units: right for dates as 2022-04-01. */
export const comparePlainly: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Decimals of any number of digits, as -1200 and 0.5, without a zero too many. */
export const compareDecimals: Compare = (a, b) => {
  const [below, otherBelow] = [a.startsWith("-"), b.startsWith("-")];
  if (below !== otherBelow) return below ? -1 : 1;
  return below ? compareSizes(b.slice(1), a.slice(1)) : compareSizes(a, b);
};

const compareSizes: Compare = (a, b) => {
  const [whole = "", rest = ""] = a.split(".");
  const [otherWhole = "", otherRest = ""] = b.split(".");
  return whole.length - otherWhole.length || comparePlainly(whole, otherWhole) || comparePlainly(rest, otherRest);
};

/** The rows by their keys; rows with the same key stay as they are, in both directions. */
export function inOrder(
  rows: readonly number[],
  key: (row: number) => string,
  compare: Compare,
  down: boolean,
): number[] {
  const keys = rows.map(key);
  // names and titles return many times: each is compared once, and the rows by its place
  const distinct = [...new Set(keys)].filter(Boolean).sort(down ? (a, b) => compare(b, a) : compare);
  const places = new Map(distinct.map((each, place) => [each, place]));
  const placed = keys.map((each) => places.get(each) ?? distinct.length);
  const order = rows.map((_, number) => number).sort((a, b) => placed[a]! - placed[b]! || a - b);
  return order.map((number) => rows[number]!);
}
