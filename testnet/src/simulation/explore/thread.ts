import { Worker } from "node:worker_threads";
import type { Broken } from "./host.ts";
import type { Reduction } from "./local-space.ts";

/** What is explored, as it travels to the thread that does it. */
export interface Plan {
  readonly byzantine: number;
  readonly lastRound: number;
  readonly crashes: 0 | 1;
  readonly reduction: Reduction;
  /** name of a bug that is put in */
  readonly mutation?: string;
  readonly maxStates?: number;
  /** 0: none */
  readonly maxSeconds?: number;
}

/** What was found. */
export interface Explored {
  readonly plan: Plan;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** false: it ended at a violation or at one of the plan's bounds */
  readonly isComplete: boolean;
  readonly localStates: readonly number[];
  /** different messages that were ever on the wire */
  readonly messages: number;
  /** how often the code of a node ran */
  readonly runs: number;
  readonly seconds: number;
  /** the most memory of the process so far, bytes */
  readonly memory: number;
  readonly violation: FoundViolation | null;
}

export interface FoundViolation {
  readonly broken: Broken;
  readonly why: string;
  /** steps of honest nodes */
  readonly steps: number;
  /** for `runScript` of consensus/src/scenarios */
  readonly script: string;
}

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
