/* The engine seen from the page: it is made when it is first needed, is stopped when it takes too long, and made anew. */

import { readBytes } from "../blocks.ts";
import { answer, type Found, type Material, type Question, type Report } from "./evaluate.ts";

export const SECONDS = 10;

/** Why a question was given up: `tooLong` or `cancelled`. */
export class Halt extends Error {
  reason: "tooLong" | "cancelled";

  constructor(reason: "tooLong" | "cancelled") {
    super(reason);
    this.reason = reason;
  }
}

export interface Engine {
  /** The number of triples, and whether queries run beside the page, which stays alive meanwhile. */
  ready(): Promise<{ size: number; beside: boolean }>;
  /** Rejects with an Error in the engine's words, or with a Halt. */
  ask(question: Question): Promise<Found>;
  cancel(): void;
}

interface Backend {
  beside: boolean;
  size: number;
  order(order: Material | Question): Promise<Report>;
  end(): void;
}

/** `source` is the script that the worker runs; null where there can be no worker. */
export function createEngine(source: string | null, triples: string): Engine {
  const material = compiled().then((module) => ({ module, triples }));
  let backend: Promise<Backend> | null = null;
  let halt: ((reason: Halt) => void) | null = null;

  const running = () => (backend ??= material.then((given) => begin(source, given)));

  async function evaluate(question: Question): Promise<Found> {
    const report = await (await running()).order(question);
    if ("found" in report) return report.found;
    if ("error" in report && report.fatal) restart();
    throw new Error("error" in report ? report.error : "no answer");
  }

  function restart(): void {
    void backend?.then(({ end }) => end());
    backend = null;
    running().catch(() => undefined); // whoever asks next is told
  }

  function stop(reason: Halt["reason"]): void {
    if (!halt) return;
    halt(new Halt(reason));
    restart();
  }

  return {
    ready: running,
    cancel: () => stop("cancelled"),
    async ask(question) {
      await running(); // getting ready is not the query's fault
      const halted = new Promise<never>((_, reject) => (halt = reject));
      const mine = halt;
      const timer = setTimeout(() => stop("tooLong"), 1000 * SECONDS);
      try {
        return await Promise.race([evaluate(question), halted]);
      } finally {
        clearTimeout(timer);
        if (halt === mine) halt = null;
      }
    },
  };
}

async function compiled(): Promise<WebAssembly.Module> {
  const bytes = await readBytes("kg-wasm");
  if (!bytes) throw new Error("kg-wasm");
  return WebAssembly.compile(bytes);
}

async function begin(source: string | null, material: Material): Promise<Backend> {
  if (source !== null) {
    try {
      return await started(inWorker(source), material);
    } catch {
      // this browser, or the policy of this page, allows no worker
    }
  }
  return started(inPage(), material);
}

async function started(backend: Omit<Backend, "size">, material: Material): Promise<Backend> {
  const report = await backend.order(material);
  if ("size" in report) return { ...backend, size: report.size };
  backend.end();
  throw new Error("error" in report ? report.error : "no engine");
}

function inWorker(source: string): Omit<Backend, "size"> {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  return {
    beside: true,
    order: (order) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<Report>) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message || "worker"));
        worker.postMessage(order);
      }),
    end() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}

function inPage(): Omit<Backend, "size"> {
  return {
    beside: false,
    async order(order) {
      await new Promise((resolve) => setTimeout(resolve, 30)); // lets the page say that it is at work
      return answer(order);
    },
    end: () => undefined,
  };
}
