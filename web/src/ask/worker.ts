/* The same script as the page's, in its other life: it takes orders one after the other, and reports. */

import { answer, type Material, type Question } from "./evaluate.ts";

export function work(): void {
  addEventListener("message", ({ data }: MessageEvent<Material | Question>) => {
    void answer(data).then((report) => postMessage(report));
  });
}
