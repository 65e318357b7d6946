/* The renderer on a real GPU: sigma.js draws dots and lines. A script of its own, which only pages of many entities
   carry; it puts itself into the parts before the page starts. */

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
import { element } from "../dom.ts";
import { register } from "../parts.ts";
import type { Camera } from "../view.ts";
import type { Point } from "./geometry.ts";
import { Plane } from "./plane.ts";
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

class WebglRenderer implements Renderer {
  readonly kind = "webgl";

  #host = element("div", { className: "host" });
  #scene: Scene = { nodes: new Map(), edges: [], reading: [] };
  #sigma: Sigma;
  #plane: Plane;

  /** Throws where WebGL is not to be had. */
  constructor(stage: HTMLElement, listener: Listener) {
    stage.prepend(this.#host);
    this.#sigma = createSigma(this.#host);
    this.#plane = new Plane(stage, listener, {
      draw: (camera) => {
        this.#follow(camera);
        this.#plane.repaint();
      },
      follow: (camera) => this.#follow(camera),
      resize: () => void this.#sigma.resize(),
      drag: (node, dropped) => this.#drag(node, dropped),
    });
    stage.prepend(this.#host); // below the plane
    this.#host.addEventListener("webglcontextlost", this.#revive, true);
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#sigma.setGraph(drawnGraph(scene, readTheme()));
    this.#plane.show(scene);
  }

  restyle(): void {
    this.show(this.#scene);
  }

  camera(): Camera {
    return this.#plane.camera();
  }

  moveTo(camera: Camera, animated: boolean): void {
    this.#plane.moveTo(camera, animated);
  }

  repaint(): void {
    this.#plane.repaint();
  }

  toStage(point: Point): Point {
    return this.#plane.toStage(point);
  }

  destroy(): void {
    this.#host.removeEventListener("webglcontextlost", this.#revive, true);
    this.#plane.destroy();
    this.#sigma.kill();
    this.#host.remove();
  }

  #follow({ x, y, scale }: Camera): void {
    const { width, height } = this.#sigma.getDimensions();
    const ratio = Math.min(width, height) / (SIDE * scale);
    this.#sigma.getCamera().setState({ x: 0.5 + x / SIDE, y: 0.5 - y / SIDE, ratio });
  }

  #drag({ id, x, y }: SceneNode, dropped: boolean): void {
    if (dropped) this.#sigma.getGraph().mergeNodeAttributes(id, { x, y: -y });
    this.#plane.repaint(); // while it is on its way only the overlay shows it: placing it anew takes longer
  }

  /* Drivers restart, and laptops change their GPU. */
  #revive = (): void => {
    this.#host.removeEventListener("webglcontextlost", this.#revive, true); // killing loses contexts, too
    this.#sigma.kill();
    this.#sigma = createSigma(this.#host);
    this.show(this.#scene);
    this.#plane.moveTo(this.#plane.camera(), false);
    this.#host.addEventListener("webglcontextlost", this.#revive, true);
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

function drawnEdge({ width, colour }: SceneEdge, theme: Theme) {
  return { size: width, color: colour === null ? theme.line : theme.palette[colour] };
}

register({ webgl: (stage, listener) => new WebglRenderer(stage, listener) });
