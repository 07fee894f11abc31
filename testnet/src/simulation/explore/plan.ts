import { explore } from "./explore.ts";
import type { Broken } from "./host.ts";
import type { Reduction } from "./local-space.ts";
import { mutationNamed } from "./mutations.ts";
import { traceScript } from "./trace-script.ts";

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

/** Explores by a plan, and tells of it what can travel between threads. */
export async function exploreByPlan(plan: Plan): Promise<Explored> {
  const begun = performance.now();
  const { mutation: name, maxStates, maxSeconds, ...what } = plan;
  const mutation = name === undefined ? undefined : mutationNamed(name);
  const found = await explore({ ...what, mutation, maxStates, maxSeconds });
  const { states, transitions, depth, isComplete, localStates, messages, runs, violation } = found;
  return {
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
}
