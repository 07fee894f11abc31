import { Worker } from "node:worker_threads";
import type { Explored } from "./plan.ts";

/** A bug, looked for and told. */
export interface FoundBug {
  readonly name: string;
  readonly found: Explored;
  /** the same without any reduction, if it was asked for */
  readonly unreduced: Explored | undefined;
  /** the whole trace of the script that was found, by the scenarios of consensus with the bug, and without */
  readonly withBug: string;
  readonly without: string;
}

/** Looks for bugs, in one thread, one after the other. */
export async function lookFor(
  names: readonly string[],
  withoutReduction: readonly string[],
): Promise<FoundBug[]> {
  const workerData = { names, withoutReduction };
  const worker = new Worker(new URL("./test-bugs-worker.ts", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the thread ended without a word")));
  });
}
