import { startThread } from "../thread.ts";
import { shrink } from "./shrink.ts";
import { type SimulationResult, simulate } from "./simulation.ts";
import { addResult, noTotals, type Totals } from "./totals.ts";

/** Sizes of networks that seeds take in turn, unless one is given; mostly four. */
const SIZES = [4, 4, 7, 4, 1, 4, 5, 4, 6, 4, 4, 7, 4, 10, 4, 4, 13, 4, 5, 4] as const;

export interface SeedPlan {
  readonly seeds: number;
  readonly seedStart: number;
  /** undefined: sizes in turn */
  readonly nodes: number | undefined;
}

export interface FailedSeed {
  readonly seed: number;
  readonly nodes: number;
  readonly invariant: string;
  readonly what: string;
  /** places in the seed's schedule of the faults that are needed */
  readonly faults: readonly number[];
  /** the command that runs it again */
  readonly replay: string;
  /** the last events */
  readonly lines: readonly string[];
}

/** One seed's outcome, as it travels between threads. */
export interface SeedOutcome {
  readonly totals: Totals;
  readonly failed: FailedSeed | undefined;
}

export interface SeedsResult {
  readonly totals: Totals;
  readonly failed: readonly FailedSeed[];
  readonly seconds: number;
}

const LINES_SHOWN = 60;

export function nodesOf({ nodes }: SeedPlan, seed: number): number {
  return nodes ?? SIZES[seed % SIZES.length]!;
}

/** The i-th seed of a plan; one that fails is run again with fewer and fewer faults. */
export async function simulatePlanned(plan: SeedPlan, i: number): Promise<SeedOutcome> {
  const seed = plan.seedStart + i;
  const options = { seed, nodes: nodesOf(plan, seed) };
  const result = await simulate(options);
  const totals = noTotals();
  addResult(totals, result);
  if (result.violation === undefined) return { totals, failed: undefined };
  return { totals, failed: describeFailure(await shrink(result, options)) };
}

function describeFailure({
  result,
  faults,
}: {
  readonly result: SimulationResult;
  readonly faults: readonly number[];
}): FailedSeed {
  const { seed, nodes, violation, lines } = result;
  const kept = faults.length === 0 ? "none" : faults.join(",");
  return {
    seed,
    nodes,
    invariant: violation!.invariant,
    what: violation!.message,
    faults,
    replay: `npx jingzhun simulate --seed-start ${seed} --seeds 1 --nodes ${nodes} --faults ${kept} --trace`,
    lines: lines.slice(-LINES_SHOWN),
  };
}

/** Runs them on so many threads; ends at the first that fails. */
export async function runSeeds(
  plan: SeedPlan,
  jobs: number,
  onProgress: (totals: Totals) => void,
): Promise<SeedsResult> {
  const begun = performance.now();
  const totals = noTotals();
  const failed: FailedSeed[] = [];
  const take = (outcome: SeedOutcome) => {
    addTotals(totals, outcome.totals);
    if (outcome.failed !== undefined) failed.push(outcome.failed);
    onProgress(totals);
  };
  if (jobs <= 1) {
    for (let i = 0; i < plan.seeds && failed.length === 0; i++) take(await simulatePlanned(plan, i));
  } else {
    const threads = Array.from({ length: jobs }, (_, first) => startSeeds({ plan, first, step: jobs }, take));
    const stop = () => Promise.all(threads.map(({ worker }) => worker.terminate()));
    await Promise.all(
      threads.map(async ({ done }) => {
        await done;
        if (failed.length > 0) await stop();
      }),
    );
  }
  return { totals, failed, seconds: (performance.now() - begun) / 1_000 };
}

function startSeeds(workerData: unknown, take: (outcome: SeedOutcome) => void) {
  const worker = startThread(import.meta.url, "seed-worker", workerData);
  worker.on("message", take);
  const done = new Promise<void>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
  return { worker, done };
}

function addTotals(sums: Totals, more: Totals): void {
  for (const name of Object.keys(more) as (keyof Totals)[]) {
    const value = more[name];
    if (name === "roundsAfter") sums.roundsAfter = Math.max(sums.roundsAfter, more.roundsAfter);
    else if (typeof value === "number") (sums[name] as number) += value;
    else {
      const into = sums[name] as unknown as Record<string, number>;
      for (const [key, count] of Object.entries(value)) into[key] = (into[key] ?? 0) + (count as number);
    }
  }
}
