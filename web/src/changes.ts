/* What became of things, on a page that tells changes: by sign and colour. */

import type { Words } from "./texts.ts";
import type { Change } from "./types.ts";

export const CHANGES: Change[] = ["added", "removed", "changed"];

export const SIGNS: Record<Change, string> = { added: "+", removed: "−", changed: "±" };

/** Whether the page tells changes. */
export function tellsChanges({ entities, statements }: Changeable): boolean {
  return [...entities, ...statements].some(({ change }) => change !== undefined);
}

interface Changeable {
  entities: { change?: Change }[];
  statements: { change?: Change }[];
}

export function changeText(words: Words, change: Change): string {
  return `${SIGNS[change]} ${words[change]}`;
}
