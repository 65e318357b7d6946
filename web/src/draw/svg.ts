/* A brush that writes SVG instead of painting: the same calls as a canvas context, as far as `paint.ts` makes them. */

import type { Brush } from "./paint.ts";

export interface SvgBrush extends Brush {
  /** The picture as an SVG document. */
  document(width: number, height: number, paper: string, title: string): string;
}

export function createSvgBrush(): SvgBrush {
  const measuring = document.createElement("canvas").getContext("2d")!;
  const parts: string[] = [];
  let path = "";
  let dash: number[] = [];

  const shape = (fill: string, stroke: string, width: number, join: string) =>
    parts.push(
      `<path d="${path}" fill="${fill}" stroke="${stroke}" stroke-width="${number(width)}"${join}${dash.length ? ` stroke-dasharray="${dash.map(number).join(" ")}"` : ""}/>`,
    );

  const brush: SvgBrush = {
    fillStyle: "",
    strokeStyle: "",
    lineWidth: 1,
    font: "",
    textAlign: "left",
    textBaseline: "top",
    lineJoin: "round",
    globalAlpha: 1,
    direction: "ltr",
    measureText: (text) => {
      measuring.font = brush.font;
      return measuring.measureText(text);
    },
    fillRect: (x, y, width, height) =>
      void parts.push(
        `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${String(brush.fillStyle)}" opacity="${brush.globalAlpha}"/>`,
      ),
    setLineDash: (next: Iterable<number>) => void (dash = [...next]),
    beginPath: () => void (path = ""),
    closePath: () => void (path += "Z"),
    moveTo: (x, y) => void (path += `M${number(x)} ${number(y)}`),
    lineTo: (x, y) => void (path += `L${number(x)} ${number(y)}`),
    quadraticCurveTo: (a, b, x, y) => void (path += `Q${number(a)} ${number(b)} ${number(x)} ${number(y)}`),
    arc: (x, y, r) =>
      void (path += `M${number(x - r)} ${number(y)}a${number(r)} ${number(r)} 0 1 0 ${number(2 * r)} 0a${number(r)} ${number(r)} 0 1 0 ${number(-2 * r)} 0`),
    fill: () => void shape(String(brush.fillStyle), "none", 0, ""),
    stroke: () => void shape("none", String(brush.strokeStyle), brush.lineWidth, ""),
    fillText: (text: string, x: number, y: number) =>
      void parts.push(written(brush, text, x, y, `fill="${String(brush.fillStyle)}"`)),
    strokeText: (text: string, x: number, y: number) =>
      void parts.push(
        written(
          brush,
          text,
          x,
          y,
          `fill="none" stroke="${String(brush.strokeStyle)}" stroke-width="${brush.lineWidth}" stroke-linejoin="round"`,
        ),
      ),
    document: (width, height, paper, title) =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" width="${number(width)}" height="${number(height)}"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="${paper}"/>${parts.join("")}</svg>\n`,
  };
  return brush;
}

function written(brush: Brush, text: string, x: number, y: number, colours: string): string {
  const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/u.exec(brush.font) ?? [];
  const anchor = { center: "middle", right: "end" }[String(brush.textAlign)] ?? "start";
  const baseline = brush.textBaseline === "middle" ? 0.35 : 0.88; // of the size, from where the canvas would begin
  return `<text x="${number(x)}" y="${number(y + Number(size) * baseline)}" font-family="${escaped(family ?? "")}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" ${colours}>${escaped(text)}</text>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/* What XML does not allow at all is replaced. */
function escaped(text: string): string {
  const allowed = text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
  return allowed.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
