import assert from "node:assert/strict";
import { test } from "node:test";
import { createOverlay } from "../src/draw/overlay.ts";
import type { Brush } from "../src/draw/paint.ts";
import type { SceneNode } from "../src/draw/renderer.ts";
import type { Theme } from "../src/draw/theme.ts";

const node = (id: string, x: number, radius: number): SceneNode => ({
  id,
  x,
  y: 0,
  radius,
  name: id,
  glyph: "工",
  colour: 0,
  weight: 1,
  community: null,
});

const theme = {
  palette: ["red"],
  onPalette: ["white"],
  paper: "white",
  ink: "black",
  muted: "grey",
  line: "grey",
  strong: "blue",
  sans: "sans-serif",
  serif: "serif",
} as Theme;

/** A brush that paints nothing, and keeps the radii of the dots it was to paint. */
function radii(): { brush: Brush; painted: number[] } {
  const painted: number[] = [];
  const brush = new Proxy({} as Brush, {
    get: (_, call) => {
      if (call === "measureText") return (text: string) => ({ width: 12 * text.length });
      return call === "arc" ? (_x: number, _y: number, radius: number) => painted.push(radius) : () => undefined;
    },
  });
  return { brush, painted };
}

test("what is lit is seen from afar: its dots have three pixels at least, and large ones their own size", () => {
  const nodes = [node("小", 0, 10), node("大", 1000, 100), node("暗", 2000, 10)];
  const { brush, painted } = radii();
  const surface = {
    context: brush,
    project: ({ x, y }: { x: number; y: number }) => ({ x: x / 10, y: y / 10 }),
    scale: 0.1,
    width: 400,
    height: 400,
    margin: { x: 0, y: 0 },
  };
  createOverlay(String, () => []).paint(
    surface,
    { nodes: new Map(nodes.map((each) => [each.id, each])), edges: [], reading: nodes },
    {
      lit: { nodes: new Set(["小", "大", "无"]), statements: new Set(), worded: true },
      ringed: [],
      pinned: new Set(),
      hovered: { node: null, edge: null },
      free: { left: 0, top: 0, right: 400, bottom: 400 },
    },
    theme,
  );
  assert.deepEqual(painted, [3, 10]);
  assert.equal(nodes[0]!.radius, 10);
});
