import { crc32c } from "@node-rs/crc32";
import { WAL_RECORD_BYTES_MAX } from "../limits.ts";

/**
 * A WAL file is a magic of 8 bytes and records one behind the other: u32 length of the payload, u32 CRC32C over
 * kind, length and payload, u8 kind, payload. All integers big-endian.
 */
export const WAL_MAGIC = Buffer.from("JZWAL\0\0\x01", "latin1");

/** `entry` holds what the host appended; `cut` says that everything before it is done with. */
export const RECORD_KIND = { entry: 1, cut: 2 } as const;
export type RecordKind = (typeof RECORD_KIND)[keyof typeof RECORD_KIND];

const HEADER_BYTES = 9;

export function recordBytes(payload: Uint8Array): number {
  return HEADER_BYTES + payload.length;
}

/** Writes one record at `at` of `into` and answers where the next one goes. */
export function writeRecord(into: Buffer, at: number, kind: RecordKind, payload: Uint8Array): number {
  into.writeUInt32BE(payload.length, at);
  into[at + 8] = kind;
  into.set(payload, at + HEADER_BYTES);
  into.writeUInt32BE(checksum(into, at, payload.length), at + 4);
  return at + HEADER_BYTES + payload.length;
}

function checksum(bytes: Buffer, at: number, length: number): number {
  const start = crc32c(bytes.subarray(at, at + 4));
  return crc32c(bytes.subarray(at + 8, at + HEADER_BYTES + length), start);
}

interface Found {
  readonly kind: RecordKind;
  readonly payload: Uint8Array;
  /** where the next one begins */
  readonly next: number;
}

/** The whole records of a file from its magic on, in order, up to the first that doesn't hold. */
function* recordsOf(file: Buffer): Generator<Found> {
  if (file.subarray(0, WAL_MAGIC.length).equals(WAL_MAGIC)) yield* recordsFrom(file, WAL_MAGIC.length);
}

function* recordsFrom(file: Buffer, from: number): Generator<Found> {
  let at = from;
  while (at + HEADER_BYTES <= file.length) {
    const length = file.readUInt32BE(at);
    const next = at + HEADER_BYTES + length;
    if (length > WAL_RECORD_BYTES_MAX || next > file.length) return;
    if (file.readUInt32BE(at + 4) !== checksum(file, at, length)) return;
    const kind = file[at + 8];
    if (kind !== RECORD_KIND.cut && kind !== RECORD_KIND.entry) return;
    yield { kind, payload: file.subarray(at + HEADER_BYTES, next), next };
    at = next;
  }
}

/** What a file holds: the entries behind the last cut, and where its valid part ends. */
export interface ReadRecords {
  readonly entries: Uint8Array[];
  /** bytes; what lies behind is the torn end of a write that was never acknowledged */
  readonly validBytes: number;
}

export function readRecords(file: Buffer): ReadRecords {
  let entries: Uint8Array[] = [];
  let validBytes = file.subarray(0, WAL_MAGIC.length).equals(WAL_MAGIC) ? WAL_MAGIC.length : 0;
  for (const { kind, payload, next } of recordsOf(file)) {
    if (kind === RECORD_KIND.cut) entries = [];
    else entries.push(new Uint8Array(payload));
    validBytes = next;
  }
  return { entries, validBytes };
}

/**
 * Reads on in a log that somebody else writes, for who looks into what was signed: the entries of `bytes`, those before
 * a cut too, and how many of the bytes were whole records. `bytes` begin at the file's start when `isStart`, else where
 * the last reading ended.
 */
export function readOn(bytes: Buffer, isStart: boolean): ReadRecords {
  const entries: Uint8Array[] = [];
  const hasMagic = bytes.subarray(0, WAL_MAGIC.length).equals(WAL_MAGIC);
  if (isStart && !hasMagic) return { entries, validBytes: 0 };
  let validBytes = isStart ? WAL_MAGIC.length : 0;
  for (const { kind, payload, next } of recordsFrom(bytes, validBytes)) {
    if (kind === RECORD_KIND.entry) entries.push(new Uint8Array(payload));
    validBytes = next;
  }
  return { entries, validBytes };
}
