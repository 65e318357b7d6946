/* The renderer on a real GPU: sigma.js draws dots and lines. A script of its own, which only pages of many entities
   carry; it puts itself into the parts before the page starts. */

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { element } from "../dom.ts";
import { register } from "../parts.ts";
import type { Camera } from "../view.ts";
import { createPlane } from "./plane.ts";
import type { Listener, Renderer, Scene, SceneEdge, SceneNode } from "./renderer.ts";
import { readTheme, type Theme } from "./theme.ts";

/* sigma fits what it draws into its view, and looks at that with its camera. A square that never changes, around
   the origin, makes its places ours, whatever is filtered or dragged. */
const SIDE = 10_000;
const SQUARE: [number, number] = [-SIDE / 2, SIDE / 2];

const AFAR = 0.6; // from here on dots shrink slower than distances, so that they are still seen

const SETTINGS = {
  renderLabels: false, // the overlay writes
  stagePadding: 0,
  itemSizesReference: "positions" as const,
  zoomToSizeRatioFunction: (ratio: number) => (ratio > AFAR ? Math.sqrt(AFAR * ratio) : ratio),
  minEdgeThickness: 1,
  enableCameraRotation: false,
  allowInvalidContainer: true, // the stage may be hidden
  defaultNodeType: "dot",
  defaultEdgeType: "line",
  nodeProgramClasses: { dot: NodeCircleProgram },
  edgeProgramClasses: { line: EdgeRectangleProgram },
};

/** Throws where WebGL is not to be had. */
export function createWebgl(stage: HTMLElement, listener: Listener): Renderer {
  const host = element("div", { className: "host" });
  stage.prepend(host);
  let sigma = createSigma(host);
  let scene: Scene = { nodes: new Map(), edges: [], reading: [] };

  function follow({ x, y, scale }: Camera): void {
    const { width, height } = sigma.getDimensions();
    sigma
      .getCamera()
      .setState({ x: 0.5 + x / SIDE, y: 0.5 - y / SIDE, ratio: Math.min(width, height) / (SIDE * scale) });
  }

  const plane = createPlane(stage, listener, {
    draw(camera) {
      follow(camera);
      plane.repaint();
    },
    follow,
    resize: () => void sigma.resize(),
    drag({ id, x, y }, dropped) {
      if (dropped) sigma.getGraph().mergeNodeAttributes(id, { x, y: -y });
      plane.repaint(); // while it is on its way only the overlay shows it: placing it anew takes longer
    },
  });
  stage.prepend(host); // below the plane

  function show(next: Scene): void {
    scene = next;
    sigma.setGraph(drawnGraph(scene, readTheme()));
    plane.show(scene);
    plane.repaint();
  }

  /* Drivers restart, and laptops change their GPU. */
  host.addEventListener("webglcontextlost", revive, true);

  function revive(): void {
    host.removeEventListener("webglcontextlost", revive, true); // killing loses contexts, too
    sigma.kill();
    sigma = createSigma(host);
    show(scene);
    plane.moveTo(plane.camera(), false);
    host.addEventListener("webglcontextlost", revive, true);
  }

  return {
    kind: "webgl",
    show,
    restyle: () => show(scene),
    camera: plane.camera,
    moveTo: plane.moveTo,
    repaint: plane.repaint,
    toStage: plane.toStage,
    destroy() {
      host.removeEventListener("webglcontextlost", revive, true);
      plane.destroy();
      sigma.kill();
      host.remove();
    },
  };
}

function createSigma(host: HTMLElement): Sigma {
  try {
    const sigma = new Sigma(new Graph({ multi: true }), host, SETTINGS);
    sigma.setCustomBBox({ x: SQUARE, y: SQUARE });
    sigma.getMouseCaptor().kill(); // the plane listens
    sigma.getTouchCaptor().kill();
    return sigma;
  } catch (error) {
    host.remove();
    throw error;
  }
}

/* The y axis of sigma points up. */
function drawnGraph({ nodes, edges }: Scene, theme: Theme): Graph {
  const graph = new Graph({ multi: true, allowSelfLoops: true });
  for (const node of nodes.values()) graph.addNode(node.id, drawnNode(node, theme));
  edges.forEach((edge, number) => graph.addEdgeWithKey(number, edge.from.id, edge.to.id, drawnEdge(edge, theme)));
  return graph;
}

function drawnNode({ x, y, radius, colour }: SceneNode, theme: Theme) {
  return { x, y: -y, size: radius, color: theme.palette[colour] };
}

function drawnEdge({ width }: SceneEdge, theme: Theme) {
  return { size: width, color: theme.line };
}

register({ webgl: createWebgl });
