import type { Tx } from "../transaction/tx.ts";
import { ValueReader, ValueWriter } from "./packing.ts";

const SIGNATURE_BYTES = 64;

/** u32 header length, header, certificate (empty at height 0). */
export function packHeader(header: Uint8Array, certificate: Uint8Array): Buffer {
  return new ValueWriter(4 + header.length + certificate.length)
    .u32(header.length)
    .raw(header)
    .raw(certificate)
    .finish();
}

export function unpackHeader(value: Uint8Array): { headerBytes: Uint8Array; certificateBytes: Uint8Array } {
  const reader = new ValueReader(value);
  return { headerBytes: reader.raw(reader.u32()), certificateBytes: reader.raw(reader.left) };
}

/** u32 transactions; per transaction u32 body length, body, signature (64 bytes). */
export function packBody(txs: readonly Tx[]): Buffer {
  const bytes = txs.reduce((sum, tx) => sum + 4 + tx.body.length + SIGNATURE_BYTES, 4);
  const writer = new ValueWriter(bytes).u32(txs.length);
  for (const tx of txs) writer.u32(tx.body.length).raw(tx.body).raw(tx.signature);
  return writer.finish();
}

export function unpackBody(value: Uint8Array): Tx[] {
  const reader = new ValueReader(value);
  const txs: Tx[] = [];
  for (let left = reader.u32(); left > 0; left--) {
    txs.push({ body: reader.raw(reader.u32()), signature: reader.raw(SIGNATURE_BYTES) });
  }
  return txs;
}

/** What execution derived from a block's transactions and is wanted again without executing them. */
export interface Derived {
  readonly txIds: readonly Uint8Array[];
  readonly outcomeBytes: readonly Uint8Array[];
  readonly eventBytes: readonly Uint8Array[];
}

/** u32 transactions, their ids; per transaction u16 length and outcome; u32 events; per event u32 length and bytes. */
export function packDerived({ txIds, outcomeBytes, eventBytes }: Derived): Buffer {
  let length = 4 + 32 * txIds.length + 4;
  for (const outcome of outcomeBytes) length += 2 + outcome.length;
  for (const event of eventBytes) length += 4 + event.length;
  const writer = new ValueWriter(length).u32(txIds.length);
  for (const id of txIds) writer.raw(id);
  for (const outcome of outcomeBytes) writer.u16(outcome.length).raw(outcome);
  writer.u32(eventBytes.length);
  for (const event of eventBytes) writer.u32(event.length).raw(event);
  return writer.finish();
}

export function unpackDerived(value: Uint8Array): Derived {
  const reader = new ValueReader(value);
  const txs = reader.u32();
  const txIds: Uint8Array[] = [];
  for (let i = 0; i < txs; i++) txIds.push(reader.raw(32));
  const outcomeBytes: Uint8Array[] = [];
  for (let i = 0; i < txs; i++) outcomeBytes.push(reader.raw(reader.u16()));
  const eventBytes: Uint8Array[] = [];
  for (let left = reader.u32(); left > 0; left--) eventBytes.push(reader.raw(reader.u32()));
  return { txIds, outcomeBytes, eventBytes };
}

/** What truly refused a transaction whose outcome may only say `restricted.refused` (DESIGN §4). */
export interface RestrictedReason {
  readonly code: string;
  readonly path: string;
}

/**
 * u32 transactions; per transaction u32 place, u16 length and code, u16 length and path. The refusal's values aren't
 * kept: they may be restricted facts, and erasing these has to find them in one place.
 */
export function packReasons(reasons: ReadonlyMap<number, RestrictedReason>): Buffer {
  const byteLength = (text: string) => Buffer.byteLength(text);
  let length = 4;
  for (const { code, path } of reasons.values()) length += 8 + byteLength(code) + byteLength(path);
  const writer = new ValueWriter(length).u32(reasons.size);
  for (const [txIndex, { code, path }] of reasons) {
    writer.u32(txIndex).u16(byteLength(code)).text(code).u16(byteLength(path)).text(path);
  }
  return writer.finish();
}

/** By the transaction's place. */
export function unpackReasons(value: Uint8Array): Map<number, RestrictedReason> {
  const reader = new ValueReader(value);
  const reasons = new Map<number, RestrictedReason>();
  for (let left = reader.u32(); left > 0; left--) {
    const txIndex = reader.u32();
    reasons.set(txIndex, { code: reader.text(reader.u16()), path: reader.text(reader.u16()) });
  }
  return reasons;
}

/** Where a transaction stands. */
export interface TxPlace {
  readonly height: number;
  readonly txIndex: number;
}

/** u64 height, u32 place. */
export function packPlace(place: TxPlace): Buffer {
  return new ValueWriter(12).u64(place.height).u32(place.txIndex).finish();
}

export function unpackPlace(value: Uint8Array): TxPlace {
  const reader = new ValueReader(value);
  return { height: reader.u64(), txIndex: reader.u32() };
}

/** u64 timestamp; per transaction the first 8 bytes of its id. */
export function packFingerprints(timestamp: number, txIds: readonly Uint8Array[]): Buffer {
  const writer = new ValueWriter(8 + 8 * txIds.length).u64(timestamp);
  for (const id of txIds) writer.raw(id.subarray(0, 8));
  return writer.finish();
}

export function unpackFingerprints(value: Uint8Array): { timestamp: number; fingerprints: Uint8Array } {
  const reader = new ValueReader(value);
  return { timestamp: reader.u64(), fingerprints: reader.raw(reader.left) };
}
