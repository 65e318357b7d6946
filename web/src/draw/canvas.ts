/* The renderer on a canvas: vis-network draws dots and lines.

   It is told to once for every place where the plane comes to rest. Where there are very many lines, or communities,
   lines are no objects of its own, which would take longer than all the rest: they are drawn below its dots at once. */

import { DataSet } from "vis-data/esnext";
import { Network, type Options } from "vis-network/esnext";
import { element } from "../dom.ts";
import { paintLines } from "./lines.ts";
import { Plane } from "./plane.ts";
import type { Listener, Renderer, Scene, SceneEdge, SceneNode } from "./renderer.ts";
import { readTheme, type Theme } from "./theme.ts";

const MANY_EDGES = 3000;
const QUICK_EDGES = 1500; // so many are drawn anew while a node is dragged

type Drawn = Record<string, unknown> & { id: string | number };

export function createCanvas(stage: HTMLElement, options: Options, listener: Listener): Renderer {
  const host = element("div", { className: "host" });
  let theme = readTheme();
  let scene: Scene = { nodes: new Map(), edges: [], reading: [] };

  const plane = new Plane(stage, listener, {
    draw: ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale }),
    resize: (width, height) => network.setSize(`${width}px`, `${height}px`),
    drag({ id, x, y }, dropped) {
      if (dropped || scene.edges.length <= QUICK_EDGES) network.moveNode(id, x, y);
      else plane.repaint();
    },
  });
  plane.element.prepend(host);
  const network = new Network(
    host,
    { nodes: [], edges: [] },
    { ...options, ...styled(options, theme), autoResize: false, interaction: NO_INTERACTION },
  );
  host.querySelector(".vis-network")?.setAttribute("tabindex", "-1"); // the stage itself takes the keys

  network.on("beforeDrawing", (context: CanvasRenderingContext2D) => {
    if (isPlain(scene)) paintLines(context, scene.edges, theme);
  });
  network.on("afterDrawing", () => plane.repaint());

  function show(next: Scene): void {
    scene = next;
    const nodes = new DataSet<Drawn>([...scene.nodes.values()].map((node) => drawnNode(node, theme)));
    const edges = new DataSet<Drawn>(
      isPlain(scene) ? [] : scene.edges.map((edge, number) => drawnEdge(edge, number, theme)),
    );
    network.setData({ nodes, edges } as never);
    plane.show(scene);
  }

  return {
    kind: "canvas",
    show,
    restyle() {
      theme = readTheme();
      network.setOptions(styled(options, theme));
      show(scene);
    },
    camera: () => plane.camera(),
    moveTo: (camera, animated) => plane.moveTo(camera, animated),
    repaint: () => plane.repaint(),
    toStage: (point) => plane.toStage(point),
    destroy() {
      network.destroy();
      plane.destroy();
    },
  };
}

/* Whether its lines are drawn in one go. */
function isPlain({ edges }: Scene): boolean {
  return edges.length > MANY_EDGES || edges.some(({ statement }) => statement === null);
}

/* The plane knows what is under the pointer. */
const NO_INTERACTION = {
  dragNodes: false,
  dragView: false,
  zoomView: false,
  hover: false,
  selectable: false,
  keyboard: false,
};

/* What all lines share is said once: said of each, it would be read and copied for each. */
function styled({ edges }: Options, theme: Theme): Options {
  return { edges: { ...edges, color: { color: theme.line, inherit: false } } };
}

function drawnNode({ id, x, y, radius, colour }: SceneNode, theme: Theme): Drawn {
  return { id, x, y, size: radius, color: theme.palette[colour] };
}

function drawnEdge({ from, to, width, dashes, roundness, colour }: SceneEdge, id: number, theme: Theme): Drawn {
  return {
    id,
    from: from.id,
    to: to.id,
    width,
    smooth: { enabled: roundness > 0, type: "curvedCW", roundness },
    ...(dashes ? { dashes } : {}),
    ...(colour === null ? {} : { color: { color: theme.palette[colour], inherit: false } }),
  };
}
