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
  /** What was found; it may come later, from a server. */
  find(text: string): Choice[] | Promise<Choice[]>;
  nothing(text: string): string;
}

export class Combobox {
  readonly root: HTMLElement;
  readonly input: HTMLInputElement;

  #options: ComboboxOptions;
  #list: HTMLElement;
  #choices: Choice[] = [];
  #active = 0;

  constructor(options: ComboboxOptions) {
    const { id, label, placeholder } = options;
    this.#options = options;
    this.input = makeInput(id);
    this.#list = element("ul", { id: `${id}-list`, className: "choices", role: "listbox", hidden: true });
    this.root = element("div", { className: "find", role: "search" }, this.input, this.#list);
    this.relabel(label, placeholder);
    this.#listen();
  }

  relabel(label: string, placeholder: string): void {
    this.input.setAttribute("aria-label", label);
    this.#list.setAttribute("aria-label", label);
    this.input.placeholder = placeholder;
  }

  #listen(): void {
    this.input.addEventListener("input", () => this.#update());
    this.input.addEventListener("focus", () => this.#update());
    this.input.addEventListener("blur", () => this.#close());
    this.input.addEventListener("keydown", (event) => {
      if (event.isComposing || this.#list.hidden) return; // an input method is choosing characters
      if (!this.#press(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /* Whether the key means something here. */
  #press(key: string): boolean {
    const choice = this.#choices[this.#active];
    if (key === "ArrowDown") this.#mark(this.#active + 1);
    else if (key === "ArrowUp") this.#mark(this.#active - 1);
    else if (key === "Enter" && choice) this.#take(choice);
    else if (key === "Escape") this.#close();
    else return false;
    return true;
  }

  #update(): void {
    const text = this.input.value.trim();
    if (!text) return this.#close();
    const typed = this.input.value;
    const found = this.#options.find(typed);
    if (Array.isArray(found)) return this.#show(found, text);
    return void found.then((choices) => {
      if (this.input.value === typed && this.input.matches(":focus")) this.#show(choices, text);
    });
  }

  #show(choices: Choice[], text: string): void {
    this.#choices = choices;
    const rows = choices.map((choice, number) => this.#row(choice, number));
    this.#list.replaceChildren(...(rows.length ? rows : [nothingRow(this.#options.nothing(text))]));
    this.#list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #row(choice: Choice, number: number): HTMLElement {
    const id = this.#idOf(number);
    const properties = { id, role: "option", className: choice.className ?? "", "aria-selected": "false" };
    const option = element("li", properties, ...choice.content);
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the focus, whose loss would close the list before the click
    });
    option.addEventListener("click", () => this.#take(choice));
    return option;
  }

  #mark(next: number): void {
    const count = this.#choices.length;
    if (!count) return;
    this.#active = (next + count) % count;
    const options = [...this.#list.children];
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.#active)));
    this.input.setAttribute("aria-activedescendant", this.#idOf(this.#active));
    options[this.#active]?.scrollIntoView({ block: "nearest" });
  }

  #idOf(number: number): string {
    return `${this.#options.id}-${number}`;
  }

  #take(choice: Choice): void {
    this.input.value = "";
    this.#close();
    this.input.blur();
    choice.take();
  }

  #close(): void {
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function makeInput(id: string): HTMLInputElement {
  return element("input", {
    id,
    type: "search",
    autocomplete: "off",
    spellcheck: false,
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
  });
}

function nothingRow(said: string): HTMLElement {
  return element("li", { className: "nothing", role: "option", "aria-disabled": "true", textContent: said });
}
