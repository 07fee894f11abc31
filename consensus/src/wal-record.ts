import { decode, encode, type Value } from "@jingzhun/ledger/certification";
import { invalid, list, roundChangesFrom, signedToWire, valueFrom, votesFrom } from "./codec.ts";
import { MESSAGE_DEPTH_MAX, PROPOSAL_MESSAGE_BYTES_MAX } from "./limits.ts";
import type { Justification, SignedVote } from "./messages.ts";

/**
 * What the host writes to its WAL, in order, for one height (DESIGN §6). All but `signature` are written and synced
 * before the payload is signed, with the full body of the block for `proposal` and `commit`. A `signature` record is
 * appended after signing without waiting for the disk: the next record's sync carries it, and if the last one is lost
 * the signer gives the same signature again.
 */
export type WalRecord =
  | {
      readonly kind: "proposal";
      readonly payload: Uint8Array;
      readonly value: Uint8Array;
      readonly justification: Justification;
    }
  | { readonly kind: "prepare"; readonly payload: Uint8Array }
  | {
      readonly kind: "commit";
      readonly payload: Uint8Array;
      readonly value: Uint8Array;
      /** the prepared certificate */
      readonly prepares: readonly SignedVote[];
    }
  | { readonly kind: "roundChange"; readonly payload: Uint8Array; readonly prepares: readonly SignedVote[] }
  | { readonly kind: "signature"; readonly payload: Uint8Array; readonly signature: Uint8Array };

const KINDS = ["proposal", "prepare", "commit", "roundChange", "signature"] as const;

/** The record's bytes; the host frames them with length and checksum. */
export function encodeWalRecord(record: WalRecord): Uint8Array {
  const head: Value[] = [KINDS.indexOf(record.kind), record.payload];
  switch (record.kind) {
    case "proposal":
      head.push(
        record.value,
        signedToWire(record.justification.roundChanges),
        signedToWire(record.justification.prepares),
      );
      break;
    case "commit":
      head.push(record.value, signedToWire(record.prepares));
      break;
    case "roundChange":
      head.push(signedToWire(record.prepares));
      break;
    case "signature":
      head.push(record.signature);
      break;
  }
  return encode(head);
}

/** @throws JzError `message.invalid`, CodecError, StructError: a record whose checksum held was written otherwise */
export function decodeWalRecord(bytes: Uint8Array): WalRecord {
  const limits = { maxBytes: PROPOSAL_MESSAGE_BYTES_MAX, maxDepth: MESSAGE_DEPTH_MAX };
  const [number, payload, ...rest] = list(decode(bytes, limits), "");
  const kind = typeof number === "number" ? KINDS[number] : undefined;
  if (!(payload instanceof Uint8Array)) throw invalid("1");
  switch (kind) {
    case "proposal":
      return {
        kind,
        payload,
        value: valueFrom(rest[0], "2"),
        justification: { roundChanges: roundChangesFrom(rest[1], "3"), prepares: votesFrom(rest[2], "4") },
      };
    case "prepare":
      return { kind, payload };
    case "commit":
      return { kind, payload, value: valueFrom(rest[0], "2"), prepares: votesFrom(rest[1], "3") };
    case "roundChange":
      return { kind, payload, prepares: votesFrom(rest[0], "2") };
    case "signature": {
      const signature = rest[0];
      if (!(signature instanceof Uint8Array)) throw invalid("2");
      return { kind, payload, signature };
    }
    default:
      throw invalid("0");
  }
}
