/* Bundles the page's scripts and styles into ../kg/view/built/, from where the page is put together.

   `explorer.js` is the page of the graph; `webgl.js` and `ask.js` are parts that only some pages carry: each puts
   itself into `globalThis.gongtuParts` before the explorer starts. `workbench.js` and
   `workbench_style.css` are the workbench that `kg serve` has; `site_style.css` is for all pages that a server writes. */

import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";

const OUT = new URL("../kg/view/built/", import.meta.url).pathname;

mkdirSync(OUT, { recursive: true });

await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: {
    explorer: "src/main.ts",
    webgl: "src/draw/webgl.ts",
    ask: "src/ask/main.ts",
    workbench: "src/workbench/main.ts",
    explorer_style: "src/style/page.css",
    site_style: "src/style/site.css",
    workbench_style: "src/style/workbench.css",
  },
  outdir: OUT,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome110", "firefox115", "safari16.4"],
  legalComments: "inline",
  charset: "utf8",
  logLevel: "warning",
});
copyFileSync(createRequire(import.meta.url).resolve("oxigraph/web_bg.wasm"), `${OUT}oxigraph.wasm`);
