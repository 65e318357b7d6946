/* A small graph for tests, made by hand: what it says is not taken from any article. */

import { createGraph } from "../src/graph.ts";
import type { PageData, Statement } from "../src/types.ts";

export function page(ids: string[], statements: Partial<Statement>[]): PageData {
  const titles = (text: string) => ({ zh: text, en: text });
  return {
    language: "zh",
    categories: [{ id: "Union", title: titles("工会"), glyph: "工", count: ids.length }],
    classes: { Union: { title: titles("工会"), category: 0 } },
    properties: { partOf: { title: titles("属于") }, "a,b=c&d": { title: titles("怪") } },
    entities: ids.map((id) => ({
      id,
      name: id,
      type: "Union",
      category: 0,
      degree: 1,
      rank: 1,
      community: 0,
      keys: [],
    })),
    statements: statements.map((statement) => ({
      subject: "甲",
      property: "partOf",
      object: { text: titles("") },
      ...statement,
    })),
    omissions: [],
    articles: { review: { title: "回眸" } },
    communities: [{ name: ids[0] ?? "", size: ids.length }],
  };
}

export function graph(ids: string[], lines: [string, string, ("inferred" | "disputed")?][]) {
  return createGraph(
    page(
      ids,
      lines.map(([subject, entity, status]) => ({ subject, object: { entity }, ...(status ? { status } : {}) })),
    ),
  );
}
