import { z } from "zod";
import { bytes32, chainIdSchema, natural, u32 } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { VOTE_BYTES_MAX } from "../limits.ts";

/** What a consensus signature says (DESIGN §6). */
export const PHASE = { proposal: 0, prepare: 1, commit: 2, roundChange: 3 } as const;
export type VotePhase = typeof PHASE.proposal | typeof PHASE.prepare | typeof PHASE.commit;

/** The signed payload of a proposal, a PREPARE, a COMMIT; in the domain `consensus`. */
export interface Vote {
  readonly chainId: string;
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  readonly phase: VotePhase;
  readonly blockHash: Uint8Array;
}

const place = [z.literal(1), chainIdSchema, natural, natural, u32] as const;

const voteStruct = defineStruct<Vote, [1, string, number, number, number, VotePhase, Uint8Array]>({
  name: "vote",
  maxBytes: VOTE_BYTES_MAX,
  wire: z.tuple([...place, z.union([z.literal(0), z.literal(1), z.literal(2)]), bytes32]),
  toWire: (v) => [1, v.chainId, v.epoch, v.height, v.round, v.phase, v.blockHash],
  fromWire: ([, chainId, epoch, height, round, phase, blockHash]) => ({
    chainId,
    epoch,
    height,
    round,
    phase,
    blockHash,
  }),
});

/** `[1, chainId, epoch, height, round, phase, blockHash]` @throws StructError */
export const encodeVote = voteStruct.encode;
/** @throws StructError, CodecError */
export const decodeVote = voteStruct.decode;

/** The signed payload of a ROUND-CHANGE; both prepared fields or neither. */
export interface RoundChange {
  readonly chainId: string;
  readonly epoch: number;
  readonly height: number;
  /** the round that it asks for */
  readonly round: number;
  readonly preparedRound: number | null;
  readonly preparedHash: Uint8Array | null;
}

type RoundChangeWire = [1, string, number, number, number, 3, number | null, Uint8Array | null];

const roundChangeStruct = defineStruct<RoundChange, RoundChangeWire>({
  name: "round_change",
  maxBytes: VOTE_BYTES_MAX,
  wire: z
    .tuple([...place, z.literal(3), u32.nullable(), bytes32.nullable()])
    .refine(([, , , , round, , preparedRound, hash]) =>
      preparedRound === null ? hash === null : hash !== null && preparedRound < round,
    ),
  toWire: (c) => [
    1,
    c.chainId,
    c.epoch,
    c.height,
    c.round,
    PHASE.roundChange,
    c.preparedRound,
    c.preparedHash,
  ],
  fromWire: ([, chainId, epoch, height, round, , preparedRound, preparedHash]) => ({
    chainId,
    epoch,
    height,
    round,
    preparedRound,
    preparedHash,
  }),
});

/** `[1, chainId, epoch, height, round, 3, preparedRound, preparedHash]` @throws StructError */
export const encodeRoundChange = roundChangeStruct.encode;
/** @throws StructError, CodecError */
export const decodeRoundChange = roundChangeStruct.decode;
