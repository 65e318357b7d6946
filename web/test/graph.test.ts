import assert from "node:assert/strict";
import { test } from "node:test";
import { around, connect, shortest } from "../src/paths.ts";
import { createFinder } from "../src/search.ts";
import { createGraph } from "../src/graph.ts";
import { emptyView, NO_FILTERS } from "../src/view.ts";
import { visible } from "../src/visible.ts";
import { graph, page } from "./page.ts";

const line = graph(
  ["甲", "乙", "丙", "丁", "戊"],
  [
    ["甲", "乙"],
    ["丙", "乙", "inferred"],
    ["丙", "丁"],
    ["甲", "丁", "disputed"],
  ],
);

test("a neighbourhood grows with its steps, in both directions", () => {
  assert.deepEqual([...around(line, "乙", 1)].sort(), ["丙", "乙", "甲"].sort());
  assert.deepEqual(around(line, "乙", 0).size, 1);
  assert.deepEqual(around(line, "戊", 3).size, 1);
});

test("a shortest way follows what is asserted, either way, and nothing that is disputed", () => {
  const way = shortest(line, new Set(["甲"]), "丁");
  assert.deepEqual(
    way.map(({ source, target, forward }) => [source, target, forward]),
    [
      ["甲", "乙", true],
      ["乙", "丙", false],
      ["丙", "丁", true],
    ],
  );
  assert.deepEqual(shortest(line, new Set(["甲"]), "戊"), []);
  assert.deepEqual(shortest(line, new Set(["甲"]), "甲"), []);
});

test("several entities are joined one after the other, and those apart are named", () => {
  const { moves, apart, shared } = connect(line, ["甲", "丙", "戊"]);
  assert.deepEqual(
    moves.map(({ target }) => target),
    ["乙", "丙"],
  );
  assert.deepEqual(apart, ["戊"]);
  assert.deepEqual(shared, [
    { entity: "乙", of: ["甲", "丙"] },
    { entity: "丁", of: ["甲", "丙"] },
  ]);
  assert.deepEqual(connect(line, []).moves, []);
});

const dated = createGraph(
  page(
    ["甲", "乙"],
    [
      { days: ["2022-04-01", "2022-04-30"] },
      { days: ["2018-01-01", "2022-12-31"] },
      { days: [null, "2017-01-01"] },
      { days: ["2023-05-01", null] },
      { subject: "乙" },
    ],
  ),
);

const CASES: [string | null, string | null, boolean, number[]][] = [
  [null, null, true, [0, 1, 2, 3, 4]],
  [null, null, false, [0, 1, 2, 3, 4]],
  ["2022-05-01", null, false, [1, 3]],
  ["2022-04-30", "2022-04-30", false, [0, 1]],
  [null, "2017-06-01", false, [2]],
  ["2030-01-01", null, false, [3]],
  ["2022-04-30", "2022-04-30", true, [0, 1, 4]],
];

test("days choose what may have been true in them", () => {
  for (const [since, until, undated, left] of CASES) {
    const shown = visible(dated, { ...emptyView("zh"), filters: { ...NO_FILTERS, since, until, undated } }, []);
    assert.deepEqual(shown.statements, left, `${since} ${until} ${undated}`);
  }
});

test("figures are found as printed and as meant, whatever the width and the separators", () => {
  const figure = {
    measure: "参加企业",
    figure: "2.3万余家",
    meaning: { number: "23000", bound: "lower" as const, unit: "家" },
  };
  const finder = createFinder(createGraph(page(["甲"], [{ object: figure, quote: ["２.３万余家企业"] }])));
  for (const text of ["2.3万", "２．３万", "23000", "23,000", "参加企业 2.3"])
    assert.equal(finder.all(text)[0]?.statement, 0, text);
  for (const text of ["", "  ", "3.2万", "余家 没有"]) assert.deepEqual(finder.all(text), [], text);
});
