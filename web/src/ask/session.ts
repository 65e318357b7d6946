/* What the pane remembers while the page is open: the questions, what was made of them, and the answers. */

import { readBlock } from "../blocks.ts";
import type { AskData, SavedQuery } from "../types.ts";
import { createEngine, Halt, SECONDS, type Engine } from "./engine.ts";
import type { Found } from "./evaluate.ts";
import { engineProblem, type Problem } from "./problem.ts";
import { read } from "./sparql.ts";

/** A question as it stands in the pane; `saved` is null for one that is the reader's own. */
export interface Asked {
  saved: SavedQuery | null;
  text: string;
  /** Whether its SPARQL is shown. */
  open: boolean;
  answer: Answer | null;
}

/** An answer, and the text that it answers. */
export type Answer = { text: string } & ({ found: Found } | { problem: Problem });

/** Parts of the pane that are drawn anew; with the answer goes what is told of the engine. */
export type Part = "all" | "question" | "answer";

const OWN = `SELECT ?entity ?name ?type
WHERE {
  ?entity skos:prefLabel ?name ;
          a ?class .
  ?class rdfs:label ?type .
  FILTER(LANG(?type) = "zh")
}
ORDER BY ?type ?name
LIMIT 50
`;

export class Session {
  /** What was typed to find a saved question. */
  filter = "";
  data: AskData | null = null;
  /** What the engine has to say of itself, once it is ready. */
  ready: { size: number; beside: boolean } | null = null;
  /** Why there is nothing to ask. */
  failure: string | null = null;
  current: Asked;

  #source: string | null;
  #own: Asked = { saved: null, text: OWN, open: true, answer: null };
  #asked = new Map<SavedQuery, Asked>();
  #engine: Engine | null = null;
  #running: Asked | null = null;
  #begun = false;
  #redraw: (part: Part) => void = () => undefined;

  /** `source` is the script for the worker, if there is one. */
  constructor(source: string | null) {
    this.#source = source;
    this.current = this.#own;
  }

  get isRunning(): boolean {
    return this.#running === this.current;
  }

  /** Get ready, if that has not been done; the last one who watches is told what to draw anew. */
  watch(redraw: (part: Part) => void): void {
    this.#redraw = redraw;
    if (this.#begun) return;
    this.#begun = true;
    this.#begin().catch((error: unknown) => {
      this.failure = error instanceof Error ? error.message : String(error);
      this.#redraw("answer");
    });
  }

  /** Take a saved question, or the reader's own with null, and answer it if it has not been. */
  choose(saved: SavedQuery | null): void {
    this.current = saved ? this.#of(saved) : this.#own;
    this.#redraw("question");
    if (saved && !this.current.answer && this.ready) void this.run();
  }

  async run(): Promise<void> {
    const question = this.current;
    if (!this.data || !this.#engine) return;
    if (this.#running) this.#engine.cancel();
    this.#running = question;
    this.#redraw("answer");
    question.answer = await answered(this.#engine, this.data, question.text);
    if (this.#running !== question) return;
    this.#running = null;
    this.#redraw("answer");
  }

  cancel(): void {
    this.#engine?.cancel();
  }

  async #begin(): Promise<void> {
    this.data = await readBlock<AskData>("kg-ask");
    if (!this.data) throw new Error("kg-ask");
    const { triples, queries } = this.data;
    this.#engine = createEngine(this.#source, triples);
    if (queries[0]) this.current = this.#of(queries[0]);
    this.#redraw("all");
    this.ready = await this.#engine.ready();
    this.#redraw("answer");
    if (this.current.saved && !this.current.answer && !this.#running) await this.run();
  }

  #of(saved: SavedQuery): Asked {
    const asked = this.#asked.get(saved) ?? { saved, text: saved.text, open: false, answer: null };
    this.#asked.set(saved, asked);
    return asked;
  }
}

async function answered(engine: Engine, { prefixes }: AskData, text: string): Promise<Answer> {
  const reading = read(text, prefixes);
  if ("code" in reading) return { text, problem: reading };
  try {
    return { text, found: await engine.ask(reading) };
  } catch (error) {
    if (error instanceof Halt) return { text, problem: { code: error.reason, values: { n: SECONDS } } };
    return {
      text,
      problem: engineProblem(error instanceof Error ? error.message : String(error), text, reading.linesBefore),
    };
  }
}
