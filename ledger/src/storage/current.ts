import type { Value } from "../bytes/codec.ts";
import type { CurrentRecord } from "../execute/state.ts";
import { ValueReader, ValueWriter } from "./packing.ts";
import type { Landing, Spine } from "./spine.ts";

/** The newest version of a record as stored: with its value, so that a current read is one get. */
export interface StoredCurrent extends CurrentRecord {
  readonly height: number;
  readonly txIndex: number;
  readonly spine: Spine;
  decoded?: Value | undefined;
}

const HAS_VALUE = 1;
const HAS_SECRET = 2;
const FIXED_BYTES = 1 + 8 + 4 + 8 + 4 + 1;
const LANDING_BYTES = 16;

/**
 * u8 flags, u64 index, u32 version, u64 height, u32 txIndex, u8 landings, per landing u64 index and u64 height;
 * the secret (32 bytes) if flag 2 is set; the value up to the end if flag 1 is.
 */
export function encodeCurrent(record: StoredCurrent): Buffer {
  const length =
    FIXED_BYTES +
    LANDING_BYTES * record.spine.length +
    (record.secret?.length ?? 0) +
    (record.value?.length ?? 0);
  const writer = new ValueWriter(length)
    .u8((record.value === undefined ? 0 : HAS_VALUE) | (record.secret === undefined ? 0 : HAS_SECRET))
    .u64(record.index)
    .u32(record.version)
    .u64(record.height)
    .u32(record.txIndex)
    .u8(record.spine.length);
  for (const landing of record.spine) writer.u64(landing.index).u64(landing.height);
  if (record.secret !== undefined) writer.raw(record.secret);
  if (record.value !== undefined) writer.raw(record.value);
  return writer.finish();
}

export function decodeCurrent(bytes: Uint8Array): StoredCurrent {
  const reader = new ValueReader(bytes);
  const flags = reader.u8();
  const index = reader.u64();
  const version = reader.u32();
  const height = reader.u64();
  const txIndex = reader.u32();
  const spine: Landing[] = [];
  for (let left = reader.u8(); left > 0; left--) spine.push({ index: reader.u64(), height: reader.u64() });
  const secret = (flags & HAS_SECRET) !== 0 ? reader.raw(32) : undefined;
  const value = (flags & HAS_VALUE) !== 0 ? reader.raw(reader.left) : undefined;
  // The shape of those that a commit makes (block-batch.ts), so that what reads them sees one kind of object.
  const unknown = undefined;
  return { index, version, height, txIndex, spine, value, secret, keyHash: unknown, decoded: unknown };
}
