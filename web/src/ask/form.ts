/* The blanks of a saved question as fields; what is given in them goes into the text of the query at once. */

import type { App } from "../app.ts";
import { button, element, iconButton, text as plainText } from "../dom.ts";
import { entityBox } from "../panels/finder.ts";
import { dot } from "../panels/parts.ts";
import { fill } from "../texts.ts";
import type { AskData, SavedQuery } from "../types.ts";
import { iriTerm, isOfKind, termOf, termsOf, valuesIn, withTerms } from "./parameters.ts";

const CROSS = "M4 4l8 8M12 4l-8 8";

type Parameter = SavedQuery["parameters"][number];

/** What a field needs to know, and how it gives its values back. */
interface Blank {
  app: App;
  parameter: Parameter;
  /** IRIs of entities, or what was typed. */
  values: string[];
  /** What is in the file of the query; null where that is anything. */
  preset: string[] | null;
  base: string;
  give(values: string[]): void;
}

/** A field for each parameter that the text has. */
export function parameterForm(
  app: App,
  { prefixes }: AskData,
  { parameters }: SavedQuery,
  text: string,
  take: (text: string) => void,
): HTMLElement[] {
  let now = text;
  return parameters.flatMap((parameter) => {
    const terms = termsOf(text, parameter.name);
    if (terms === null) return [];
    const preset = valuesIn(parameter.preset, prefixes);
    const give = (values: string[]) => {
      const written = values.map((value) =>
        parameter.kind === "entity" ? iriTerm(value) : termOf(parameter.kind, value),
      );
      now = withTerms(now, parameter.name, written.join(" ") || parameter.preset);
      take(now);
    };
    const blank = {
      app,
      parameter,
      values: valuesIn(terms, prefixes),
      preset: preset.length ? preset : null,
      base: prefixes["e"] ?? "",
      give,
    };
    return [parameter.kind === "entity" ? entityField(blank) : textField(blank)];
  });
}

function field({ app, parameter }: Blank, ...content: (HTMLElement | null)[]): HTMLElement {
  const label = parameter.about[app.language()];
  return element(
    "div",
    { className: "ask-field", role: "group", "aria-label": label },
    element("span", { className: "label", textContent: label }),
    ...content,
  );
}

/* The entities that are asked about; another one takes their place, unless it is to be one more. */
function entityField(blank: Blank): HTMLElement {
  const { app, parameter, preset, base } = blank;
  const words = app.words();
  const made = field(blank);
  const label = made.firstElementChild!;
  let values = blank.values;

  function put(next: string[]): void {
    values = next;
    blank.give(next);
    if (!next.length && preset) values = preset;
    draw(false);
  }

  function draw(adding: boolean): void {
    const removable = !preset || values.length > 1;
    const chips = values.map((iri) =>
      chip(app, iri, base, removable ? () => put(values.filter((each) => each !== iri)) : null),
    );
    const any = element("span", { className: "any", textContent: words.anyValue });
    const take = (id: string) => put([...new Set([...(adding ? values : []), base + id])]);
    const box = entityBox(
      app,
      `ask-${parameter.name}`,
      adding ? words.addMarked : values.length ? words.chooseEntity : words.pickEntity,
      take,
    );
    const more = button(
      words.addValue,
      () => {
        draw(true);
        made.querySelector("input")!.focus();
      },
      "quiet",
    );
    made.replaceChildren(
      label,
      element("ul", { className: "chips" }, ...(chips.length ? chips : [element("li", { className: "none" }, any)])),
      box,
      ...(values.length && !adding ? [more] : []),
    );
  }

  draw(false);
  return made;
}

function chip(app: App, iri: string, base: string, remove: (() => void) | null): HTMLElement {
  const entity = iri.startsWith(base) ? app.graph.entities.get(iri.slice(base.length)) : undefined;
  const name = entity?.name ?? iri;
  const cross = remove && iconButton(CROSS, fill(app.words().remove, { name }), remove);
  return element(
    "li",
    { className: cross ? "" : "fixed" },
    entity ? dot(app, entity.category) : null,
    plainText(name),
    cross,
  );
}

/* One box per value; a box that is empty is no value. */
function textField(blank: Blank): HTMLElement {
  const { app, parameter, preset } = blank;
  const words = app.words();
  const boxes: HTMLInputElement[] = [];
  const holder = element("span", { className: "ask-values" });

  function give(): void {
    const values = boxes.map(({ value }) => value.trim());
    boxes.forEach((box, number) => {
      const wrong = values[number] !== "" && !isOfKind(parameter.kind, values[number]!);
      box.setCustomValidity(wrong ? (parameter.kind === "number" ? words.numberWanted : words.dateWanted) : "");
    });
    if (boxes.every(({ validity }) => validity.valid)) blank.give(values.filter((value) => value !== ""));
  }

  function add(value: string): HTMLInputElement {
    const placeholder = preset?.join(" · ") ?? words.anyValue;
    const type = parameter.kind === "date" ? "date" : "text";
    const box = element("input", {
      type,
      value,
      placeholder,
      "aria-label": parameter.about[app.language()],
      autocomplete: "off",
      spellcheck: false,
      inputMode: parameter.kind === "number" ? "decimal" : "text",
    });
    box.addEventListener("input", give);
    boxes.push(box);
    holder.append(box);
    return box;
  }

  (blank.values.length ? blank.values : [""]).forEach(add);
  const more = parameter.kind === "text" ? button(words.addValue, () => add("").focus(), "quiet") : null;
  return field(blank, holder, more);
}
