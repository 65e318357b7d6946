/* Names broken into lines of about the same length, between words where the browser knows Chinese words. */

export const LABEL = { size: 12, line: 16, width: 9 * 12, lines: 3 };

const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

export interface Wrapped {
  rows: string[];
  width: number;
}

export function wrap(name: string, measure: (text: string) => number): Wrapped {
  const text = name
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 120);
  const count = Math.ceil(measure(text) / LABEL.width);
  if (count <= 1) return { rows: [text], width: measure(text) };
  const rows = [""];
  let rest = measure(text);
  for (const word of words(text)) {
    const row = rows.at(-1)!;
    const target = rest / (count - rows.length + 1);
    const over = measure(row + word) - target;
    const under = target - measure(row) - (/[·、：—]$/u.test(row) ? LABEL.size : 0);
    const closes = /^[\p{Pe}\p{Pf}，。、；：！？·…—]/u.test(word);
    if (row && rows.length < count && over > 1 && over >= under && !closes) {
      rest -= measure(row);
      rows.push(word.trimStart());
    } else {
      rows[rows.length - 1] = row + word;
    }
  }
  return { rows, width: Math.max(...rows.map(measure)) };
}

/** At most three lines. */
export function shortened(rows: string[]): string[] {
  return rows.length <= LABEL.lines ? rows : [...rows.slice(0, LABEL.lines - 1), `${rows[LABEL.lines - 1]}…`];
}

/* Words that may begin a line: an opening bracket or quotation mark stays with what follows it. */
function words(text: string): string[] {
  const found = segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : Array.from(text);
  const parts = found.flatMap((word) => (word.length > 12 ? (word.match(/.{1,8}/gsu) ?? []) : [word]));
  const joined: string[] = [];
  for (const part of parts) {
    if (joined.length && /[\p{Ps}\p{Pi}]$/u.test(joined.at(-1)!)) joined[joined.length - 1] += part;
    else joined.push(part);
  }
  return joined;
}
