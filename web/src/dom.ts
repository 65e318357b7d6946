/* Making elements. Data only ever becomes text: no markup is made from it. */

type Child = Node | string | null | undefined | false;

/** Make an element; `properties` are its properties where it has such, else attributes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name in made) Object.assign(made, { [name]: value });
    else made.setAttribute(name, String(value));
  }
  made.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  );
  return made;
}

/** Text from the data: isolated, so that its direction turns nothing around it. */
export function text(value: string, className = ""): HTMLElement {
  return element("bdi", { textContent: value, className });
}

export function button(label: string, onclick: (event: MouseEvent) => void, className = ""): HTMLButtonElement {
  return element("button", { type: "button", className, onclick, textContent: label });
}

/** A button that shows only a picture; its words are for screen readers and for the pointer that rests on it. */
export function iconButton(
  path: string,
  label: string,
  onclick: (event: MouseEvent) => void,
  className = "",
): HTMLButtonElement {
  return element(
    "button",
    { type: "button", className: `icon ${className}`, onclick, title: label, "aria-label": label },
    icon(path),
  );
}

/** A line drawing on a square of 16. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Give a file to the person at the page. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
