/* A text box with a list of what was found (WAI-ARIA 1.2 combobox): arrows choose, Enter takes, Escape closes. */

import { element } from "../dom.ts";

export interface Choice {
  content: (Node | string)[];
  className?: string;
  take(): void;
}

export interface ComboboxOptions {
  id: string;
  label: string;
  placeholder: string;
  find(text: string): Choice[];
  nothing(text: string): string;
}

export function combobox({ id, label, placeholder, find, nothing }: ComboboxOptions): {
  root: HTMLElement;
  input: HTMLInputElement;
  relabel(label: string, placeholder: string): void;
} {
  const input = element("input", {
    id,
    type: "search",
    autocomplete: "off",
    spellcheck: false,
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
  });
  const list = element("ul", { id: `${id}-list`, className: "choices", role: "listbox", hidden: true });
  let choices: Choice[] = [];
  let active = 0;

  function relabel(label: string, placeholder: string): void {
    input.setAttribute("aria-label", label);
    list.setAttribute("aria-label", label);
    input.placeholder = placeholder;
  }

  function close(): void {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(choice: Choice): void {
    input.value = "";
    close();
    input.blur();
    choice.take();
  }

  function row(choice: Choice, number: number): HTMLElement {
    const option = element(
      "li",
      { id: `${id}-${number}`, role: "option", className: choice.className ?? "", "aria-selected": "false" },
      ...choice.content,
    );
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the focus, whose loss would close the list before the click
    });
    option.addEventListener("click", () => take(choice));
    return option;
  }

  function mark(next: number): void {
    const options = list.querySelectorAll("[role=option]");
    if (!choices.length) return;
    active = (next + choices.length) % choices.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
    options[active]?.scrollIntoView({ block: "nearest" });
  }

  function update(): void {
    if (!input.value.trim()) return close();
    choices = find(input.value);
    const none = element("li", {
      className: "nothing",
      role: "option",
      "aria-disabled": "true",
      textContent: nothing(input.value.trim()),
    });
    list.replaceChildren(...(choices.length ? choices.map(row) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return mark(0);
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", update);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return; // an input method is choosing characters
    const choice = choices[active];
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active - 1);
    else if (event.key === "Enter" && choice) take(choice);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  relabel(label, placeholder);
  return { root: element("div", { className: "find", role: "search" }, input, list), input, relabel };
}
