import {
  decode,
  decodeRoundChange,
  decodeVote,
  encode,
  JzError,
  PHASE,
  VALIDATORS_MAX,
  type Value,
} from "@jingzhun/ledger/certification";
import {
  MESSAGE_DEPTH_MAX,
  PROPOSAL_MESSAGE_BYTES_MAX,
  ROUND_CHANGE_MESSAGE_BYTES_MAX,
  VALUE_BYTES_MAX,
  VOTE_MESSAGE_BYTES_MAX,
} from "./limits.ts";
import type { Message, Signed, SignedRoundChange, SignedVote } from "./messages.ts";

/** By the type's number, which is its phase: bytes of a whole message. */
const BYTES_MAX = [
  PROPOSAL_MESSAGE_BYTES_MAX,
  VOTE_MESSAGE_BYTES_MAX,
  VOTE_MESSAGE_BYTES_MAX,
  ROUND_CHANGE_MESSAGE_BYTES_MAX,
] as const;

/**
 * The message as it travels:
 * PROPOSAL `[0, signer, payload, signature, value, roundChanges, prepares]`, PREPARE `[1, signer, payload, signature]`,
 * COMMIT `[2, …]` likewise, ROUND-CHANGE `[3, signer, payload, signature, prepares]`; nested ones
 * `[signer, payload, signature]`.
 */
export function encodeMessage(message: Message): Uint8Array {
  const head: Value[] = [PHASE[message.type], message.signer, message.payload, message.signature];
  switch (message.type) {
    case "proposal":
      head.push(
        message.value,
        signedToWire(message.justification.roundChanges),
        signedToWire(message.justification.prepares),
      );
      break;
    case "roundChange":
      head.push(signedToWire(message.prepares));
      break;
  }
  return encode(head);
}

/**
 * Checks form only: sizes, kinds, that the payload is of the message's type. Whether its signatures hold and what it
 * claims is justified is judged later.
 *
 * @throws JzError `message.invalid`, CodecError, StructError
 */
export function decodeMessage(bytes: Uint8Array): Message {
  // The type is the second byte of every canonical message, so its own limit holds before anything is decoded.
  const maxBytes = BYTES_MAX[bytes[1] ?? -1];
  if (maxBytes === undefined) throw invalid("0");
  const wire = list(decode(bytes, { maxBytes, maxDepth: MESSAGE_DEPTH_MAX }), "");
  switch (wire[0]) {
    case PHASE.proposal: {
      if (wire.length !== 7) throw invalid("");
      return {
        type: "proposal",
        ...voteOfPhase(wire.slice(1, 4), PHASE.proposal, ""),
        value: valueFrom(wire[4], "4"),
        justification: { roundChanges: roundChangesFrom(wire[5], "5"), prepares: votesFrom(wire[6], "6") },
      };
    }
    case PHASE.prepare:
      return { type: "prepare", ...voteOfPhase(wire.slice(1), PHASE.prepare, "") };
    case PHASE.commit:
      return { type: "commit", ...voteOfPhase(wire.slice(1), PHASE.commit, "") };
    case PHASE.roundChange: {
      if (wire.length !== 5) throw invalid("");
      return {
        type: "roundChange",
        ...roundChangeFrom(wire.slice(1, 4), ""),
        prepares: votesFrom(wire[4], "4"),
      };
    }
    default:
      throw invalid("0");
  }
}

export function signedToWire(parts: readonly Signed[]): Value[] {
  return parts.map(({ signer, payload, signature }) => [signer, payload, signature]);
}

/** @throws JzError `message.invalid` */
export function votesFrom(wire: Value | undefined, path: string): SignedVote[] {
  return list(wire, path, VALIDATORS_MAX).map((item, i) => voteFrom(item, `${path}.${i}`));
}

/** @throws JzError `message.invalid` */
export function roundChangesFrom(wire: Value | undefined, path: string): SignedRoundChange[] {
  return list(wire, path, VALIDATORS_MAX).map((item, i) => roundChangeFrom(item, `${path}.${i}`));
}

/** @throws JzError `message.invalid` */
export function valueFrom(wire: Value | undefined, path: string): Uint8Array {
  if (!(wire instanceof Uint8Array) || wire.length > VALUE_BYTES_MAX) throw invalid(path);
  return wire;
}

function voteOfPhase(wire: Value, phase: number, path: string): SignedVote {
  const signed = voteFrom(wire, path);
  if (signed.vote.phase !== phase) throw invalid(path);
  return signed;
}

function voteFrom(wire: Value, path: string): SignedVote {
  const signed = signedFrom(wire, path);
  return { ...signed, vote: decodeVote(signed.payload) };
}

function roundChangeFrom(wire: Value, path: string): SignedRoundChange {
  const signed = signedFrom(wire, path);
  return { ...signed, claim: decodeRoundChange(signed.payload) };
}

function signedFrom(wire: Value, path: string): Signed {
  const [signer, payload, signature, ...more] = list(wire, path);
  if (typeof signer !== "number" || !(signer >= 0 && signer < VALIDATORS_MAX)) throw invalid(path);
  if (!(payload instanceof Uint8Array)) throw invalid(path);
  if (!(signature instanceof Uint8Array) || signature.length !== 64 || more.length > 0) throw invalid(path);
  return { signer, payload, signature };
}

export function list(wire: Value | undefined, path: string, most = 8): Value[] {
  if (!Array.isArray(wire) || wire.length > most) throw invalid(path);
  return wire;
}

export function invalid(path: string): JzError {
  return new JzError("message.invalid", path);
}
