import { decodeWalRecord, encodeWalRecord, type WalRecord } from "@jingzhun/consensus";
import { decode, encode, JzError, type Tx } from "@jingzhun/ledger";
import { WAL_RECORD_BYTES_MAX } from "../limits.ts";
import { txsAt, txsToWire } from "../wire/form.ts";

/** Transactions of the fullest block. */
const TXS_MAX = 65_536;

/** What the WAL holds of one signature: consensus's record, and the body of its block where it is the first of it. */
export interface WalEntry {
  readonly record: WalRecord;
  readonly body: readonly Tx[] | null;
}

/** `[record, transactions or null]` */
export function encodeWalEntry({ record, body }: WalEntry): Uint8Array {
  return encode([encodeWalRecord(record), body === null ? null : txsToWire(body)]);
}

/** @throws JzError `wal.entry`: its checksum held, so it was written otherwise */
export function decodeWalEntry(bytes: Uint8Array): WalEntry {
  const entry = decode(bytes, { maxBytes: WAL_RECORD_BYTES_MAX });
  if (!Array.isArray(entry) || entry.length !== 2 || !(entry[0] instanceof Uint8Array)) {
    throw new JzError("wal.entry");
  }
  return {
    record: decodeWalRecord(entry[0]),
    body: entry[1] === null ? null : txsAt(entry[1], "body", TXS_MAX),
  };
}
