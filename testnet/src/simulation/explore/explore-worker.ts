import { parentPort, workerData } from "node:worker_threads";
import { explore } from "./explore.ts";
import { mutationNamed } from "./mutations.ts";
import type { Explored, Plan } from "./thread.ts";
import { traceScript } from "./trace-script.ts";

const plan = workerData as Plan;
const begun = performance.now();
const { mutation: name, maxStates, maxSeconds, ...what } = plan;
const mutation = name === undefined ? undefined : mutationNamed(name);
const found = await explore({ ...what, mutation, maxStates, maxSeconds });
const { states, transitions, depth, isComplete, localStates, messages, runs, violation } = found;
const told: Explored = {
  plan,
  states,
  transitions,
  depth,
  isComplete,
  localStates,
  messages,
  runs,
  seconds: (performance.now() - begun) / 1_000,
  // In KiB.
  memory: process.resourceUsage().maxRSS * 1_024,
  violation:
    violation === null
      ? null
      : {
          broken: violation.broken,
          why: violation.why,
          steps: violation.steps.length,
          script: traceScript(found.world, violation),
        },
};
parentPort!.postMessage(told);
