import { parentPort, workerData } from "node:worker_threads";
import { type SeedPlan, simulatePlanned } from "./run-seeds.ts";

// Every so many seeds is this thread's; each is a world of its own, so that threads change nothing.
const { plan, first, step } = workerData as { plan: SeedPlan; first: number; step: number };
for (let i = first; i < plan.seeds; i += step) {
  const result = await simulatePlanned(plan, i);
  parentPort!.postMessage(result);
  if (result.failed !== undefined) break;
}
