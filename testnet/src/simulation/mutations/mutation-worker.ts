import { parentPort, workerData } from "node:worker_threads";
import type { SeedPlan } from "../network/run-seeds.ts";
import { type Mutation, putIn } from "./mutation.ts";

/** What a thread is to run: seeds one after the other up to the first that fails. */
export interface MutationRun {
  readonly mutation: Mutation | undefined;
  readonly plan: SeedPlan;
  /** Tell every event. */
  readonly trace: boolean;
}

/** What it tells: a line of a trace, or how a seed ended. */
export type MutationNews =
  | { readonly line: string }
  | { readonly seed: number; readonly broken: { readonly invariant: string; readonly what: string } | null };

const { mutation, plan, trace } = workerData as MutationRun;
if (mutation !== undefined) putIn(mutation);
// Only now: what is loaded from here on has the bug.
const { simulate } = await import("../network/simulation.ts");
const { nodesOf } = await import("../network/run-seeds.ts");
const tell = (news: MutationNews) => parentPort!.postMessage(news);
for (let i = 0; i < plan.seeds; i++) {
  const seed = plan.seedStart + i;
  const { violation } = await simulate({
    seed,
    nodes: nodesOf(plan, seed),
    ...(trace ? { onLine: (line: string) => tell({ line }) } : {}),
  });
  const broken = violation === undefined ? null : { invariant: violation.invariant, what: violation.message };
  tell({ seed, broken });
  if (broken !== null) break;
}
