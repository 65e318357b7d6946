/* Finding: entities by name, alias, pinyin or initials, figures by their digits, quotes by their words. */

import type { Graph } from "./graph.ts";
import type { Entity, Statement } from "./types.ts";

/** What was found: an entity, or one of its statements with the text that was searched. */
export interface Hit {
  entity: string;
  statement: number | null;
  text: string;
}

const MOST_ENTITIES = 12;
const MOST_STATEMENTS = 8;

interface Row {
  entity: Entity;
  names: string[];
  keys: string[];
}

export interface Finder {
  /** Entities, and then statements by their figures and quotes. */
  all(text: string): Hit[];
  entities(text: string): Entity[];
}

export function createFinder(graph: Graph): Finder {
  const rows: Row[] = graph.data.entities.map((entity) => ({
    entity,
    names: [entity.name, ...(entity.aliases ?? []), entity.id].map(folded),
    keys: entity.keys,
  }));
  const said = statementTexts(graph);
  const wordsOf = (text: string) => folded(text).split(/\s+/u).filter(Boolean);
  const entities = (text: string) => best(rows, wordsOf(text), MOST_ENTITIES).map(({ entity }) => entity);
  return {
    entities,
    all: (text) => [
      ...entities(text).map(({ id, name }) => ({ entity: id, statement: null, text: name })),
      ...statements(said, wordsOf(text)),
    ],
  };
}

/* All words must be found, or all of them together; the best places come first. */
function best(rows: Row[], words: string[], most: number): Row[] {
  if (!words.length) return [];
  const together = words.join("");
  const ranked = rows.map((row) => ({
    row,
    rank: Math.max(rankOf(row, together), Math.min(...words.map((word) => rankOf(row, word)))),
  }));
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || b.row.entity.degree - a.row.entity.degree)
    .slice(0, most)
    .map(({ row }) => row);
}

function rankOf({ names, keys }: Row, word: string): number {
  if (names.includes(word)) return 6;
  if (names.some((name) => name.startsWith(word))) return 5;
  if (names.some((name) => name.includes(word))) return 4;
  if (keys.includes(word)) return 3;
  if (keys.some((key) => key.startsWith(word))) return 2;
  return word.length > 1 && keys.some((key) => key.includes(word)) ? 1 : 0;
}

interface Said {
  statement: number;
  subject: string;
  text: string;
  folded: string;
}

/* A figure is found by what is counted, as it is printed, and by what it means: 23000 finds 2.3万. */
function statementTexts(graph: Graph): Said[] {
  return graph.data.statements.flatMap((statement, number) =>
    textsOf(statement).map(({ shown, searched }) => ({
      statement: number,
      subject: statement.subject,
      text: shown,
      folded: folded(searched),
    })),
  );
}

function textsOf({ object, quote }: Statement): { shown: string; searched: string }[] {
  const found: { shown: string; searched: string }[] = [];
  if ("figure" in object) {
    const { measure, figure, meaning } = object;
    found.push({
      shown: `${measure} ${figure}`,
      searched: `${measure} ${figure} ${meaning.number} ${meaning.maximum ?? ""}`,
    });
  }
  if (quote) found.push({ shown: quote.join(" … "), searched: quote.join("\n") });
  return found;
}

function statements(said: Said[], words: string[]): Hit[] {
  const found = new Map<number, Hit>();
  if (!words.length) return [];
  for (const { statement, subject, text, folded: whole } of said) {
    if (
      found.has(statement) ||
      !words.every((word) => (word.length > 1 || /\p{Script=Han}|\d/u.test(word)) && whole.includes(word))
    )
      continue;
    const hit = { entity: subject, statement, text };
    if (![...found.values()].some((other) => other.entity === subject && other.text === text))
      found.set(statement, hit);
    if (found.size === MOST_STATEMENTS) break;
  }
  return [...found.values()];
}

/** One form for what a reader takes to be the same: width, case, thousands separators. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3})/gu, "");
}
