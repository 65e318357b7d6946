"use strict";
/* Wires the parts together. What is selected stands in the address (#…), so that the back button works. */

(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const at = (id) => document.getElementById(id);
  const data = read("kg-data");
  const drawing = read("kg-drawing");
  const graph = createGraph(at("graph"), drawing, data);
  const panel = createPanel(at("panel"), data, open);
  const entities = new Map(data.entities.map((entity) => [entity.id, entity]));
  const lit = new Set(); // categories chosen in the legend
  let selected = { node: null, edge: null };

  function open(id) {
    if (id === null) return select({ node: null, edge: null });
    return select({ node: id, edge: null });
  }

  function select(next) {
    selected = next;
    if (next.node !== null) panel.node(next.node);
    else if (next.edge !== null) panel.edge(next.edge);
    else panel.close();
    const address = next.node === null ? "" : `#${encodeURIComponent(next.node)}`;
    if (address !== location.hash) history.pushState(null, "", address || location.href.split("#")[0]);
    show();
    if (shown().nodes && (next.node !== null || next.edge !== null)) graph.reveal([...shown().nodes], animated());
  }

  /* What is not faded: the selection and its neighbours, else the chosen types, else everything. */
  function shown() {
    const ends = (edge) => [edge.from, edge.to];
    if (selected.node !== null) {
      const edges = drawing.edges.filter((edge) => ends(edge).includes(selected.node));
      return { nodes: new Set([selected.node, ...edges.flatMap(ends)]), edges: edges.map(({ id }) => id), selected: selected.node };
    }
    if (selected.edge !== null) {
      const edge = drawing.edges.find(({ id }) => id === selected.edge);
      return { nodes: new Set(ends(edge)), edges: [edge.id], selected: null };
    }
    if (!lit.size) return { nodes: null, edges: [], selected: null };
    const chosen = (id) => lit.has(entities.get(id).category);
    const nodes = new Set(data.entities.map(({ id }) => id).filter(chosen));
    return { nodes, edges: drawing.edges.filter((edge) => ends(edge).every(chosen)).map(({ id }) => id), selected: null };
  }

  function show() {
    graph.show(shown(), covered());
    document.querySelectorAll("#types button").forEach((button) => {
      const on = lit.has(Number(button.dataset.category));
      button.setAttribute("aria-pressed", String(on));
      button.classList.toggle("faded", lit.size > 0 && !on);
    });
  }

  function covered() {
    const box = at("panel").getBoundingClientRect();
    const sheet = matchMedia("(max-width: 720px)").matches;
    return sheet ? { right: 0, bottom: box.height } : { right: box.width, bottom: 0 };
  }

  function animated() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function fit() {
    graph.frame(data.entities.map(({ id }) => id), animated());
  }

  function zoom(factor) {
    graph.network.moveTo({ scale: graph.network.getScale() * factor, animation: animated() && { duration: 160, easingFunction: "easeOutQuad" } });
  }

  function legend() {
    const rows = data.categories.map((category, number) => ({ ...category, number })).filter(({ count }) => count > 0);
    return rows.map(({ number, glyph, title, count }) => {
      const dot = element("span", { className: `dot type-${number % 13}`, "aria-hidden": "true", textContent: glyph });
      const button = element("button", { type: "button", "aria-pressed": "false" }, dot, element("span", { className: "name", textContent: title }), element("span", { className: "count", textContent: String(count) }));
      button.dataset.category = String(number);
      button.addEventListener("click", () => {
        if (!lit.delete(number)) lit.add(number);
        selected = { node: null, edge: null };
        panel.close();
        show();
      });
      return element("li", {}, button);
    });
  }

  function clear() {
    lit.clear();
    open(null);
  }

  function fromAddress() {
    const id = fragment();
    open(entities.has(id) ? id : null);
  }

  function fragment() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return null; // a percent sign that encodes nothing
    }
  }

  const quoted = data.statements.filter(({ quote }) => quote).length;
  const counts = { entities: data.entities.length, relations: drawing.edges.length, quoted };
  at("counts").textContent = data.texts.counts.replace(/\{(\w+)\}/g, (_, key) => counts[key].toLocaleString());
  at("types").replaceChildren(...legend());
  if (matchMedia("(max-width: 720px)").matches) at("legend").open = false;
  createSearch(at("search"), at("results"), data, open);
  at("fit").addEventListener("click", fit);
  at("zoom-in").addEventListener("click", () => zoom(1.35));
  at("zoom-out").addEventListener("click", () => zoom(1 / 1.35));
  graph.network.on("click", ({ nodes, edges }) => {
    if (nodes.length) open(nodes[0]);
    else if (edges.length) select({ node: null, edge: edges[0] });
    else open(null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    else if (event.key === "/" && document.activeElement !== at("search")) {
      event.preventDefault();
      at("search").focus();
    }
  });
  addEventListener("popstate", fromAddress);

  graph.frame(data.entities.map(({ id }) => id), false);
  if (location.hash.length > 1) fromAddress();
  else if (drawing.focus !== null) open(drawing.focus);
  at("graph").dataset.ready = "true";
  globalThis.gongtu = { data, network: graph.network, open }; // for the console, and for tests
})();
