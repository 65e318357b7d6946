/* The picture of the graph: it follows the view, and tells the view what is done on it. */

import type { App } from "./app.ts";
import { communityId } from "./draw/communities.ts";
import { control, extent, onCurve, type Extent, type Point } from "./draw/geometry.ts";
import { createOverlay, type Emphasis, type Lit, type Region } from "./draw/overlay.ts";
import { SCALES } from "./draw/gestures.ts";
import type { Listener, Renderer, Scene, SceneNode, Surface, Target } from "./draw/renderer.ts";
import { createScene, type Layout } from "./draw/scene.ts";
import { onThemeChange, readTheme } from "./draw/theme.ts";
import { target } from "./graph.ts";
import { among, connect } from "./paths.ts";
import type { Picture } from "./picture.ts";
import { propertyOf } from "./panels/parts.ts";
import { toggled, type Camera, type View } from "./view.ts";

/** What of the stage a panel covers. */
export interface Covered {
  right: number;
  bottom: number;
}

export interface Stage {
  update(view: View, before: View | null): void;
  fit(animated: boolean): void;
  zoom(factor: number): void;
  picture(): Picture;
  /** Whether communities stand for entities. */
  isReduced(): boolean;
  renderer: Renderer;
  /** Where an entity, or the middle of a statement's line, is in the window; null where it is not drawn. */
  whereIs(what: string | number): Point | null;
}

const NOTHING: Target = { node: null, edge: null };

export interface StageOptions {
  layout: Layout;
  covered(): Covered;
  createRenderer(stage: HTMLElement, listener: Listener): Renderer;
}

export function createStage(
  app: App,
  container: HTMLElement,
  { layout, covered, createRenderer }: StageOptions,
): Stage {
  const overlay = createOverlay(
    (number) => propertyOf(app, app.graph.statement(number).property),
    () => (named ??= regions()),
  );
  let theme = readTheme();
  let scene: Scene = { nodes: new Map(), edges: [], reading: [] };
  let lit: Lit | null = null;
  let hovered = NOTHING;
  let named: Region[] | null = null;
  let staged: unknown[] = []; // what the scene was made of

  const renderer = createRenderer(container, {
    paint: (surface) => overlay.paint(surface, scene, emphasis(surface), theme),
    click,
    hover(next) {
      if (next.node === hovered.node && next.edge === hovered.edge) return;
      hovered = next;
      container.style.cursor = next.node || next.edge ? "pointer" : "";
      renderer.repaint();
    },
    dragged: ({ id, x, y }) => {
      const place = layout.places.get(id);
      if (place) Object.assign(place, { x, y });
      named = null;
    },
    rested: () => app.store.change({ camera: renderer.camera() }, false),
  });

  const collapsed = renderer.kind === "canvas"; // it shows a large graph as communities

  function emphasis({ width, height, margin }: Pick<Surface, "width" | "height" | "margin">): Emphasis {
    const { right, bottom } = covered();
    const { entity, marked, pinned } = app.view();
    return {
      lit,
      ringed: [...(entity === null ? [] : [entity]), ...marked],
      pinned: new Set(pinned),
      hovered,
      free: { left: margin.x, top: margin.y, right: width - margin.x - right, bottom: height - margin.y - bottom },
    };
  }

  function click({ node, edge }: Target, event: PointerEvent): void {
    const { opened } = app.view();
    if (node?.community != null) return app.store.change({ opened: toggled(opened, node.community) });
    if (node && (event.shiftKey || event.ctrlKey || event.metaKey)) return app.mark(node.id);
    if (node) return app.open(node.id);
    return edge?.statement != null ? app.openStatement(edge.statement) : app.open(null);
  }

  /* What is drawn as itself where communities stand for the rest: what is selected and what is near it. */
  function whole(view: View): Set<string> | null {
    if (!isReduced()) return null;
    const { entity, statement, marked, pinned } = view;
    const near = litBy(app, view)?.nodes ?? new Set();
    const chosen = [entity, statement === null ? null : app.graph.statement(statement).subject, ...marked].filter(
      (id) => id !== null,
    );
    const most = [...near].sort((a, b) => rank(b) - rank(a)).slice(0, MOST_NEAR);
    return new Set([...chosen, ...most, ...pinned]);
  }

  function isReduced(): boolean {
    return collapsed && app.shown().entities.size > MANY;
  }

  function rank(id: string): number {
    return app.graph.entities.get(id)?.rank ?? 0;
  }

  function regions(): Region[] {
    const groups = new Map<number, SceneNode[]>();
    for (const node of scene.nodes.values()) {
      const community = app.graph.entities.get(node.id)?.community;
      if (community === undefined) continue;
      const group = groups.get(community);
      if (group) group.push(node);
      else groups.set(community, [node]);
    }
    const made = [...groups]
      .filter(([, nodes]) => nodes.length > 7)
      .map(([community, nodes]) => ({
        name: app.graph.name(app.graph.data.communities[community]!.name),
        size: nodes.length,
        ...mean(nodes),
      }));
    return made.sort((a, b) => b.size - a.size);
  }

  function update(view: View, before: View | null): void {
    if (before && view.camera !== before.camera && view.camera === renderer.camera()) return; // it is the picture that has told
    const key = [app.shown(), view.opened, view.colouring, view.sizing, collapsed && selection(view)];
    const restaged = key.some((part, number) => part !== staged[number]);
    if (restaged) {
      staged = key;
      scene = createScene(app.graph, layout, view, app.shown(), whole(view));
      hovered = NOTHING;
      named = null;
    }
    lit = litBy(app, view);
    if (restaged) renderer.show(scene);
    if (before && view.camera && view.camera !== before.camera && view.camera !== renderer.camera())
      renderer.moveTo(view.camera, animated());
    else if (before && (view.focus !== before.focus || view.filters !== before.filters)) fit(animated());
    else if (before && view.opened !== before.opened)
      look(view.opened.find((community) => !before.opened.includes(community)));
    else if (lit?.worded && (!before || selection(view) !== selection(before)))
      reveal([...lit.nodes], before !== null && animated());
    else if (lit && before && view.pane !== before.pane && view.marked !== before.marked) reveal([...lit.nodes], false);
    if (!restaged) renderer.repaint();
  }

  function placesOf(ids: Iterable<string>): Point[] {
    const found = [...ids].map(
      (id) => scene.nodes.get(id) ?? scene.nodes.get(communityId(app.graph.entities.get(id)?.community ?? -1)),
    );
    return found.filter((node) => node !== undefined);
  }

  /* At a community that was opened, else at everything. */
  function look(opened: number | undefined): void {
    const members = [...scene.nodes.values()].filter(
      ({ id, community }) => (community ?? app.graph.entities.get(id)?.community) === opened,
    );
    if (opened === undefined) fit(animated());
    else frame(extent(members), animated());
  }

  function fit(moving: boolean): void {
    frame(extent(scene.nodes.values()), moving);
  }

  /* Move so that these places fill the part of the stage that no panel covers. */
  function frame(around: Extent | null, moving: boolean): void {
    if (!around) return;
    const { low, high } = around;
    const { right, bottom } = covered();
    const [width, height] = [container.clientWidth - right, container.clientHeight - bottom];
    const wide = (width - Math.min(150, width / 4)) / (high.x - low.x || 1);
    const tall = (height - Math.min(130, height / 3)) / (high.y - low.y || 1);
    const scale = Math.max(Math.min(wide, tall, 1.25), SCALES.least); // a stage without room left has a scale too
    const camera: Camera = {
      x: (low.x + high.x) / 2 + right / 2 / scale,
      y: (low.y + high.y) / 2 + bottom / 2 / scale,
      scale,
    };
    renderer.moveTo(camera, moving);
  }

  /* The same, but only where they are not all in sight and large enough to read. */
  function reveal(ids: string[], moving: boolean): void {
    const around = extent(placesOf(ids));
    if (!around) return;
    const { right, bottom } = covered();
    const [from, to] = [renderer.toStage(around.low), renderer.toStage(around.high)];
    const inside =
      from.x > 50 &&
      from.y > 30 &&
      to.x < container.clientWidth - right - 50 &&
      to.y < container.clientHeight - bottom - 60;
    if (!inside || renderer.camera().scale < 0.7) frame(around, moving);
  }

  onThemeChange(() => {
    theme = readTheme();
    renderer.restyle();
  });

  return {
    update,
    fit,
    zoom: (factor) => {
      const { x, y, scale } = renderer.camera();
      renderer.moveTo({ x, y, scale: scale * factor }, animated());
    },
    picture: () => {
      const [width, height] = [container.clientWidth, container.clientHeight];
      return {
        scene,
        emphasis: emphasis({ width, height, margin: { x: 0, y: 0 } }),
        overlay,
        theme,
        camera: renderer.camera(),
        width,
        height,
        title: document.title,
      };
    },
    isReduced,
    renderer,
    whereIs(what) {
      const edge = typeof what === "number" ? scene.edges.find(({ statement }) => statement === what) : undefined;
      const place =
        typeof what === "string"
          ? scene.nodes.get(what)
          : edge && onCurve(edge.from, control(edge.from, edge.to, edge.roundness), edge.to, 0.5);
      if (!place) return null;
      const { x, y } = renderer.toStage(place);
      const { left, top } = container.getBoundingClientRect();
      return { x: x + left, y: y + top };
    },
  };
}

const MANY = 10_000; // entities, above which a canvas shows communities
const MOST_NEAR = 300; // neighbours of what is selected that are drawn as themselves then

/** What the selection lights: nothing selected lights everything. */
export function litBy(app: App, { entity, statement, marked, connecting }: View): Lit | null {
  const shown = app.shown();
  if (connecting && marked.length > 1) {
    const { moves } = connect(app.graph, marked);
    return {
      nodes: new Set([...marked, ...moves.flatMap(({ source, target: reached }) => [source, reached])]),
      statements: new Set(moves.map((move) => move.statement)),
      worded: true,
    };
  }
  if (entity !== null) {
    const steps = app.graph.steps(entity).filter(({ other }) => shown.entities.has(other));
    return {
      nodes: new Set([entity, ...steps.map(({ other }) => other)]),
      statements: new Set(steps.map((step) => step.statement)),
      worded: true,
    };
  }
  if (statement !== null) {
    const said = app.graph.statement(statement);
    const other = target(said);
    return {
      nodes: new Set(other === null ? [said.subject] : [said.subject, other]),
      statements: new Set([statement]),
      worded: true,
    };
  }
  if (!marked.length) return null;
  const nodes = new Set(marked);
  return { nodes, statements: new Set(among(app.graph, nodes)), worded: false };
}

function selection({ entity, statement, marked, connecting }: View): string {
  return JSON.stringify([entity, statement, connecting ? marked : null]);
}

export function animated(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function mean(points: Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
