"use strict";
/* The details of an entity or a relation. Data only ever becomes text: no markup is made from it. */

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function createPanel(container, data, open) {
  const entities = new Map(data.entities.map((entity) => [entity.id, entity]));
  const { texts } = data;

  function link(id) {
    const entity = entities.get(id);
    if (!entity) return element("bdi", { textContent: id });
    return element("button", { type: "button", className: "link", onclick: () => open(id) }, dot(entity.category), element("bdi", { textContent: entity.name }));
  }

  function dot(category) {
    return element("span", { className: `dot type-${category % 13}`, "aria-hidden": "true", textContent: data.categories[category].glyph });
  }

  function heading(entity) {
    const kind = data.classes[entity.type] ?? entity.type;
    return [
      element("p", { className: "kind" }, dot(entity.category), kind),
      element("h2", {}, element("bdi", { textContent: entity.name })),
      entity.aliases && element("p", { className: "aliases" }, `${texts.aliases} `, element("bdi", { textContent: entity.aliases.join(" · ") })),
      entity.description && element("p", { className: "description", textContent: entity.description }),
      entity.sameAs && element("p", { className: "aliases" }, `${texts.same_as} `, element("bdi", { textContent: entity.sameAs.join(" · ") })),
    ];
  }

  function value(statement) {
    const { object } = statement;
    if ("entity" in object) return link(object.entity);
    if ("measure" in object) {
      const figure = element("span", { className: "figure" }, element("bdi", { textContent: object.measure }), element("b", { textContent: object.figure }));
      return element("div", {}, figure, qualifiers(object));
    }
    return element("bdi", { className: "date" in object ? "date" : "text", textContent: object.date ?? object.text });
  }

  /* What a figure counts, of what, in which span. */
  function qualifiers(figure) {
    const name = (id) => id && (entities.get(id)?.name ?? id);
    const words = { kind: figure.kind, counted: name(figure.counts), scope: name(figure.scope), period: figure.period };
    const known = Object.keys(words).filter((key) => words[key]);
    return known.length ? element("p", { className: "marks" }, ...known.map((key) => more(texts[key], words[key]))) : null;
  }

  function more(label, text) {
    return element("span", { className: "more" }, `${label} `, element("bdi", { textContent: text }));
  }

  function marks(statement) {
    const status = statement.status && element("span", { className: `mark ${statement.status}`, textContent: texts[statement.status] ?? statement.status });
    const known = ["role", "when", "note"].filter((key) => statement[key]).map((key) => more(texts[key], statement[key]));
    return status || known.length ? element("p", { className: "marks" }, status || null, ...known) : null;
  }

  function evidence(statement) {
    const article = data.articles[statement.source];
    const quote = statement.quote && element("q", { textContent: statement.quote.join(" … ") });
    const source = statement.source && element("cite", { textContent: article?.title ?? statement.source, title: cited(article) });
    return quote || source ? element("blockquote", { className: quote ? "" : "bare" }, quote || null, source || null) : null;
  }

  function cited(article) {
    return article ? [article.title, article.authors?.join(" "), article.publisher, article.published].filter(Boolean).join(" / ") : "";
  }

  function item(statement, shown) {
    const said = statement.quote?.length === 1 && statement.quote[0] === statement.object.text; // once is enough
    return element("li", {}, said ? null : shown, marks(statement), evidence(statement));
  }

  /* What is not stated is no value, and does not look like one. */
  function absence(omission) {
    const word = element("span", { className: "mark", textContent: omission.partial ? texts.more_values : texts.no_value });
    const said = element("p", { className: "marks" }, word, element("bdi", { textContent: omission.note }));
    return element("li", { className: "absence" }, said, omission.quote && evidence(omission));
  }

  /* Statements under one heading per property and direction, in the order in which they were written; then what is
     not stated, under the heading of its property. */
  function groups(id) {
    const found = new Map();
    const add = (key, title, arrow, label, made) => {
      if (!found.has(key)) found.set(key, { title, arrow, label, items: [] });
      found.get(key).items.push(made);
    };
    for (const statement of data.statements.filter(({ subject }) => subject === id)) {
      const { title } = data.properties[statement.property];
      const relation = "entity" in statement.object;
      add(`>${statement.property}`, title, relation ? "→" : "", relation ? texts.outgoing : "", item(statement, value(statement)));
    }
    for (const statement of data.statements.filter(({ object, subject }) => object.entity === id && subject !== id)) {
      const { title, inverse } = data.properties[statement.property];
      add(`<${statement.property}`, inverse ?? title, inverse ? "→" : "←", inverse ? texts.outgoing : texts.incoming, item(statement, link(statement.subject)));
    }
    for (const omission of data.omissions.filter(({ subject }) => subject === id)) {
      const { title } = data.properties[omission.property];
      const [key] = [...found].find(([, group]) => group.title === title) ?? [`>${omission.property}`];
      add(key, title, "", "", absence(omission));
    }
    return [...found.values()].map(({ title, arrow, label, items }) =>
      element("section", {}, element("h3", {}, title, arrow && element("span", { className: "arrow", textContent: arrow, title: label })), element("ul", {}, ...items)),
    );
  }

  function fill(...content) {
    const close = element("button", { type: "button", className: "close", title: texts.close, "aria-label": texts.close, onclick: () => open(null) }, "×");
    container.replaceChildren(close, ...content.filter(Boolean));
    container.hidden = false;
    container.scrollTop = 0;
  }

  return {
    node(id) {
      const found = groups(id);
      fill(...heading(entities.get(id)), ...(found.length ? found : [element("p", { className: "description", textContent: texts.no_statements })]));
    },
    edge(number) {
      const statement = data.statements[number];
      const { title } = data.properties[statement.property];
      const sentence = element("div", { className: "sentence" }, link(statement.subject), element("p", { className: "predicate", textContent: title }), link(statement.object.entity));
      fill(element("p", { className: "kind" }, texts.relation), sentence, marks(statement), evidence(statement));
    },
    close() {
      container.hidden = true;
      container.replaceChildren();
    },
  };
}
