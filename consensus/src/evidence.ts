import {
  compareBytes,
  decode,
  decodeRoundChange,
  decodeVote,
  encode,
  equalBytes,
  JzError,
  PHASE,
  type RoundChange,
  type ValidatorSet,
  type Vote,
  verifyBytes,
} from "@jingzhun/ledger/certification";
import { list } from "./codec.ts";
import { EVIDENCE_BYTES_MAX } from "./limits.ts";
import type { MessageType, Signed, SignedRoundChange, SignedVote } from "./messages.ts";

/**
 * Two signatures of one validator that an honest one can't have given: the same height, round and phase, different
 * payloads (DESIGN §6). Compares signed payloads only; anyone with the set of that height can verify it.
 */
export interface Evidence {
  readonly type: MessageType;
  readonly epoch: number;
  readonly height: number;
  readonly round: number;
  /** index into the validator set of the height */
  readonly signer: number;
  /** the two, ascending by payload, so that the same finding has the same bytes everywhere */
  readonly first: SignedPayload;
  readonly second: SignedPayload;
}

export type SignedPayload = Pick<Signed, "payload" | "signature">;

/** Evidence, if the two signed parts contradict one another. */
export function contradiction(
  type: MessageType,
  a: SignedVote | SignedRoundChange,
  b: SignedVote | SignedRoundChange,
): Evidence | undefined {
  const [x, y] = [placeOfSigned(a), placeOfSigned(b)];
  if (a.signer !== b.signer || phaseOfPlace(x) !== PHASE[type] || !samePlace(x, y)) return undefined;
  const order = compareBytes(a.payload, b.payload);
  if (order === 0) return undefined;
  const [first, second] = (order < 0 ? [a, b] : [b, a]).map(({ payload, signature }) => ({
    payload,
    signature,
  })) as [SignedPayload, SignedPayload];
  return { type, epoch: x.epoch, height: x.height, round: x.round, signer: a.signer, first, second };
}

/**
 * @param set the validators of the evidence's height
 * @throws JzError `evidence.invalid` (its parts don't contradict one another as it says), `evidence.unknown_signer`,
 * `evidence.signature`
 */
export function verifyEvidence(evidence: Evidence, chainId: string, set: ValidatorSet): void {
  const { type, signer, first, second } = evidence;
  const validator = set[signer];
  if (validator === undefined) throw new JzError("evidence.unknown_signer", "", { signer });
  const [a, b] = [first, second].map((part) => readPart(type, signer, part)) as [
    SignedVote | SignedRoundChange,
    SignedVote | SignedRoundChange,
  ];
  const found = contradiction(type, a, b);
  if (
    found === undefined ||
    placeOfSigned(a).chainId !== chainId ||
    !equalBytes(encodeEvidence(found), encodeEvidence(evidence))
  )
    throw new JzError("evidence.invalid");
  for (const { payload, signature } of [first, second]) {
    if (!verifyBytes("consensus", chainId, payload, signature, validator.consensusKey))
      throw new JzError("evidence.signature", "", { signer });
  }
}

const TYPES = ["proposal", "prepare", "commit", "roundChange"] as const;

/** `[1, type, epoch, height, round, signer, payload, signature, payload, signature]` */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  const { type, epoch, height, round, signer, first, second } = evidence;
  return encode([
    1,
    PHASE[type],
    epoch,
    height,
    round,
    signer,
    first.payload,
    first.signature,
    second.payload,
    second.signature,
  ]);
}

/** @throws JzError `message.invalid`, CodecError; whether it holds is for `verifyEvidence` */
export function decodeEvidence(bytes: Uint8Array): Evidence {
  const wire = list(decode(bytes, { maxBytes: EVIDENCE_BYTES_MAX, maxDepth: 1 }), "", 10);
  const [version, typeNumber, epoch, height, round, signer] = wire;
  const type = typeof typeNumber === "number" ? TYPES[typeNumber] : undefined;
  const parts = wire.slice(6);
  if (version !== 1 || type === undefined || parts.length !== 4) throw new JzError("message.invalid");
  for (const number of [epoch, height, round, signer])
    if (typeof number !== "number" || number < 0) throw new JzError("message.invalid");
  if (!parts.every((part) => part instanceof Uint8Array)) throw new JzError("message.invalid");
  const [p1, s1, p2, s2] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  return {
    type,
    epoch: epoch as number,
    height: height as number,
    round: round as number,
    signer: signer as number,
    first: { payload: p1, signature: s1 },
    second: { payload: p2, signature: s2 },
  };
}

function readPart(type: MessageType, signer: number, part: SignedPayload): SignedVote | SignedRoundChange {
  return type === "roundChange"
    ? { ...part, signer, claim: decodeRoundChange(part.payload) }
    : { ...part, signer, vote: decodeVote(part.payload) };
}

function placeOfSigned(signed: SignedVote | SignedRoundChange): Vote | RoundChange {
  return "vote" in signed ? signed.vote : signed.claim;
}

function phaseOfPlace(place: Vote | RoundChange): number {
  return "phase" in place ? place.phase : PHASE.roundChange;
}

function samePlace(a: Vote | RoundChange, b: Vote | RoundChange): boolean {
  return (
    a.chainId === b.chainId &&
    a.epoch === b.epoch &&
    a.height === b.height &&
    a.round === b.round &&
    phaseOfPlace(a) === phaseOfPlace(b)
  );
}
