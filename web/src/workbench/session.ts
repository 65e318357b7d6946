/* What is asked now and what was answered; the address and the history of the browser go along with it. */

import { limited } from "../ask/sparql.ts";
import type { SavedQuery } from "../types.ts";
import { fromFragment, toFragment, type Asked, type View } from "./asked.ts";
import type { Bench } from "./data.ts";
import { ask, remarks, type Reply, type ServerProblem } from "./server.ts";

/** An answer, the text that it answers, and how long that took. */
export interface Answer {
  text: string;
  seconds: number;
  reply: Reply;
  /** What may be wrong with it all the same. */
  remarks: ServerProblem[];
}

/** What is to be drawn anew. */
export type Part = "question" | "answer" | "remarks";

const DRAFT = "gongtu.query";

const FIRST = `SELECT ?entity ?name ?type
WHERE {
  ?entity skos:prefLabel ?name ;
          a ?class .
  ?class rdfs:label ?type .
  FILTER(LANG(?type) = "zh")
}
ORDER BY ?type ?name
LIMIT 50
`;

const FIRST_OF_FILES = `SELECT ?subject ?property ?object
WHERE {
  ?subject ?property ?object
}
LIMIT 50
`;

export class Session {
  /** What was typed to find a saved question. */
  filter = "";
  current: Asked;
  answer: Answer | null = null;
  /** When the running question was sent, by the clock of the page; null where none runs. */
  since: number | null = null;

  #bench: Bench;
  #draft: string;
  #halt: AbortController | null = null;
  #redraw: (part: Part) => void = () => undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#draft = stored() ?? (bench.data.entities ? FIRST : FIRST_OF_FILES);
    this.current = { saved: null, text: this.#draft, view: null };
    addEventListener("popstate", () => this.#restore());
  }

  get isRunning(): boolean {
    return this.since !== null;
  }

  /** Draw with this from now on, and begin with what the address asks. */
  begin(redraw: (part: Part) => void): void {
    this.#redraw = redraw;
    this.#fromParameter();
    this.#restore();
  }

  /** Take a saved question and answer it, or the writer's own with null. */
  choose(saved: SavedQuery | null): void {
    this.#take(saved ? { saved, text: saved.text, view: null } : { saved: null, text: this.#draft, view: null });
    if (saved) void this.run();
    else this.#push(location.pathname + location.search);
  }

  /** Take the text of the saved question, with its blanks filled in, as the writer's own. */
  openInEditor(): void {
    const { text } = this.current;
    this.write(text);
    const { answer } = this;
    this.#take({ saved: null, text, view: this.current.view });
    this.answer = answer;
    this.#push();
    this.#redraw("answer");
  }

  /** The text has been changed, in the editor or through a blank. */
  write(text: string): void {
    this.current = { ...this.current, text };
  }

  /** Keep the writer's own text for the next visit. */
  keep(text: string): void {
    this.write(text);
    this.#draft = text;
    store(text);
  }

  /** The address of what is asked now, whether or not it has been answered. */
  link(): string {
    return new URL(toFragment(this.current, this.#bench.data), location.href).href;
  }

  show(view: View): void {
    this.current = { ...this.current, view };
    this.#push();
    this.#redraw("answer");
  }

  async run(): Promise<void> {
    this.abort();
    const { text } = this.current;
    const halt = new AbortController();
    this.#halt = halt;
    this.since = performance.now();
    this.#push();
    this.#redraw("answer");
    const reply = await answered(text, this.#bench.language(), halt.signal);
    if (this.#halt !== halt) return;
    this.answer = { text, reply, seconds: (performance.now() - this.since) / 1000, remarks: [] };
    this.#halt = null;
    this.since = null;
    this.#redraw("answer");
    await this.#remark(this.answer);
  }

  abort(): void {
    this.#halt?.abort();
  }

  /* A saved question is known to be well written; but what it is asked about may not be in the graph. */
  async #remark(answer: Answer): Promise<void> {
    if (!("found" in answer.reply)) return;
    const { found } = answer.reply;
    const isEmpty = ("rows" in found && !found.rows.rows.length) || ("triples" in found && !found.triples.length);
    if (this.current.saved && !isEmpty) return;
    answer.remarks = await remarks(answer.text, isEmpty, this.#bench.language());
    if (this.answer === answer && answer.remarks.length) this.#redraw("remarks");
  }

  #take(asked: Asked): void {
    this.abort();
    this.#halt = null;
    this.since = null;
    this.answer = null;
    this.current = asked;
    this.#redraw("question");
  }

  /* Other pages lead here by `?query=`; the question belongs into the fragment, which no server is told. */
  #fromParameter(): void {
    const parameters = new URLSearchParams(location.search);
    const query = parameters.get("query");
    if (query === null) return;
    parameters.delete("query");
    const rest = parameters.size ? `?${parameters}` : "";
    const asked = toFragment({ saved: null, text: query, view: null }, this.#bench.data);
    history.replaceState(null, "", location.pathname + rest + (location.hash || asked));
  }

  /* What the address asks is answered: a link is followed for that. */
  #restore(): void {
    const asked = fromFragment(location.hash, this.#bench.data);
    if (!asked) return this.#take({ saved: null, text: this.#draft, view: null });
    const { current, answer } = this;
    if (answer?.text === asked.text && current.saved === asked.saved) {
      this.current = asked;
      return this.#redraw("answer");
    }
    this.#take(asked);
    return void this.run();
  }

  #push(address = toFragment(this.current, this.#bench.data)): void {
    const now = location.pathname + location.search + location.hash;
    const next = address.startsWith("#") ? location.pathname + location.search + address : address;
    if (decoded(next) !== decoded(now)) history.pushState(null, "", next);
  }
}

/* More rows than can be shown are not asked for. What is wrong with a text is told of the text as it was written. */
async function answered(text: string, language: string, signal: AbortSignal): Promise<Reply> {
  const sent = limited(text);
  const reply = await ask(sent, language, signal);
  const isWrong = "refusal" in reply && reply.refusal.status === 400 && sent !== text;
  return isWrong ? ask(text, language, signal) : reply;
}

/* Browsers encode some of an address, and not all of them the same. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/* A browser may keep nothing. */
function stored(): string | null {
  try {
    return localStorage.getItem(DRAFT);
  } catch {
    return null;
  }
}

function store(text: string): void {
  try {
    localStorage.setItem(DRAFT, text);
  } catch {
    // then it is gone with the page
  }
}
