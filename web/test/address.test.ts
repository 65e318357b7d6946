import assert from "node:assert/strict";
import { test } from "node:test";
import { fromAddress, toAddress } from "../src/address.ts";
import { createGraph } from "../src/graph.ts";
import { emptyView, NO_FILTERS, type View } from "../src/view.ts";
import { page } from "./page.ts";

const NAMES = [
  "甲",
  "a,b",
  "a=b&c",
  "100%",
  "#",
  "二 三",
  "%E4",
  "守好红色根脉·班前十分钟活动",
  "__proto__",
  "\u202ex",
  "𠮷",
  "e",
  "?",
  "+",
  "'\"<>",
];
const graph = createGraph(page(NAMES, [{}]));

/* As a browser would hand it back. */
const encoded = (address: string) => new URL(`file:///x${address}`).hash;

function views(): View[] {
  const view = emptyView("zh");
  const filters = {
    ...NO_FILTERS,
    properties: ["a,b=c&d"],
    categories: [0],
    articles: ["review"],
    statuses: ["inferred" as const],
    communities: [0],
  };
  return [
    view,
    ...NAMES.flatMap((id) => [
      { ...view, entity: id },
      { ...view, marked: NAMES, pinned: [id], hidden: [id], focus: { entity: id, steps: 2 } },
      { ...view, moved: Object.fromEntries([id, "甲"].map((each) => [each, { x: -7, y: 1200 }])) },
    ]),
    {
      ...view,
      filters,
      statement: 0,
      connecting: true,
      pane: "table",
      language: "en",
      opened: [0],
      colouring: "community",
      sizing: "rank",
    },
    {
      ...view,
      filters: { ...NO_FILTERS, since: "2022-01-01", until: "2023-12-31", undated: false },
      camera: { x: -3, y: 40, scale: 0.25 },
    },
  ];
}

test("every view comes back from its address", () => {
  for (const view of views()) {
    const address = toAddress(view, graph, "zh");
    assert.deepEqual(fromAddress(encoded(address), graph, "zh"), view, address);
    assert.deepEqual(fromAddress(address, graph, "zh"), view, address);
  }
});

test("an address that is no more than an id opens the entity, however it is written", () => {
  for (const id of NAMES) assert.equal(fromAddress(`#${encodeURIComponent(id)}`, graph, "zh").entity, id);
  assert.equal(fromAddress("#甲", graph, "zh").entity, "甲");
});

test("Chinese stays readable in an address", () => {
  assert.equal(
    toAddress({ ...emptyView("zh"), entity: "守好红色根脉·班前十分钟活动" }, graph, "zh"),
    "#e=守好红色根脉·班前十分钟活动",
  );
});

test("what names nothing is left out", () => {
  for (const address of [
    "#",
    "#%E0%A4%A",
    "#e=无此人",
    "#s=99",
    "#s=1e9",
    "#s=",
    "#focus=,9",
    "#at=1,2",
    "#at=NaN,1,1",
    "#type=__proto__",
    "#=&&=",
    "#since=2022",
    "#community=x",
  ]) {
    assert.deepEqual(fromAddress(address, graph, "zh"), emptyView("zh"), address);
  }
});
