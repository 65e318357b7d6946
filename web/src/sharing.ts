/* Passing on what is seen: the address, pictures. */

import type { App } from "./app.ts";
import { download } from "./dom.ts";
import type { Sharing } from "./panels/toolbar.ts";
import { toPng, toSvg } from "./picture.ts";
import type { Stage } from "./stage.ts";

export function sharing(app: App, stage: Stage): Sharing {
  const name = () =>
    app.view().entity === null
      ? "graph"
      : app.graph
          .name(app.view().entity!)
          .replace(/[\\/:*?"<>|\p{Cc}]+/gu, "_")
          .slice(0, 60);
  return {
    copyLink: () =>
      navigator.clipboard.writeText(location.href).then(
        () => true,
        () => false,
      ),
    png: () => void toPng(stage.picture()).then((blob) => download(`${name()}.png`, blob)),
    svg: () => download(`${name()}.svg`, toSvg(stage.picture())),
  };
}
