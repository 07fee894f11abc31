import { type SimulationOptions, type SimulationResult, simulate } from "./simulation.ts";

/** Runs that shrinking may take: each leaves out some faults. */
const RUNS_MAX = 60;

/**
 * Leaves out faults of a seed that fails for as long as the same invariant breaks without them (delta debugging), so
 * that the schedule that is looked at holds little else than what matters. Answers the places of those that stay.
 */
export async function shrink(
  failed: SimulationResult,
  options: SimulationOptions,
): Promise<{ readonly faults: readonly number[]; readonly result: SimulationResult }> {
  let faults = [...(options.faults ?? failed.faults.keys())];
  let result = failed;
  let size = Math.ceil(faults.length / 2);
  for (let runs = 0; faults.length > 0 && runs < RUNS_MAX; ) {
    let isSmaller = false;
    for (let from = 0; from < faults.length && runs < RUNS_MAX; from += size) {
      const rest = [...faults.slice(0, from), ...faults.slice(from + size)];
      const tried = await simulate({ ...options, faults: rest });
      runs++;
      if (tried.violation?.invariant !== failed.violation?.invariant) continue;
      faults = rest;
      result = tried;
      isSmaller = true;
      break;
    }
    if (isSmaller) size = Math.min(size, Math.max(1, faults.length));
    else if (size === 1) break;
    else size = Math.ceil(size / 2);
  }
  return { faults, result };
}
