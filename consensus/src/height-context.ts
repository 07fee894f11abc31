import {
  faulty,
  proposerIndex,
  quorum,
  type ValidatorSet,
  validatorIndex,
} from "@jingzhun/ledger/certification";

/** What is fixed while one height is decided. */
export interface HeightContext {
  readonly chainId: string;
  readonly epoch: number;
  readonly height: number;
  readonly set: ValidatorSet;
  /** number of validators */
  readonly n: number;
  /** f */
  readonly faulty: number;
  readonly quorum: number;
  /** own index; null: no vote at this height */
  readonly self: number | null;
  readonly parentProposer: Uint8Array;
  /** ms */
  readonly roundTimeout: number;
  /** heights */
  readonly tenure: number;
}

export function heightContext(
  of: Pick<
    HeightContext,
    "chainId" | "epoch" | "height" | "set" | "parentProposer" | "roundTimeout" | "tenure"
  >,
  self: Uint8Array | null,
): HeightContext {
  const n = of.set.length;
  const index = self === null ? -1 : validatorIndex(of.set, self);
  return { ...of, n, faulty: faulty(n), quorum: quorum(n), self: index < 0 ? null : index };
}

/** Index of the round's proposer (DESIGN §6, tenure). */
export function proposerOf(context: HeightContext, round: number): number {
  return proposerIndex({ ...context, round });
}
