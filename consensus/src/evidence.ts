import type { Signed } from "./messages.ts";

/**
 * Two signatures of one validator that an honest one can't have given: the same height, round and phase, different
 * payloads (DESIGN §6). Compares signed payloads only; anyone with the set of that height can verify it.
 */
export interface Evidence {
  readonly type: "proposal" | "prepare" | "commit" | "roundChange";
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  /** index into the validator set of the height */
  readonly signer: number;
  /** the two, ascending by payload bytes, so that equal findings have equal bytes */
  readonly first: Signed;
  readonly second: Signed;
}
