import { z } from "zod";
import { compareBytes, equalBytes } from "../bytes/order.ts";
import { bytes32, bytes64, bytesUpTo, natural, u32 } from "../bytes/schema.ts";
import { defineStruct } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { verifyBytes } from "../crypto/signing.ts";
import { JzError } from "../errors.ts";
import { EVIDENCE_BYTES_MAX, VOTE_BYTES_MAX } from "../limits.ts";
import { decodeRoundChange, decodeVote, PHASE, type RoundChange, type Vote } from "./vote.ts";

/** What two contradicting signatures are of, in the order of `PHASE`. */
export const EVIDENCE_TYPES = ["proposal", "prepare", "commit", "roundChange"] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

/** A payload of the domain `consensus` and its signature. */
export interface SignedPayload {
  /** `encodeVote` or `encodeRoundChange`, as it was signed */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Two signatures of one consensus key that an honest validator can't have given: the same chain, epoch, height, round
 * and phase, different payloads (DESIGN §6). Compares signed payloads only, so anyone can verify it.
 */
export interface Evidence {
  readonly type: EvidenceType;
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  readonly consensusKey: Uint8Array;
  /** the two, ascending by payload, so that the same finding has the same bytes everywhere */
  readonly first: SignedPayload;
  readonly second: SignedPayload;
}

/** Evidence, if the two payloads of this key contradict one another. @throws StructError, CodecError */
export function contradiction(
  type: EvidenceType,
  consensusKey: Uint8Array,
  a: SignedPayload,
  b: SignedPayload,
): Evidence | undefined {
  const order = compareBytes(a.payload, b.payload);
  if (order === 0) return undefined;
  const [x, y] = [placeOf(type, a.payload), placeOf(type, b.payload)];
  if (!samePlace(type, x, y)) return undefined;
  const [first, second] = (order < 0 ? [a, b] : [b, a]).map(({ payload, signature }) => ({
    payload,
    signature,
  })) as [SignedPayload, SignedPayload];
  return { type, epoch: x.epoch, height: x.height, round: x.round, consensusKey, first, second };
}

/**
 * Says nothing about whether the key was a validator's at that height.
 *
 * @throws JzError `evidence.invalid` (its parts don't contradict one another as it says), `evidence.signature`
 */
export function verifyEvidence(evidence: Evidence, chainId: string): void {
  const { type, consensusKey, first, second } = evidence;
  const found = readContradiction(evidence);
  if (
    found === undefined ||
    placeOf(type, first.payload).chainId !== chainId ||
    !equalBytes(encodeEvidence(found), encodeEvidence(evidence))
  ) {
    throw new JzError("evidence.invalid");
  }
  for (const { payload, signature } of [first, second]) {
    if (!verifyBytes("consensus", chainId, payload, signature, consensusKey))
      throw new JzError("evidence.signature");
  }
}

function readContradiction({ type, consensusKey, first, second }: Evidence): Evidence | undefined {
  try {
    return contradiction(type, consensusKey, first, second);
  } catch {
    return undefined;
  }
}

/**
 * H("evidence" ‖ key ‖ height ‖ phase): one validator's misdeed in one phase of one height counts once, however many
 * rounds and pairs of signatures show it.
 */
export function evidenceId({ consensusKey, height, type }: Evidence): Uint8Array {
  return H("evidence", (h) => h.hash(consensusKey).u64(height).u32(PHASE[type]));
}

const payload = bytesUpTo(VOTE_BYTES_MAX);

type EvidenceWire = [
  1,
  number,
  number,
  number,
  number,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

export const evidenceStruct = defineStruct<Evidence, EvidenceWire>({
  name: "evidence",
  maxBytes: EVIDENCE_BYTES_MAX,
  wire: z.tuple([
    z.literal(1),
    z.int().min(0).max(3),
    natural,
    natural,
    u32,
    bytes32,
    payload,
    bytes64,
    payload,
    bytes64,
  ]),
  toWire: ({ type, epoch, height, round, consensusKey, first, second }) => [
    1,
    PHASE[type],
    epoch,
    height,
    round,
    consensusKey,
    first.payload,
    first.signature,
    second.payload,
    second.signature,
  ],
  fromWire: ([, type, epoch, height, round, consensusKey, p1, s1, p2, s2]) => ({
    type: EVIDENCE_TYPES[type]!,
    epoch,
    height,
    round,
    consensusKey,
    first: { payload: p1, signature: s1 },
    second: { payload: p2, signature: s2 },
  }),
});

/** `[1, phase, epoch, height, round, consensusKey, payload, signature, payload, signature]` */
export const encodeEvidence = evidenceStruct.encode;
/** Whether it holds is for `verifyEvidence`. @throws StructError `evidence.invalid`, CodecError */
export const decodeEvidence = evidenceStruct.decode;

function placeOf(type: EvidenceType, signed: Uint8Array): Vote | RoundChange {
  return type === "roundChange" ? decodeRoundChange(signed) : decodeVote(signed);
}

function samePlace(type: EvidenceType, a: Vote | RoundChange, b: Vote | RoundChange): boolean {
  const isOfType = (place: Vote | RoundChange) => !("phase" in place) || place.phase === PHASE[type];
  return (
    isOfType(a) &&
    isOfType(b) &&
    a.chainId === b.chainId &&
    a.epoch === b.epoch &&
    a.height === b.height &&
    a.round === b.round
  );
}
