/* The blanks of a saved question as fields; what is given in them goes into the text of the query at once. */

import { button, element, iconButton, text as plainText } from "../dom.ts";
import { fill, type Words } from "../texts.ts";
import type { Language, SavedQuery } from "../types.ts";
import { iriTerm, isOfKind, termOf, termsOf, valuesIn, withTerms } from "./parameters.ts";

const CROSS = "M4 4l8 8M12 4l-8 8";

type Parameter = SavedQuery["parameters"][number];

/** What the form needs of the page that it is on. */
export interface FormHost {
  prefixes: Record<string, string>;
  words(): Words;
  language(): Language;
  /** The name of an entity, and its dot where it has one. */
  named(iri: string): { name: string; dot: HTMLElement | null };
  /** A box for choosing an entity, of which the IRI is taken. */
  entityBox(id: string, label: string, take: (iri: string) => void): HTMLElement;
}

/** What a field needs to know, and how it gives its values back. */
interface Blank {
  host: FormHost;
  parameter: Parameter;
  /** IRIs of entities, or what was typed. */
  values: string[];
  /** What is in the file of the query; null where that is anything. */
  preset: string[] | null;
  give(values: string[]): void;
}

/** A field for each parameter that the text has. */
export function parameterForm(
  host: FormHost,
  { parameters }: SavedQuery,
  text: string,
  take: (text: string) => void,
): HTMLElement[] {
  let now = text;
  return parameters.flatMap((parameter) => {
    const terms = termsOf(text, parameter.name);
    if (terms === null) return [];
    const preset = valuesIn(parameter.preset, host.prefixes);
    const give = (values: string[]) => {
      const written = values.map((value) =>
        parameter.kind === "entity" ? iriTerm(value) : termOf(parameter.kind, value),
      );
      now = withTerms(now, parameter.name, written.join(" ") || parameter.preset);
      take(now);
    };
    const blank = {
      host,
      parameter,
      values: valuesIn(terms, host.prefixes),
      preset: preset.length ? preset : null,
      give,
    };
    return [parameter.kind === "entity" ? entityField(blank) : textField(blank)];
  });
}

function field({ host, parameter }: Blank, ...content: (HTMLElement | null)[]): HTMLElement {
  const label = parameter.about[host.language()];
  return element(
    "div",
    { className: "ask-field", role: "group", "aria-label": label },
    element("span", { className: "label", textContent: label }),
    ...content,
  );
}

/* The entities that are asked about; another one takes their place, unless it is to be one more. */
function entityField(blank: Blank): HTMLElement {
  const { host, parameter, preset } = blank;
  const words = host.words();
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
      chip(host, iri, removable ? () => put(values.filter((each) => each !== iri)) : null),
    );
    const any = element("span", { className: "any", textContent: words.anyValue });
    const take = (iri: string) => put([...new Set([...(adding ? values : []), iri])]);
    const box = host.entityBox(
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

function chip(host: FormHost, iri: string, remove: (() => void) | null): HTMLElement {
  const { name, dot } = host.named(iri);
  const cross = remove && iconButton(CROSS, fill(host.words().remove, { name }), remove);
  return element("li", { className: cross ? "" : "fixed" }, dot, plainText(name), cross);
}

/* One box per value; a box that is empty is no value. */
function textField(blank: Blank): HTMLElement {
  const { host, parameter, preset } = blank;
  const words = host.words();
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
      "aria-label": parameter.about[host.language()],
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
