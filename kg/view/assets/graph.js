"use strict";
/* The drawing: vis-network draws dots and lines; everything written or faded is drawn on top of it.

   Fading is a veil in the colour of the paper over the whole picture, with what is lit drawn again above it: as
   quick for ten thousand nodes as for ten. */

function createGraph(container, drawing, data) {
  const entities = new Map(data.entities.map((entity) => [entity.id, entity]));
  const reading = [...data.entities].sort((a, b) => b.degree - a.degree); // sort is stable: then as written
  const theme = readTheme(data.categories.length);
  const upright = container.clientHeight > 1.2 * container.clientWidth; // the layout is made for wide screens
  const nodes = new vis.DataSet(drawing.nodes.map(({ label, x, y, ...node }) => ({ ...node, x: upright ? y : x, y: upright ? x : y })));
  const edges = new vis.DataSet(drawing.edges);
  const network = new vis.Network(container, { nodes, edges }, options());
  const { body } = network;
  const words = createWords(data, theme);
  let shown = { nodes: null, edges: [], selected: null };
  let covered = { right: 0, bottom: 0 }; // by the panel
  let hovered = { node: null, edge: null };

  function options() {
    const emphasise = (values) => Object.assign(values, { color: theme.strong, width: 1.8 });
    return {
      ...drawing.options,
      edges: { ...drawing.options.edges, color: { color: theme.line, inherit: false }, chosen: { edge: emphasise, label: false } },
    };
  }

  function paint() {
    nodes.update(drawing.nodes.map(({ id, category }) => ({ id, color: theme.types[category] })));
  }

  function toScreen(id) {
    const { x, y, options: { size } } = body.nodes[id];
    const { scale, translation } = body.view;
    return { x: x * scale + translation.x, y: y * scale + translation.y, radius: size * scale };
  }

  function draw(context) {
    const lit = shown.nodes;
    if (lit) veil(context);
    emphasised().forEach((id) => drawEdge(context, id));
    if (lit) lit.forEach((id) => body.nodes[id].draw(context));
    context.save();
    const ratio = container.querySelector("canvas").width / container.clientWidth;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.direction = "ltr";
    if (shown.selected !== null) ring(context, toScreen(shown.selected));
    words.draw(context, wording());
    context.restore();
  }

  function veil(context) {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 0.88;
    context.fillStyle = theme.paper;
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    context.restore();
  }

  function emphasised() {
    const own = hovered.node === null ? [] : network.getConnectedEdges(hovered.node);
    return new Set([...shown.edges, ...own].filter((id) => !shown.nodes || shown.edges.includes(id)));
  }

  function drawEdge(context, id) {
    const edge = body.edges[id];
    const before = edge.selected;
    edge.selected = shown.selected !== null || shown.edges.length === 1 || hovered.node !== null;
    edge.draw(context);
    edge.drawArrows(context);
    edge.selected = before;
  }

  function ring(context, { x, y, radius }) {
    context.beginPath();
    context.arc(x, y, radius + 4, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = theme.strong;
    context.stroke();
  }

  /* What there is to be written: first what is pointed at or selected, then what is near it, then the rest. */
  function wording() {
    const firstIds = new Set([hovered.node, shown.selected].filter((id) => id !== null));
    const nearIds = new Set(hovered.node === null ? (shown.nodes ?? []) : network.getConnectedNodes(hovered.node));
    const first = inSight([...firstIds].map((id) => entities.get(id)));
    const near = inSight([...nearIds].filter((id) => !firstIds.has(id)).map((id) => entities.get(id)).sort((a, b) => b.degree - a.degree));
    const rest = hovered.node === null && shown.nodes ? [] : inSight(reading, ({ id }) => !firstIds.has(id) && !nearIds.has(id) && (!shown.nodes || shown.nodes.has(id)));
    const relations = worded().map((id) => ({ id, word: data.properties[data.statements[id].property].title, hovered: id === hovered.edge, ...network.canvasToDOM(body.edges[id].edgeType.getPoint(0.5)) }));
    return { places: [...first, ...near, ...rest], first: first.length, near: first.length + near.length, relations, scale: body.view.scale, free: free() };
  }

  /* Where these entities are on the screen; of those too small for a glyph only as many as names are tried. */
  function inSight(candidates, wanted = () => true) {
    const found = [];
    for (const entity of candidates) {
      const place = toScreen(entity.id);
      if (place.radius < SMALLEST_GLYPH && found.length >= NAMES_TRIED) break;
      if (inView(place) && wanted(entity)) found.push({ entity, ...place });
    }
    return found;
  }

  function inView({ x, y }) {
    return x > -80 && y > -60 && x < container.clientWidth + 80 && y < container.clientHeight + 30;
  }

  /* The relations whose words are written: those of what is pointed at, else of the selection. */
  function worded() {
    const selection = shown.selected !== null || shown.edges.length === 1 ? shown.edges : [];
    const own = hovered.node === null ? selection : network.getConnectedEdges(hovered.node);
    return [...new Set([...(hovered.edge === null ? [] : [hovered.edge]), ...(own.length > 40 ? [] : own)])];
  }

  function free() {
    return { width: container.clientWidth - covered.right, height: container.clientHeight - covered.bottom };
  }

  function extent(ids) {
    const places = ids.map((id) => body.nodes[id]);
    const ends = (pick, key) => places.reduce((found, place) => pick(found, place[key]), places[0][key]);
    return { low: { x: ends(Math.min, "x"), y: ends(Math.min, "y") }, high: { x: ends(Math.max, "x"), y: ends(Math.max, "y") } };
  }

  /* Move so that these nodes fill the part of the stage that the panel leaves free. */
  function frame(ids, animate) {
    if (!ids.length) return;
    const { low, high } = extent(ids);
    const { width, height } = free();
    const wide = (width - Math.min(150, width / 4)) / (high.x - low.x || 1);
    const tall = (height - Math.min(110, height / 3)) / (high.y - low.y || 1);
    network.moveTo({
      position: { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 },
      scale: Math.min(wide, tall, 1.25),
      offset: { x: -covered.right / 2, y: -covered.bottom / 2 },
      animation: animate && { duration: 380, easingFunction: "easeInOutQuad" },
    });
  }

  /* The same, but only where they are not all in sight and large enough to read. */
  function reveal(ids, animate) {
    const { low, high } = extent(ids);
    const [from, to] = [network.canvasToDOM(low), network.canvasToDOM(high)];
    const { width, height } = free();
    const inside = from.x > 50 && from.y > 30 && to.x < width - 50 && to.y < height - 60;
    if (!inside || network.getScale() < 0.7) frame(ids, animate);
  }

  network.on("afterDrawing", draw);
  network.on("hoverNode", ({ node }) => hover({ node, edge: null }));
  network.on("blurNode", () => hover({ node: null, edge: null }));
  network.on("hoverEdge", ({ edge }) => hover({ node: null, edge }));
  network.on("blurEdge", () => hover({ node: null, edge: null }));

  function hover(target) {
    hovered = target;
    container.style.cursor = target.node === null && target.edge === null ? "" : "pointer";
    network.redraw();
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    Object.assign(theme, readTheme(data.categories.length));
    network.setOptions(options());
    paint();
  });

  paint();
  return {
    network,
    frame,
    reveal,
    show(next, panel) {
      shown = next;
      covered = panel;
      network.redraw();
    },
  };
}

function readTheme(count) {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  const palette = Array.from({ length: 13 }, (_, number) => value(`--type-${number}`));
  const types = Array.from({ length: count }, (_, number) => palette[number % palette.length]);
  return {
    types,
    onTypes: types.map((colour) => (luminance(colour) > Number(value("--glyph-above")) ? "#1d1b18" : "#ffffff")),
    paper: value("--paper"),
    ink: value("--ink"),
    muted: value("--muted"),
    line: value("--line"),
    strong: value("--strong"),
    sans: value("--sans"),
  };
}

/* Relative luminance (WCAG 2.2) of #rrggbb. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
