/* Starts the workbench, `/query` of `kg serve`. */

import { readBlock } from "../blocks.ts";
import { createBench, type WorkbenchData } from "./data.ts";
import { workbenchPage } from "./page.ts";
import { Session } from "./session.ts";

async function start(root: HTMLElement): Promise<void> {
  const data = await readBlock<WorkbenchData>("workbench-data");
  if (!data) return;
  const bench = createBench(data);
  workbenchPage(root, bench, new Session(bench));
  keepQuestion();
  root.dataset["ready"] = "";
}

/* Whoever changes the language goes on with the same question. */
function keepQuestion(): void {
  document.querySelector("header.site .switch")?.addEventListener("click", ({ currentTarget }) => {
    const link = currentTarget as HTMLAnchorElement;
    link.hash = location.hash;
  });
}

void start(document.getElementById("workbench")!);
