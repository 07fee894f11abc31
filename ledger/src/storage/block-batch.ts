import { type Certificate, encodeCertificate } from "../block/certificate.ts";
import type { Header } from "../block/header.ts";
import type { Value } from "../bytes/codec.ts";
import { RESTRICTED_REFUSED } from "../domain/refusal.ts";
import type { BlockResult, NewEntry, RejectionDetail } from "../execute/state.ts";
import type { Forest } from "../log/forest.ts";
import { twigOf } from "../log/shape.ts";
import type { Tx } from "../transaction/tx.ts";
import {
  packBody,
  packDerived,
  packFingerprints,
  packHeader,
  packPlace,
  packReasons,
} from "./block-values.ts";
import type { CheckedBatch } from "./checked-database.ts";
import { putTwig } from "./checkpoint.ts";
import { encodeCurrent, type StoredCurrent } from "./current.ts";
import { type PagedEntry, packPages } from "./entry-page.ts";
import { bytesKey, numberKey, textKey } from "./layout.ts";
import { putHead, putSignerPosition } from "./meta.ts";
import { ValueWriter } from "./packing.ts";
import type { PageStarts } from "./page-starts.ts";
import { extend } from "./spine.ts";
import { invariant } from "./storage-error.ts";

/**
 * Rows of a record in the indexes, `index.name/row`, without doubles: a pure function of key and value, which may
 * be given encoded or, where it is at hand, decoded. undefined for a record that stands in no index.
 */
export type IndexRows = (key: string) => ((value: Uint8Array | Value) => readonly string[]) | undefined;

/** A decided block with what executing it gave. */
export interface CommitInput {
  readonly headerBytes: Uint8Array;
  /** undefined for block 0 only, which needs none */
  readonly certificate: Certificate | undefined;
  readonly txs: readonly Tx[];
  readonly result: BlockResult;
  /**
   * A fork of the store's forest to which the result's entries were appended, as it was made to find the
   * header's state root. Without it they are appended again.
   */
  readonly forest?: Forest;
  /** Where the node's signer stands now, opaque here (meta.ts); without it the one stored before stays. */
  readonly signerPosition?: Uint8Array;
}

/** Records whose key begins so are due entries: `due/<time, 13 digits>/<id>`. */
const DUE_PREFIX = "due/";

/** A block as it is about to be written. */
export interface PreparedBlock extends CommitInput {
  readonly header: Header;
  readonly hash: Uint8Array;
  readonly forest: Forest;
}

/** What changes in memory once the block's batch is durable. */
export interface BlockChange {
  /** the newest version of each record that changed */
  readonly records: Map<string, StoredCurrent>;
  /** indexes that pages begin with */
  readonly pages: number[];
  /** twigs whose bits changed */
  readonly changed: Set<number>;
  readonly fingerprints: Uint8Array;
}

/** What a block is written against. */
export interface BatchContext {
  readonly batch: CheckedBatch;
  readonly indexRows: IndexRows;
  readonly pageStarts: PageStarts;
  /** count of the forest before the block */
  readonly count: number;
  current(key: string): StoredCurrent | undefined;
}

/** Puts a whole block into a batch (DESIGN §8: few puts, one batch). Changes nothing else. */
export function putBlock(block: PreparedBlock, context: BatchContext): BlockChange {
  const { batch } = context;
  const { header, result, txs, certificate } = block;
  const { height } = header;
  invariant(result.txIds.length === txs.length, "every transaction has an id", height);
  invariant(result.outcomeBytes.length === txs.length, "every transaction has an outcome", height);
  batch.put(
    numberKey("header", height),
    packHeader(
      block.headerBytes,
      certificate === undefined ? new Uint8Array(0) : encodeCertificate(certificate),
    ),
  );
  batch.put(numberKey("body", height), packBody(txs));
  batch.put(numberKey("derived", height), packDerived(result));
  putReasons(batch, result);
  const fingerprints = packFingerprints(header.timestamp, result.txIds);
  batch.put(numberKey("fingerprints", height), fingerprints);
  putPlaces(batch, result.txIds, height);
  const { paged, records, changed } = link(result.entries, context, height);
  const pages = putPages(batch, paged);
  putTwigs(block.forest, context, pages);
  putRecords(batch, records);
  putIndexes(result.entries, context);
  putHead(batch, { height, hash: block.hash, count: block.forest.count });
  if (block.signerPosition !== undefined) putSignerPosition(batch, block.signerPosition);
  // The fingerprints' own bytes: without timestamp in front and checksum behind.
  return { records, pages, changed, fingerprints: fingerprints.subarray(8, fingerprints.length - 4) };
}

// Each part of the batch is a function of its own: one long function with all these loops is optimised for the loop
// that happens to be hot, and thrown back to the interpreter at the next, in every block.

function putPlaces(batch: CheckedBatch, txIds: readonly Uint8Array[], height: number): void {
  for (let txIndex = 0; txIndex < txIds.length; txIndex++) {
    batch.put(bytesKey("transaction", txIds[txIndex]!), packPlace({ height, txIndex }));
  }
}

/** Lies beside the block, in nothing that is hashed or sent: who executes it finds the same. */
function putReasons(batch: CheckedBatch, { height, outcomes, rejections }: BlockResult): void {
  const reasons = new Map<number, RejectionDetail>();
  for (const [txIndex, detail] of rejections) {
    const outcome = outcomes[txIndex]!;
    if (outcome.status === "rejected" && outcome.code === RESTRICTED_REFUSED) reasons.set(txIndex, detail);
  }
  if (reasons.size > 0) batch.put(numberKey("reasons", height), packReasons(reasons));
}

/** Returns the indexes that the pages begin with. */
function putPages(batch: CheckedBatch, entries: readonly PagedEntry[]): number[] {
  const pages: number[] = [];
  for (const { first, value } of packPages(entries)) {
    batch.put(numberKey("entries", first), value);
    pages.push(first);
  }
  return pages;
}

/** The twigs that the block filled. */
function putTwigs(
  forest: Forest,
  { batch, count, pageStarts }: BatchContext,
  pages: readonly number[],
): void {
  for (let twig = twigOf(count); twig < twigOf(forest.count); twig++) {
    putTwig(batch, twig, forest.leftRoot(twig), pageStarts.bitsOf(twig, pages));
  }
}

function putRecords(batch: CheckedBatch, records: ReadonlyMap<string, StoredCurrent>): void {
  for (const [key, record] of records) batch.put(textKey("current", key), encodeCurrent(record));
}

function putIndexes(entries: readonly NewEntry[], context: BatchContext): void {
  for (const entry of entries) {
    if (!entry.last) continue;
    putRows(entry, context);
    if (entry.key.startsWith(DUE_PREFIX)) putDue(entry, context);
  }
}

/** Gives each entry its jump pointer and each changed record its new current value. */
function link(entries: readonly NewEntry[], context: BatchContext, height: number) {
  const paged: PagedEntry[] = [];
  const records = new Map<string, StoredCurrent>();
  const changed = new Set<number>();
  let index = context.count;
  for (const entry of entries) {
    const { key } = entry;
    const before = records.get(key) ?? (entry.version === 1 ? undefined : context.current(key));
    invariant(entry.index === index && entry.height === height, "entries follow on in the log", height);
    invariant(
      entry.previous === (before?.index ?? 0) && entry.version === (before?.version ?? 0) + 1,
      "an entry follows its record's newest",
      height,
    );
    const { spine, jump } = extend(before?.spine ?? [], before?.version ?? 0, { index, height });
    paged.push({ entry, jump: jump?.index ?? 0, jumpHeight: jump?.height ?? 0 });
    records.set(key, {
      index,
      version: entry.version,
      height,
      txIndex: entry.txIndex,
      spine,
      value: entry.value,
      secret: entry.secret,
      keyHash: entry.keyHash,
      decoded: entry.decoded,
    });
    changed.add(twigOf(index));
    if (entry.previous !== 0) changed.add(twigOf(entry.previous));
    index++;
  }
  return { paged, records, changed };
}

/** The record's rows in the indexes, as far as they changed. */
function putRows(entry: NewEntry, { batch, indexRows, current }: BatchContext): void {
  const { key, value } = entry;
  const rowsOf = indexRows(key);
  if (rowsOf === undefined) return;
  const before = entry.version === 1 ? undefined : current(key);
  const rows = value === undefined ? NO_ROWS : rowsOf(entry.decoded ?? value);
  const oldRows = before?.value === undefined ? NO_ROWS : rowsOf(before.decoded ?? before.value);
  for (const row of oldRows) if (!rows.includes(row)) batch.del(indexKey(row, key));
  for (const row of rows) if (!oldRows.includes(row)) batch.put(indexKey(row, key), NOTHING());
}

const NO_ROWS: readonly string[] = [];

/** The entry's place in the due queue. */
function putDue({ key, value, version }: NewEntry, { batch, current }: BatchContext): void {
  const before = version === 1 ? undefined : current(key);
  if (value === undefined) batch.del(textKey("queue", key));
  else if (before?.value === undefined) batch.put(textKey("queue", key), NOTHING());
}

/** A value that holds its checksum alone. */
const NOTHING = () => new ValueWriter(0).finish();

/** `index.name/row`, a zero byte, the record's key: rows of two records never fall together. */
function indexKey(row: string, key: string): Buffer {
  invariant(!row.includes("\u0000") && !key.includes("\u0000"), "no row or key has a zero byte", 0);
  return textKey("index", `${row}\u0000${key}`);
}
