import { decode, encode, equalBytes, JzError } from "@jingzhun/ledger";
import { SIGNED_PAYLOAD_BYTES_MAX } from "../limits.ts";
import type { Phase, Position } from "./position.ts";

/**
 * What each block's batch keeps of the signer's record (DESIGN §6): `[1, public key, epoch, height, round, phase]`. A
 * record below it is an old copy. The key stands in it, because a new key begins with a new record.
 */
export function encodePositionCopy(
  publicKey: Uint8Array,
  { epoch, height, round, phase }: Position,
): Uint8Array {
  return encode([1, publicKey, epoch, height, round, phase]);
}

/** undefined: the copy is of another key. @throws JzError `signer.copy`: another version wrote it */
export function decodePositionCopy(bytes: Uint8Array, publicKey: Uint8Array): Position | undefined {
  const fields = decode(bytes, { maxBytes: SIGNED_PAYLOAD_BYTES_MAX });
  if (!Array.isArray(fields) || fields.length !== 6 || fields[0] !== 1) throw new JzError("signer.copy");
  const [, key, epoch, height, round, phase] = fields as [1, Uint8Array, number, number, number, Phase];
  return equalBytes(key, publicKey) ? { epoch, height, round, phase } : undefined;
}
