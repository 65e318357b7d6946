/* The picture of the graph: it follows the view, and tells the view what is done on it. */

import type { App } from "./app.ts";
import { SIGNS } from "./changes.ts";
import { framing, freePart, isInSight, type Covered, type Size } from "./draw/framing.ts";
import { extent, type Extent, type Point } from "./draw/geometry.ts";
import type { Emphasis, Lit } from "./draw/emphasis.ts";
import type { Box, Name } from "./draw/labels.ts";
import { createOverlay, type Overlay, type Region } from "./draw/overlay.ts";
import { membersOf, middleOf, placesOf, regionsOf } from "./draw/places.ts";
import type { Listener, Renderer, Scene, SceneNode, Surface, Target } from "./draw/renderer.ts";
import { createScene, withMoved, type Layout } from "./draw/scene.ts";
import { onThemeChange, readTheme } from "./draw/theme.ts";
import { drawnItself, litBy, selection } from "./lit.ts";
import type { Picture } from "./picture.ts";
import { propertyOf } from "./panels/parts.ts";
import { toggled, type Camera, type View } from "./view.ts";

const MANY = 10_000; // entities, above which a canvas shows communities
const LEGIBLE = 0.7; // the scale below which names are hard to tell apart
const DWELL = 90; // milliseconds that a pointer rests on something before that lights up: it may only pass
const NOTHING: Target = { node: null, edge: null };

export interface StageOptions {
  layout: Layout;
  covered(): Covered;
  createRenderer(stage: HTMLElement, listener: Listener): Renderer;
}

export class Stage {
  readonly renderer: Renderer;

  #app: App;
  #container: HTMLElement;
  #layout: Layout;
  #covered: () => Covered;
  #overlay: Overlay;
  #theme = readTheme();
  #scene: Scene = { nodes: new Map(), edges: [], reading: [] };
  #madeOf: unknown[] = []; // what the scene was made of
  #regions: Region[] | null = null;
  #lit: Lit | null = null;
  #pointed = NOTHING; // what the pointer is on
  #hovered = NOTHING; // what it has rested on
  #dwelling = 0;
  #names: Name[] = [];
  #margin: Point = { x: 0, y: 0 }; // of the surface that they are written on
  #sides: Emphasis["sides"] = new Map(); // where names are while nothing is pointed at
  #goBack: (() => void) | null = null; // to where the camera was before it showed a selection

  constructor(app: App, container: HTMLElement, { layout, covered, createRenderer }: StageOptions) {
    this.#app = app;
    this.#container = container;
    this.#layout = layout;
    this.#covered = covered;
    this.#overlay = createOverlay(
      (number) => {
        const { property, change } = app.graph.statement(number);
        return `${change ? `${SIGNS[change]} ` : ""}${propertyOf(app, property)}`;
      },
      () => (this.#regions ??= regionsOf(app.graph, this.#scene)),
    );
    this.renderer = createRenderer(container, this.#listener());
    onThemeChange(() => this.#restyle());
  }

  /** Whether communities stand for entities. */
  isReduced(): boolean {
    return this.#mayReduce() && this.#app.shown().entities.size > MANY;
  }

  update(view: View, before: View | null): void {
    if (before && view.camera !== before.camera && view.camera === this.renderer.camera()) return; // it told so
    const restaged = this.#restage(view);
    this.#lit = litBy(this.#app, view);
    if (restaged) this.renderer.show(this.#scene);
    if (before) this.#follow(view, before);
    else if (this.#lit?.worded && !view.camera) this.#revealFirst(this.#lit.nodes);
    if (!restaged) this.renderer.repaint();
  }

  fit(moving: boolean): void {
    this.#goBack = null;
    this.#frame(extent(this.#scene.nodes.values()), moving);
  }

  zoom(factor: number): void {
    this.#goBack = null;
    const { x, y, scale } = this.renderer.camera();
    this.renderer.moveTo({ x, y, scale: scale * factor }, isAnimated());
  }

  picture(): Picture {
    const size = this.#size();
    return {
      scene: this.#scene,
      emphasis: this.#emphasis({ ...size, margin: { x: 0, y: 0 } }),
      overlay: this.#overlay,
      theme: this.#theme,
      camera: this.renderer.camera(),
      ...size,
      title: document.title,
    };
  }

  /** Where an entity, or the middle of a statement's line, is in the window; null where it is not drawn. */
  whereIs(what: string | number): Point | null {
    const place = typeof what === "string" ? this.#scene.nodes.get(what) : middleOf(this.#scene, what);
    if (!place) return null;
    const { x, y } = this.renderer.toStage(place);
    const { left, top } = this.#container.getBoundingClientRect();
    return { x: x + left, y: y + top };
  }

  /** The names that are written, with the boxes that they take in the window while the picture is at rest. */
  whereNamed(): { id: string; box: Box; over: boolean }[] {
    const { left, top } = this.#container.getBoundingClientRect();
    const [right, down] = [left - this.#margin.x, top - this.#margin.y];
    return this.#names.map(({ id, box, over }) => ({
      id,
      box: { left: box.left + right, right: box.right + right, top: box.top + down, bottom: box.bottom + down },
      over,
    }));
  }

  #listener(): Listener {
    return {
      paint: (surface) => this.#paint(surface),
      takes: ({ statement }) => !this.#lit || (statement !== null && this.#lit.statements.has(statement)),
      click: (target, event) => this.#click(target, event),
      hover: (target) => this.#hover(target),
      dragged: (node) => this.#keepPlace(node),
      moved: () => (this.#goBack = null),
      rested: () => this.#app.store.change({ camera: this.renderer.camera() }, false),
    };
  }

  /* What is pointed at may not move the names: they would slip away below the pointer. */
  #paint(surface: Surface): Name[] {
    this.#names = this.#overlay.paint(surface, this.#scene, this.#emphasis(surface), this.#theme);
    this.#margin = surface.margin;
    if (!this.#hovered.node) this.#sides = new Map(this.#names.map(({ id, side }) => [id, side]));
    return this.#names;
  }

  #click({ node, edge }: Target, event: PointerEvent): void {
    const app = this.#app;
    if (node?.community != null) return app.store.change({ opened: toggled(app.view().opened, node.community) });
    if (node && (event.shiftKey || event.ctrlKey || event.metaKey)) return app.mark(node.id);
    if (node) return app.open(node.id);
    return edge?.statement != null ? app.openStatement(edge.statement) : app.open(null);
  }

  #hover(next: Target): void {
    if (next.node === this.#pointed.node && next.edge === this.#pointed.edge) return;
    this.#pointed = next;
    this.#container.style.cursor = next.node || next.edge ? "pointer" : "";
    clearTimeout(this.#dwelling);
    this.#dwelling = setTimeout(() => {
      this.#hovered = this.#pointed;
      this.renderer.repaint();
    }, DWELL);
  }

  /* It is there already, and needs no other scene. */
  #keepPlace({ id, x, y, community }: SceneNode): void {
    this.#regions = null;
    if (community !== null) return;
    const view = this.#app.view();
    const moved = { ...view.moved, [id]: { x: Math.round(x), y: Math.round(y) } };
    this.#madeOf = this.#parts({ ...view, moved });
    this.#app.store.change({ moved });
  }

  #restyle(): void {
    this.#theme = readTheme();
    this.renderer.restyle();
  }

  /* Only a canvas, which is slow, shows communities. */
  #mayReduce(): boolean {
    return this.renderer.kind === "canvas";
  }

  /* What a scene is made of. */
  #parts({ opened, colouring, sizing, moved, ...view }: View): unknown[] {
    return [this.#app.shown(), opened, colouring, sizing, moved, this.isReduced() && selection(view)];
  }

  /* Make the scene anew, if it would be another one. */
  #restage(view: View): boolean {
    const parts = this.#parts(view);
    if (parts.every((part, number) => part === this.#madeOf[number])) return false;
    const whole = this.isReduced() ? drawnItself(this.#app, view) : null;
    this.#madeOf = parts;
    this.#scene = createScene(this.#app.graph, withMoved(this.#layout, view.moved), view, this.#app.shown(), whole);
    this.#pointed = this.#hovered = NOTHING;
    this.#regions = null;
    return true;
  }

  /* Move the camera to what has changed. */
  #follow(view: View, before: View): void {
    const changed = (...keys: (keyof View)[]) => keys.some((key) => view[key] !== before[key]);
    const { camera, opened } = view;
    if (camera && changed("camera") && camera !== this.renderer.camera()) this.#moveTo(camera);
    else if (changed("focus", "filters")) this.fit(isAnimated());
    else if (changed("opened")) this.#lookAt(opened.find((community) => !before.opened.includes(community)));
    else if (selection(view) !== selection(before)) this.#showSelection();
    else if (this.#lit && changed("pane") && changed("marked")) this.#reveal(this.#lit.nodes, false);
  }

  #moveTo(camera: Camera): void {
    this.#goBack = null;
    this.renderer.moveTo(camera, isAnimated());
  }

  #showSelection(): void {
    if (this.#lit?.worded) this.#reveal(this.#lit.nodes, isAnimated());
    else this.#goBack?.();
  }

  /* Where the page opens with a selection, there is all the graph to go back to. */
  #revealFirst(ids: Set<string>): void {
    this.#reveal(ids, false);
    this.#goBack = () => this.fit(isAnimated());
  }

  /* At a community that was opened, else at everything. */
  #lookAt(community: number | undefined): void {
    if (community === undefined) this.fit(isAnimated());
    else this.#frame(extent(membersOf(this.#app.graph, this.#scene, community)), isAnimated());
  }

  /* Move so that these places fill the part of the stage that no panel covers. */
  #frame(around: Extent | null, moving: boolean): void {
    if (around) this.renderer.moveTo(framing(around, this.#size(), this.#covered()), moving);
  }

  /* The same, but only where they are not all in sight and large enough to read. */
  #reveal(ids: Set<string>, moving: boolean): void {
    const around = extent(placesOf(this.#app.graph, this.#scene, ids));
    if (!around) return;
    const [from, to] = [this.renderer.toStage(around.low), this.renderer.toStage(around.high)];
    const inside = isInSight(from, to, this.#size(), this.#covered());
    const camera = this.renderer.camera();
    if (inside && camera.scale >= LEGIBLE) return;
    this.#goBack ??= () => this.#moveTo(camera);
    this.#frame(around, moving);
  }

  #size(): Size {
    return { width: this.#container.clientWidth, height: this.#container.clientHeight };
  }

  #emphasis(surface: Pick<Surface, "width" | "height" | "margin">): Emphasis {
    const { entity, marked, pinned } = this.#app.view();
    return {
      lit: this.#lit,
      ringed: entity === null ? marked : [entity, ...marked],
      pinned: new Set(pinned),
      hovered: this.#hovered,
      free: freePart(surface, this.#covered()),
      sides: this.#hovered.node ? this.#sides : new Map(),
    };
  }
}

function isAnimated(): boolean {
  return !matchMedia("(prefers-reduced-motion: reduce)").matches;
}
