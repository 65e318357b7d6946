import assert from "node:assert/strict";
import { test } from "node:test";
import { wrap } from "../src/draw/wrap.ts";
import { fill, grouped, meaningText, TEXTS } from "../src/texts.ts";
import { calendar, dayBefore } from "../src/panels/strip.ts";
import { page } from "./page.ts";

test("both languages fill the same blanks", () => {
  const blanks = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(String).sort();
  for (const key of Object.keys(TEXTS.zh) as (keyof typeof TEXTS.zh)[])
    assert.deepEqual(blanks(TEXTS.en[key]), blanks(TEXTS.zh[key]), key);
  assert.equal(fill("{n} 个，{name}", { n: 12345, name: "$&" }), "12,345 个，$&");
});

test("a figure's meaning keeps every digit", () => {
  assert.equal(meaningText({ number: "23000", bound: "lower", unit: "家" }), "≥ 23,000 家");
  assert.equal(meaningText({ number: "3", maximum: "5", bound: "range", unit: "家" }), "3–5 家");
  assert.equal(meaningText({ number: "0.5", bound: "exact", unit: "" }), "0.5");
  assert.equal(grouped("12345678901234567890.1234"), "12,345,678,901,234,567,890.1234");
});

test("a name is broken between words, before no closing mark, and loses nothing", () => {
  const measure = (text: string) => Array.from(text).length * 12;
  for (const name of [
    "浙江省总工会",
    "守好红色根脉·班前十分钟活动",
    "关于高质量推进“守好红色根脉·班前十分钟活动”的指导意见",
    "a".repeat(90),
    "",
  ]) {
    const { rows, width } = wrap(name, measure);
    assert.equal(rows.join(""), name);
    assert.ok(
      rows.slice(1).every((row) => !/^[”，。、·）]/u.test(row)),
      rows.join("|"),
    );
    assert.equal(width, Math.max(...rows.map(measure)));
  }
});

test("bars are months over a few years and years over many", () => {
  const days = (...spans: [string | null, string | null][]) =>
    calendar(page(["甲"], [...spans.map((days) => ({ days })), {}]).statements)!;
  const few = days(["2022-04-01", "2022-04-30"], ["2022-10-01", "2022-10-31"], [null, "2022-05-01"]);
  assert.deepEqual([few.starts.length, few.counts[0], few.counts[1], few.undated, few.monthly], [7, 1, 1, 1, true]);
  const many = days(["1949-10-01", "1949-10-01"], ["2022-10-01", null]);
  assert.deepEqual(
    [many.starts[0], many.starts.length, many.counts.at(-1), many.monthly],
    ["1949-01-01", 74, 1, false],
  );
  assert.equal(calendar(page(["甲"], [{}]).statements), null);
  assert.equal(dayBefore("2024-03-01"), "2024-02-29");
});
