import { askThread } from "../thread.ts";

export interface Comparison {
  readonly byzantine: number;
  readonly lastRound: number;
  readonly crashes: 0 | 1;
  /** random ways through the world without reduction; `all`: every state of it */
  readonly walks: number | "all";
  /** leaves out the reduction that takes longer */
  readonly withoutQuorums?: boolean;
}

/** How many views of the nodes together were met with each reduction, and those that only one of them met. */
export interface Compared {
  readonly quorums: number;
  readonly rounds: number;
  readonly unreduced: number;
  /** not with the last reduction */
  readonly onlyWithoutReduction: readonly string[];
  readonly onlyByQuorums: readonly string[];
  readonly onlyByRounds: readonly string[];
  readonly outOfOrder: number;
}

/** Explores the same world with each reduction, and without. */
export function compare(comparison: Comparison): Promise<Compared> {
  return askThread(import.meta.url, "test-compare-worker", comparison);
}
