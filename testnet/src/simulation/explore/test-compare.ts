import { Worker } from "node:worker_threads";

export interface Comparison {
  readonly byzantine: number;
  readonly lastRound: number;
  readonly crashes: 0 | 1;
  /** random ways through the world without reduction; `all`: every state of it */
  readonly walks: number | "all";
  /** leaves out the reduction that takes longer */
  readonly withoutQuorums?: boolean;
}

/** How many views of the nodes together were met with each reduction, and those that only one of them met. */
export interface Compared {
  readonly quorums: number;
  readonly rounds: number;
  readonly unreduced: number;
  /** not with the last reduction */
  readonly onlyWithoutReduction: readonly string[];
  readonly onlyByQuorums: readonly string[];
  readonly onlyByRounds: readonly string[];
  readonly outOfOrder: number;
}

/** Explores the same world with each reduction, and without. */
export function compare(workerData: Comparison): Promise<Compared> {
  const worker = new Worker(new URL("./test-compare-worker.ts", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the comparing thread ended without a word")));
  });
}
