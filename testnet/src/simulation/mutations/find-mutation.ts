import { startThread } from "../thread.ts";
import type { Mutation } from "./mutation.ts";
import type { MutationNews, MutationRun } from "./mutation-worker.ts";

/** What looking for a mutation came to. */
export interface MutationFound {
  readonly name: string;
  readonly bug: string;
  readonly nodes: number;
  /** seeds within which it had to be found */
  readonly bound: number;
  /** seeds that were run, from 1 */
  readonly tried: number;
  /** null: not found */
  readonly seed: number | null;
  readonly invariant: string | null;
  readonly what: string | null;
  /** the command that shows it again */
  readonly replay: string | null;
}

/** Runs seeds with the mutation in until one fails. */
export async function findMutation(mutation: Mutation): Promise<MutationFound> {
  const { name, bug, nodes, seeds: bound } = mutation;
  const { tried, broken } = await runMutated({
    mutation,
    plan: { seeds: bound, seedStart: 1, nodes },
    trace: false,
  });
  return {
    name,
    bug,
    nodes,
    bound,
    tried,
    seed: broken?.seed ?? null,
    invariant: broken?.invariant ?? null,
    what: broken?.what ?? null,
    replay:
      broken === undefined
        ? null
        : `npx jingzhun simulate --mutation ${name} --seed-start ${broken.seed} --seeds 1 --nodes ${nodes} --trace`,
  };
}

export interface MutatedRun {
  readonly tried: number;
  readonly broken: { readonly seed: number; readonly invariant: string; readonly what: string } | undefined;
}

/** Runs seeds in a thread of its own, which ends with the sources that it loaded. */
export function runMutated(run: MutationRun, onLine: (line: string) => void = () => {}): Promise<MutatedRun> {
  const worker = startThread(import.meta.url, "mutation-worker", run);
  let tried = 0;
  let broken: MutatedRun["broken"];
  worker.on("message", (news: MutationNews) => {
    if ("line" in news) return onLine(news.line);
    tried++;
    if (news.broken !== null) broken = { seed: news.seed, ...news.broken };
  });
  return new Promise((resolve, reject) => {
    // Breaking the simulation itself isn't being found by it.
    worker.on("error", (error) =>
      reject(new Error(`mutation ${run.mutation?.name ?? "none"}: ${String(error)}`, { cause: error })),
    );
    worker.on("exit", () => resolve({ tried, broken }));
  });
}
