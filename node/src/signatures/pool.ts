import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { JzError } from "@jingzhun/ledger";
import {
  SIGNATURE_BATCH,
  SIGNATURE_BATCH_BYTES,
  SIGNATURE_BATCHES_PER_WORKER,
  SIGNATURE_BYTES_WAITING_MAX,
  TX_SIGNATURES_WAITING_MAX,
  VOTE_SIGNATURES_WAITING_MAX,
} from "../limits.ts";
import { isWellFormed, itemBytes, packBatch, type SignatureItem } from "./batch.ts";

type SignaturePriority = "vote" | "tx";

/** Checks signatures in worker threads, so that the event loop never does (DESIGN §3). */
export interface SignaturePool {
  /**
   * Answers for each item, in their order. Votes go before transactions.
   *
   * @throws JzError `overloaded` when so much waits that this doesn't fit (nothing of it is checked),
   * `signatures.closed`, `signatures.worker` when a thread broke
   */
  verify(items: readonly SignatureItem[], priority: SignaturePriority): Promise<boolean[]>;
  /** signatures waiting or being checked */
  readonly waiting: { readonly vote: number; readonly tx: number };
  readonly workers: number;
  close(): Promise<void>;
}

/** One thread for each core that this host's validators leave to each of them (DESIGN §3). */
export function workersFor(validatorsOnHost: number, cores = availableParallelism()): number {
  return Math.max(1, Math.floor(cores / Math.max(1, validatorsOnHost)));
}

export function createSignaturePool(options: {
  readonly workers: number;
  /** signatures waiting at most; for tests, else the bounds of limits.ts */
  readonly waitingMax?: { readonly vote: number; readonly tx: number };
}): SignaturePool {
  return new Pool(options.workers, {
    vote: options.waitingMax?.vote ?? VOTE_SIGNATURES_WAITING_MAX,
    tx: options.waitingMax?.tx ?? TX_SIGNATURES_WAITING_MAX,
  });
}

/** One call of `verify`. */
interface Job {
  readonly items: readonly SignatureItem[];
  readonly priority: SignaturePriority;
  readonly results: boolean[];
  /** items handed out so far */
  next: number;
  /** items not answered yet */
  open: number;
  readonly resolve: (results: boolean[]) => void;
  readonly reject: (error: JzError) => void;
}

/** A part of one job, or of several small ones, at a worker. */
interface Part {
  readonly job: Job;
  readonly from: number;
  readonly count: number;
}

interface Thread {
  readonly worker: Worker;
  readonly batches: Map<number, readonly Part[]>;
}

class Pool implements SignaturePool {
  readonly waiting = { vote: 0, tx: 0 };
  readonly #max: { readonly vote: number; readonly tx: number };
  readonly #queues: { readonly vote: Job[]; readonly tx: Job[] } = { vote: [], tx: [] };
  readonly #threads: Thread[] = [];
  #bytes = 0;
  #nextBatch = 0;
  #failure: JzError | undefined;

  constructor(workers: number, max: { readonly vote: number; readonly tx: number }) {
    this.#max = max;
    for (let i = 0; i < workers; i++) this.#threads.push(this.#start());
  }

  get workers(): number {
    return this.#threads.length;
  }

  verify(items: readonly SignatureItem[], priority: SignaturePriority): Promise<boolean[]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (items.length === 0) return Promise.resolve([]);
    let bytes = 0;
    for (const item of items) bytes += itemBytes(item);
    const waiting = this.waiting[priority];
    // A call larger than the whole queue is taken when nothing else waits: it must be possible at some time.
    const over =
      waiting + items.length > this.#max[priority] || this.#bytes + bytes > SIGNATURE_BYTES_WAITING_MAX;
    if (over && waiting > 0) return Promise.reject(new JzError("overloaded", "signatures", { waiting }));
    this.waiting[priority] += items.length;
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      const results = new Array<boolean>(items.length).fill(false);
      this.#queues[priority].push({ items, priority, results, next: 0, open: items.length, resolve, reject });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#fail(new JzError("signatures.closed"));
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): Thread {
    // Run from source the file is TypeScript, in a published package JavaScript.
    const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    const worker = new Worker(new URL(`./worker${extension}`, import.meta.url), {
      name: "signatures",
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 },
    });
    const thread: Thread = { worker, batches: new Map() };
    worker.on("message", ({ id, results }: { id: number; results: Uint8Array }) => {
      const parts = thread.batches.get(id);
      thread.batches.delete(id);
      if (parts !== undefined) this.#answer(parts, results);
      this.#dispatch();
    });
    worker.on("error", (error) => {
      this.#fail(new JzError("signatures.worker", "", { problem: String(error) }));
    });
    worker.unref();
    return thread;
  }

  #dispatch(): void {
    for (;;) {
      if (this.#queues.vote.length === 0 && this.#queues.tx.length === 0) return;
      const thread = this.#leastBusy();
      if (thread.batches.size >= SIGNATURE_BATCHES_PER_WORKER) return;
      const { parts, items } = this.#nextParts();
      const id = this.#nextBatch++;
      // Referenced only while something is on its way, so that an idle pool doesn't keep the process alive.
      if (thread.batches.size === 0) thread.worker.ref();
      thread.batches.set(id, parts);
      const buffer = packBatch(items);
      thread.worker.postMessage({ id, count: items.length, buffer }, [buffer]);
    }
  }

  #leastBusy(): Thread {
    let best = this.#threads[0]!;
    for (const thread of this.#threads) if (thread.batches.size < best.batches.size) best = thread;
    return best;
  }

  /** A batch of the queue that goes first, of as many jobs as it takes. */
  #nextParts(): { parts: Part[]; items: SignatureItem[] } {
    const queue = this.#queues.vote.length > 0 ? this.#queues.vote : this.#queues.tx;
    const parts: Part[] = [];
    const items: SignatureItem[] = [];
    let bytes = 0;
    const full = () => items.length >= SIGNATURE_BATCH || bytes >= SIGNATURE_BATCH_BYTES;
    while (!full() && queue.length > 0) {
      const job = queue[0]!;
      const from = job.next;
      while (!full() && job.next < job.items.length) {
        const item = job.items[job.next++]!;
        items.push(isWellFormed(item) ? item : NEVER_VALID);
        bytes += item.message.length;
      }
      parts.push({ job, from, count: job.next - from });
      if (job.next === job.items.length) queue.shift();
    }
    return { parts, items };
  }

  #answer(parts: readonly Part[], results: Uint8Array): void {
    let at = 0;
    for (const { job, from, count } of parts) {
      for (let i = from; i < from + count; i++) {
        job.results[i] = results[at++] === 1;
        this.#bytes -= itemBytes(job.items[i]!);
      }
      job.open -= count;
      this.waiting[job.priority] -= count;
      if (job.open === 0) job.resolve(job.results);
    }
    for (const thread of this.#threads) if (thread.batches.size === 0) thread.worker.unref();
  }

  #fail(error: JzError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    const jobs = new Set([...this.#queues.vote.splice(0), ...this.#queues.tx.splice(0)]);
    for (const { batches } of this.#threads) {
      for (const parts of batches.values()) for (const { job } of parts) jobs.add(job);
      batches.clear();
    }
    for (const job of jobs) job.reject(error);
  }
}

/** Stands for what isn't a signature by its lengths: an all-zero key is of small order and refused. */
const NEVER_VALID: SignatureItem = {
  publicKey: new Uint8Array(32),
  message: new Uint8Array(0),
  signature: new Uint8Array(64),
};
