import { parentPort } from "node:worker_threads";
// Not the whole ledger: a thread that only verifies takes 24 MB so, else 48.
import { suite } from "@jingzhun/ledger/suite";
import { verifyBatch } from "./batch.ts";

/** Runs in a thread of its own: checks one batch after the other by synchronous calls. */
const port = parentPort;
if (port === null) throw new Error("signatures/worker.ts runs as a worker thread only");

port.on("message", ({ id, count, buffer }: { id: number; count: number; buffer: ArrayBuffer }) => {
  const results = verifyBatch(suite, buffer, count);
  port.postMessage({ id, results }, [results.buffer as ArrayBuffer]);
});
