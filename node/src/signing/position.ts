import { PHASE } from "@jingzhun/ledger";

export type Phase = (typeof PHASE)[keyof typeof PHASE];

/** Where in the life of the chain a consensus signature stands. */
export interface Position {
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  readonly phase: Phase;
}

/** Within a round r: ROUND-CHANGE(r) < proposal(r) < PREPARE(r) < COMMIT(r), r being what the ROUND-CHANGE asks for (DESIGN §6). */
export function phaseRank(phase: Phase): number {
  return phase === PHASE.roundChange ? 0 : phase + 1;
}

/** Negative when `a` comes before `b`, 0 when they are the same place. */
export function comparePositions(a: Position, b: Position): number {
  return (
    a.epoch - b.epoch || a.height - b.height || a.round - b.round || phaseRank(a.phase) - phaseRank(b.phase)
  );
}

/** The place before all others: a record made with its key. */
export const FIRST_POSITION: Position = { epoch: 0, height: 0, round: 0, phase: PHASE.roundChange };
