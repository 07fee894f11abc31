import { Worker } from "node:worker_threads";

/** Starts the file `name` beside the module `from` in a thread of its own, which ends with all that it loaded. */
export function startThread(from: string, name: string, workerData: unknown): Worker {
  // Run from source the file is TypeScript, in a published package JavaScript.
  const extension = from.endsWith(".ts") ? ".ts" : ".js";
  return new Worker(new URL(`./${name}${extension}`, from), { workerData });
}

/** The one thing that such a thread tells. Rejects with what it throws, or when it ends without a word. */
export function askThread<T>(from: string, name: string, workerData: unknown): Promise<T> {
  const worker = startThread(from, name, workerData);
  return new Promise((resolve, reject) => {
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error(`the thread ${name} ended without a word`)));
  });
}
