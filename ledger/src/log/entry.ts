import { suite } from "#suite";
import { domainBytes, HashInput } from "../bytes/hash-input.ts";
import { ZERO_HASH } from "../bytes/text.ts";
import type { CryptoSuite } from "../crypto/suite.ts";
import { JzError } from "../errors.ts";

/** What a leaf of the record log commits to: one version of one record (DESIGN §8). */
export interface LeafInput {
  /** place in the log; from 1 */
  readonly index: number;
  readonly height: number;
  /** u32: the transaction's place, or DUE_TX_INDEX, END_TX_INDEX */
  readonly txIndex: number;
  /** H("record-key" ‖ key) */
  readonly keyHash: Uint8Array;
  /** see `valueHash` */
  readonly valueHash: Uint8Array;
  /** index of the key's entry before; 0: the key never had one */
  readonly previous: number;
  /** counts the key's entries from 1 */
  readonly version: number;
}

const DOMAIN = domainBytes("entry");
const LEAF_BYTES = DOMAIN.length + 8 + 8 + 4 + 32 + 32 + 8 + 4;

/** One buffer for all leaves: they are hashed one after the other, and millions of them. */
const input = new Uint8Array(LEAF_BYTES);
input.set(DOMAIN);
const view = new DataView(input.buffer);

/**
 * `H("entry" ‖ index ‖ height ‖ txIndex ‖ keyHash ‖ valueHash ‖ previous ‖ version)`. The input has a fixed
 * length that isn't 64, so no leaf is ever an inner node.
 */
export function entryLeaf(entry: LeafInput, { hash }: Pick<CryptoSuite, "hash"> = suite): Uint8Array {
  if (entry.keyHash.length !== 32 || entry.valueHash.length !== 32) throw new JzError("log.not_a_hash");
  let at = DOMAIN.length;
  at = u64(at, entry.index);
  at = u64(at, entry.height);
  at = u32(at, entry.txIndex);
  input.set(entry.keyHash, at);
  input.set(entry.valueHash, at + 32);
  at = u64(at + 64, entry.previous);
  u32(at, entry.version);
  return hash(input);
}

function u32(at: number, value: number): number {
  if (value >>> 0 !== value) throw new JzError("log.integer_range", "", { most: 0xffff_ffff });
  view.setUint32(at, value);
  return at + 4;
}

function u64(at: number, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new JzError("log.integer_range", "", { most: Number.MAX_SAFE_INTEGER });
  view.setUint32(at, Math.floor(value / 0x1_0000_0000));
  view.setUint32(at + 4, value >>> 0);
  return at + 8;
}

const VALUE_DOMAIN = domainBytes("value");
const framed = new HashInput();

/**
 * `H("value" ‖ u8 saltLength ‖ salt ‖ value)`, 32 zero bytes for a deletion (`value` undefined).
 *
 * @param salt 32 bytes on restricted records, undefined on open ones
 * @throws JzError `log.salt_length`
 */
export function valueHash(
  salt: Uint8Array | undefined,
  value: Uint8Array | undefined,
  { hash }: Pick<CryptoSuite, "hash"> = suite,
): Uint8Array {
  if (value === undefined) return ZERO_HASH;
  framed.begin(VALUE_DOMAIN);
  if (salt === undefined) framed.u8(0);
  else if (salt.length === 32) framed.u8(32).hash(salt);
  else throw new JzError("log.salt_length", "", { length: salt.length });
  return hash(framed.bytes(value).peek());
}
