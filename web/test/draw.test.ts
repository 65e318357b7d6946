import assert from "node:assert/strict";
import { test } from "node:test";
import { communityId, parted } from "../src/draw/communities.ts";
import { createHits } from "../src/draw/hits.ts";
import { isSoftware } from "../src/draw/probe.ts";
import type { Scene, SceneEdge, SceneNode } from "../src/draw/renderer.ts";
import { createLayout, createScene } from "../src/draw/scene.ts";
import { createGraph } from "../src/graph.ts";
import { emptyView } from "../src/view.ts";
import { visible } from "../src/visible.ts";
import { page } from "./page.ts";

const node = (id: string, x: number, y: number, radius: number): SceneNode => ({
  id,
  x,
  y,
  radius,
  name: id,
  glyph: "工",
  colour: 0,
  weight: 1,
  community: null,
});

function scene(nodes: SceneNode[], edges: Partial<SceneEdge>[] = []): Scene {
  const line = { statement: 0, from: nodes[0]!, to: nodes[0]!, roundness: 0, width: 1, dashes: null };
  return {
    nodes: new Map(nodes.map((each) => [each.id, each])),
    edges: edges.map((edge) => ({ ...line, ...edge })),
    reading: nodes,
  };
}

const all = () => true;

test("a dot is under the pointer to its edge, and a small one a little beyond", () => {
  const { at } = createHits(scene([node("大", 0, 0, 300), node("小", 1000, -1000, 2)]));
  assert.equal(at({ x: 290, y: 0 }, 1, all).node?.id, "大");
  assert.equal(at({ x: 301, y: 0 }, 1, all).node, null);
  assert.equal(at({ x: 1003, y: -1000 }, 1, all).node?.id, "小");
  assert.equal(at({ x: 1030, y: -1000 }, 0.1, all).node?.id, "小");
  assert.equal(at({ x: 1030, y: -1000 }, 1, all).node, null);
});

test("of dots that overlap the smallest is meant, which lies on the others", () => {
  const { at } = createHits(scene([node("大", 0, 0, 300), node("小", 100, 0, 40)]));
  assert.equal(at({ x: 120, y: 0 }, 1, all).node?.id, "小");
  assert.equal(at({ x: 50, y: 0 }, 1, all).node?.id, "大");
  assert.equal(at({ x: 142, y: 0 }, 1, all).node?.id, "大");
});

test("a line that is not to be hit leaves the one beside it to the pointer", () => {
  const [a, b] = [node("甲", 0, 0, 5), node("乙", 200, 0, 5)];
  const { at } = createHits(
    scene(
      [a, b],
      [
        { from: a, to: b },
        { from: a, to: b, roundness: 0.03, statement: 1 },
      ],
    ),
  );
  assert.equal(at({ x: 100, y: 0 }, 1, all).edge?.statement, 0);
  assert.equal(at({ x: 100, y: 0 }, 1, ({ statement }) => statement === 1).edge?.statement, 1);
});

test("lines are under the pointer along their curve; what stands for many relations is not", () => {
  const [a, b] = [node("甲", 0, 0, 5), node("乙", 200, 0, 5)];
  const straight = createHits(scene([a, b], [{ from: a, to: b }]));
  assert.equal(straight.at({ x: 100, y: 4 }, 1, all).edge?.statement, 0);
  assert.equal(straight.at({ x: 100, y: 8 }, 1, all).edge, null);
  const bent = createHits(scene([a, b], [{ from: a, to: b, roundness: 1 }]));
  assert.equal(bent.at({ x: 100, y: 0 }, 1, all).edge, null);
  const loop = createHits(scene([a], [{ from: a, to: a }]));
  assert.equal(loop.at({ x: 10, y: -5 }, 1, all).edge?.statement, 0);
  assert.equal(
    createHits(scene([a, b], [{ from: a, to: b, statement: null }])).at({ x: 100, y: 0 }, 1, all).edge,
    null,
  );
});

test("WebGL in software is told from a GPU", () => {
  for (const name of [
    "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)",
    "llvmpipe (LLVM 15.0.7, 256 bits)",
    "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11)",
    "Apple Software Renderer",
  ])
    assert.ok(isSoftware(name), name);
  for (const name of [
    "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
    "Apple GPU",
    "Mali-G76",
    "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11)",
  ])
    assert.ok(!isSoftware(name), name);
});

const ids = Array.from({ length: 1000 }, (_, number) => `e${number}`);
const data = page(ids, [
  { subject: "e1", object: { entity: "e2" } },
  { subject: "e1", object: { entity: "e900" } },
  { subject: "e0", object: { entity: "e990" } },
]);
data.entities.forEach((entity, number) =>
  Object.assign(entity, { community: number < 900 ? 0 : 1, rank: 1000 - number }),
);
data.communities = [
  { name: "e0", size: 900 },
  { name: "e900", size: 100 },
];
const large = createGraph(data);
const layout = createLayout(
  { nodes: ids.map((id, number) => ({ id, x: number, y: 0, size: 10 })), edges: [], options: {}, focus: null },
  false,
);

test("of a large community that is opened the most central members are shown, the rest stays behind its dot", () => {
  const { alone, behind } = parted(large, ids, [0], new Set(["e950"]));
  assert.equal(alone.size, 401);
  assert.ok(alone.has("e0") && alone.has("e399") && alone.has("e950") && !alone.has("e400"));
  assert.equal(behind.get(0)?.length, 500);
  assert.equal(behind.get(1)?.length, 99);
  assert.equal(parted(large, ids, [1], new Set()).behind.has(1), false);
});

test("relations between communities are one line, and those inside are none", () => {
  const view = emptyView("zh");
  const shown = visible(large, view, []);
  const { nodes, edges } = createScene(large, layout, view, shown, new Set());
  assert.deepEqual([...nodes.keys()].sort(), [communityId(0), communityId(1)]);
  assert.deepEqual(
    edges.map(({ statement, from, to }) => [statement, from.community, to.community]),
    [[null, 0, 1]],
  );
  assert.equal(nodes.get(communityId(0))!.name, "e0 +899");
  const selected = createScene(large, layout, view, shown, new Set(["e1", "e2"]));
  assert.equal(selected.nodes.size, 4);
  assert.deepEqual(
    selected.edges.map(({ statement, from }) => [statement, from.id]),
    [
      [0, "e1"],
      [null, "e1"],
      [null, communityId(0)],
    ],
  );
});
