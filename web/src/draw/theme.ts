/* The colours of the style sheet, for what is drawn on canvases. */

export const COLOURS = 14;

/** Further places of the palette: what was added, removed, changed, and what stayed as it was. */
export const CHANGE_COLOURS = ["added", "removed", "changed", "same"];

export interface Theme {
  /** Colours of types or communities, and what is legible on each. */
  palette: string[];
  onPalette: string[];
  paper: string;
  ink: string;
  muted: string;
  line: string;
  strong: string;
  sans: string;
  serif: string;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const types = Array.from({ length: COLOURS }, (_, number) => value(`--type-${number}`));
  const palette = [...types, ...CHANGE_COLOURS.map((name) => value(`--${name}`))];
  const border = Number(value("--glyph-above"));
  return {
    palette,
    onPalette: palette.map((colour) => (luminance(colour) > border ? "#1d1b18" : "#ffffff")),
    paper: value("--paper"),
    ink: value("--ink"),
    muted: value("--muted"),
    line: value("--line"),
    strong: value("--strong"),
    sans: value("--sans"),
    serif: value("--serif"),
  };
}

export function onThemeChange(listener: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
}

/* Relative luminance (WCAG 2.2) of #rrggbb. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
