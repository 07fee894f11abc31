import { recordKeyHash } from "../crypto/hashing.ts";
import type { NewEntry, RecordClass } from "../execute/state.ts";
import { entryLeaf } from "../log/entry.ts";
import { TWIG_SLOTS } from "../log/shape.ts";
import { PAGE_BYTES_MAX } from "./limits.ts";
import { ValueReader, ValueWriter } from "./packing.ts";

/** One version of a record as stored. */
export interface StoredEntry {
  readonly index: number;
  readonly height: number;
  /** u32: the transaction's place, or DUE_TX_INDEX, END_TX_INDEX */
  readonly txIndex: number;
  readonly key: string;
  readonly class: RecordClass;
  /** true: the record was deleted by this version */
  readonly deleted: boolean;
  /** encoded; undefined on a deletion, and where it was erased or never held */
  readonly value: Uint8Array | undefined;
  /** the record's running secret after this version; restricted records of entitled nodes only */
  readonly secret?: Uint8Array;
  readonly valueHash: Uint8Array;
  readonly previous: number;
  readonly version: number;
  /** search aid: an older version, 0 where there is none that far back, and its height */
  readonly jump: number;
  readonly jumpHeight: number;
}

/** An entry that is about to be stored: what execution made, with its jump pointer. */
export interface PagedEntry {
  readonly entry: NewEntry;
  readonly jump: number;
  readonly jumpHeight: number;
}

const DELETED = 1;
const HAS_VALUE = 2;
const HAS_SECRET = 4;
const RESTRICTED = 8;

const PAGE_HEADER_BYTES = 8 + 2;
const FIXED_BYTES = 1 + 4 + 4 + 8 + 8 + 8 + 32 + 2 + 4;

function storedBytes({ entry }: PagedEntry): number {
  return (
    FIXED_BYTES + Buffer.byteLength(entry.key) + (entry.secret?.length ?? 0) + (entry.value?.length ?? 0)
  );
}

/**
 * Packs the entries of one block into pages of at most PAGE_BYTES_MAX (a longer entry has a page of its own)
 * that don't reach over a twig's edge.
 */
export function packPages(entries: readonly PagedEntry[]): { first: number; value: Buffer }[] {
  const pages: { first: number; value: Buffer }[] = [];
  let from = 0;
  let bytes = PAGE_HEADER_BYTES;
  for (let i = 0; i < entries.length; i++) {
    const more = storedBytes(entries[i]!);
    const edge = entries[i]!.entry.index % TWIG_SLOTS === 0;
    if (i > from && (edge || bytes + more > PAGE_BYTES_MAX)) {
      pages.push(packPage(entries.slice(from, i), bytes));
      from = i;
      bytes = PAGE_HEADER_BYTES;
    }
    bytes += more;
  }
  if (from < entries.length) pages.push(packPage(entries.slice(from), bytes));
  return pages;
}

/**
 * u64 height, u16 entries; per entry u8 flags, u32 txIndex, u32 version, u64 previous, u64 jump, u64 jump's
 * height, 32 bytes value hash, u16 key length, u32 value length, key, secret (32 bytes, flag 4), value (flag 2).
 */
function packPage(entries: readonly PagedEntry[], bytes: number): { first: number; value: Buffer } {
  const { index, height } = entries[0]!.entry;
  const writer = new ValueWriter(bytes).u64(height).u16(entries.length);
  for (const { entry, jump, jumpHeight } of entries) {
    const { value, secret } = entry;
    let flags = entry.class === "restricted" ? RESTRICTED : 0;
    if (value === undefined) flags |= DELETED;
    else flags |= HAS_VALUE;
    if (secret !== undefined) flags |= HAS_SECRET;
    writer
      .u8(flags)
      .u32(entry.txIndex)
      .u32(entry.version)
      .u64(entry.previous)
      .u64(jump)
      .u64(jumpHeight)
      .raw(entry.valueHash)
      .u16(Buffer.byteLength(entry.key))
      .u32(value?.length ?? 0)
      .text(entry.key);
    if (secret !== undefined) writer.raw(secret);
    if (value !== undefined) writer.raw(value);
  }
  return { first: index, value: writer.finish() };
}

/** The entries of a page, in order. */
export function* unpackPage(first: number, page: Uint8Array): Generator<StoredEntry> {
  const reader = new ValueReader(page);
  const height = reader.u64();
  const count = reader.u16();
  for (let i = 0; i < count; i++) yield readEntry(reader, first + i, height);
}

/** One entry of a page. */
export function entryOfPage(first: number, page: Uint8Array, index: number): StoredEntry | undefined {
  const reader = new ValueReader(page);
  const height = reader.u64();
  const count = reader.u16();
  if (index < first || index >= first + count) return undefined;
  for (let i = first; i < index; i++) {
    const flags = reader.u8();
    reader.skip(FIXED_BYTES - 1 - 6);
    const keyLength = reader.u16();
    const valueLength = reader.u32();
    reader.skip(keyLength + valueLength + ((flags & HAS_SECRET) !== 0 ? 32 : 0));
  }
  return readEntry(reader, index, height);
}

function readEntry(reader: ValueReader, index: number, height: number): StoredEntry {
  const flags = reader.u8();
  const txIndex = reader.u32();
  const version = reader.u32();
  const previous = reader.u64();
  const jump = reader.u64();
  const jumpHeight = reader.u64();
  const valueHash = reader.raw(32);
  const keyLength = reader.u16();
  const valueLength = reader.u32();
  const key = reader.text(keyLength);
  const secret = (flags & HAS_SECRET) !== 0 ? reader.raw(32) : undefined;
  const value = (flags & HAS_VALUE) !== 0 ? reader.raw(valueLength) : undefined;
  return {
    index,
    height,
    txIndex,
    key,
    class: (flags & RESTRICTED) !== 0 ? "restricted" : "open",
    deleted: (flags & DELETED) !== 0,
    value,
    ...(secret === undefined ? {} : { secret }),
    valueHash,
    previous,
    version,
    jump,
    jumpHeight,
  };
}

/** The leaf of a stored entry, computed again. */
export function leafOf(entry: StoredEntry): Uint8Array {
  return entryLeaf({ ...entry, keyHash: recordKeyHash(entry.key) });
}
