import { askThread } from "../thread.ts";
import type { Explored } from "./plan.ts";

/** A bug, looked for and told. */
export interface FoundBug {
  readonly name: string;
  readonly found: Explored;
  /** the same without any reduction, if it was asked for */
  readonly unreduced: Explored | undefined;
  /** the whole trace of the script that was found, by the scenarios of consensus with the bug, and without */
  readonly withBug: string;
  readonly without: string;
}

/** Looks for bugs, in one thread, one after the other. */
export function lookFor(names: readonly string[], withoutReduction: readonly string[]): Promise<FoundBug[]> {
  return askThread(import.meta.url, "test-bugs-worker", { names, withoutReduction });
}
