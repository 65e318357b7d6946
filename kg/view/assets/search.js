"use strict";
/* Finding entities by name, alias, pinyin or initials; all words must match, the best places come first. */

const MOST_RESULTS = 12;

function createIndex(entities) {
  const rows = entities.map((entity) => ({
    entity,
    names: [entity.name, ...(entity.aliases ?? []), entity.id].map(normal),
    keys: entity.keys,
  }));
  return (text) => {
    const words = normal(text).split(/\s+/).filter(Boolean);
    const wanted = [words.join(""), ...(words.length > 1 ? [words] : [])];
    return rows
      .map((row) => ({ ...row, rank: Math.max(...wanted.map((words) => rank(row, [words].flat()))) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank || b.entity.degree - a.entity.degree)
      .slice(0, MOST_RESULTS)
      .map(({ entity }) => entity);
  };
}

function normal(text) {
  return text.normalize("NFKC").toLowerCase();
}

function rank({ names, keys }, words) {
  return Math.min(...words.map((word) => (word ? rankOfWord(names, keys, word) : 0)));
}

function rankOfWord(names, keys, word) {
  if (names.includes(word)) return 6;
  if (names.some((name) => name.startsWith(word))) return 5;
  if (names.some((name) => name.includes(word))) return 4;
  if (keys.includes(word)) return 3;
  if (keys.some((key) => key.startsWith(word))) return 2;
  return word.length > 1 && keys.some((key) => key.includes(word)) ? 1 : 0;
}

/* A combobox (WAI-ARIA 1.2): arrows choose, Enter opens, Escape closes. */
function createSearch(input, list, data, open) {
  const find = createIndex(data.entities);
  let active = 0;

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(id) {
    input.value = "";
    close();
    input.blur();
    open(id);
  }

  function row(entity, number) {
    const category = data.categories[entity.category];
    const dot = element("span", { className: `dot type-${entity.category % 13}`, "aria-hidden": "true", textContent: category.glyph });
    const option = element("li", { id: `result-${number}`, role: "option" }, dot, element("bdi", { textContent: entity.name }));
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the focus, whose loss would close the list before the click
      choose(entity.id);
    });
    option.dataset.id = entity.id;
    return option;
  }

  function mark(next) {
    const options = list.querySelectorAll("[role=option]");
    if (!options.length) return;
    active = (next + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", `result-${active}`);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function update() {
    if (!input.value.trim()) return close();
    const found = find(input.value);
    const nothing = element("li", { className: "nothing", textContent: data.texts.nothing.replace("{text}", () => input.value.trim()) });
    list.replaceChildren(...(found.length ? found.map(row) : [nothing]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return mark(0);
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", update);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return; // an input method is choosing characters
    const option = list.querySelector(`#result-${active}`);
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && option) choose(option.dataset.id);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
