import { Worker } from "node:worker_threads";

/** Whole traces of one script. */
export interface Replay {
  readonly withBug: string;
  readonly without: string;
}

/** Runs a script by the scenarios of consensus: nothing reduced, once with a bug put in and once without. */
export function replay(script: string, mutation: string): Promise<Replay> {
  const workerData = { script, mutation };
  const worker = new Worker(new URL("./test-replay-worker.ts", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the replaying thread ended without a word")));
  });
}
