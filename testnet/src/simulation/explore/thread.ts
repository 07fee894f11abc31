import { Worker } from "node:worker_threads";
import type { Explored, Plan } from "./plan.ts";

/**
 * Explores in a thread of its own, which ends with all that it loaded: copies of consensus with readable fields, and
 * with the bug if one was asked for.
 */
export function exploreInThread(plan: Plan): Promise<Explored> {
  // Run from source the file is TypeScript, in a published package JavaScript.
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  const worker = new Worker(new URL(`./explore-worker${extension}`, import.meta.url), { workerData: plan });
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the exploring thread ended without a word")));
  });
}
