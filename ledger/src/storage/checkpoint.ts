import { Forest } from "../log/forest.ts";
import { BITS_BYTES, slotOf, TWIG_SLOTS, twigOf, twigsOf } from "../log/shape.ts";
import type { CheckedBatch, CheckedDatabase } from "./checked-database.ts";
import { leafOf, unpackPage } from "./entry-page.ts";
import { describeKey, numberKey, numberOf } from "./layout.ts";
import { CHECKPOINT_TWIGS } from "./limits.ts";
import { type Checkpoint, putCheckpoint, readCheckpoint } from "./meta.ts";
import { ValueReader, ValueWriter } from "./packing.ts";
import { PageStarts } from "./page-starts.ts";
import { StorageError } from "./storage-error.ts";

/** Left root (32 bytes) and page starts (256 bytes) of a twig that this block fills. */
export function putTwig(
  batch: CheckedBatch,
  twig: number,
  leftRoot: Uint8Array,
  pageStarts: Uint8Array,
): void {
  batch.put(numberKey("twig", twig), new ValueWriter(32 + BITS_BYTES).raw(leftRoot).raw(pageStarts).finish());
}

/** The active bits of all twigs that changed since the last checkpoint, in groups of CHECKPOINT_TWIGS. */
export function putActiveBits(
  batch: CheckedBatch,
  forest: Forest,
  height: number,
  changed: ReadonlySet<number>,
): void {
  const twigs = twigsOf(forest.count);
  const groups = new Set<number>();
  for (const twig of changed) groups.add(Math.floor(twig / CHECKPOINT_TWIGS));
  for (const group of groups) {
    const first = group * CHECKPOINT_TWIGS;
    const end = Math.min(first + CHECKPOINT_TWIGS, twigs);
    const writer = new ValueWriter((end - first) * BITS_BYTES);
    for (let twig = first; twig < end; twig++) writer.raw(forest.bitsOf(twig));
    batch.put(numberKey("active", group), writer.finish());
  }
  putCheckpoint(batch, { height, count: forest.count });
}

/** The log in memory as the database holds it. */
export interface LoadedLog {
  readonly forest: Forest;
  readonly pageStarts: PageStarts;
  readonly checkpoint: Checkpoint;
  /** twigs whose bits changed since the checkpoint */
  readonly changed: Set<number>;
}

/**
 * Rebuilds the forest of a log with `count` slots: left roots of the full twigs, active bits of the checkpoint,
 * then the entries since, which say which bits fell. Whether it is right, its root tells.
 *
 * @throws StorageError `storage.damaged`: something in between is missing
 */
export async function loadLog(db: CheckedDatabase, count: number): Promise<LoadedLog> {
  const checkpoint = readCheckpoint(db);
  const full = twigOf(count);
  const pageStarts = new PageStarts();
  const leftRoots = await loadTwigs(db, full, pageStarts);
  const bits = await loadBits(db, checkpoint.count, twigsOf(count));
  const changed = new Set<number>();
  const lastLeaves: Uint8Array[] = full === 0 ? [new Uint8Array(32)] : [];
  const flip = (index: number, up: boolean) => {
    const at = twigOf(index) * BITS_BYTES + (slotOf(index) >> 3);
    const mask = 1 << (index & 7);
    bits[at] = up ? bits[at]! | mask : bits[at]! & ~mask;
    changed.add(twigOf(index));
  };
  const lastTwig = full * TWIG_SLOTS;
  let next = Math.max(1, Math.min(checkpoint.count, lastTwig));
  const pages = db.range({ gte: numberKey("entries", next), lt: numberKey("entries", count) });
  for await (const [key, page] of pages) {
    const first = numberOf(key);
    if (first !== next) break;
    if (first >= lastTwig) pageStarts.add(first);
    for (const entry of unpackPage(first, page)) {
      next = entry.index + 1;
      if (entry.index >= lastTwig) lastLeaves.push(leafOf(entry));
      if (entry.index < checkpoint.count) continue;
      flip(entry.index, true);
      if (entry.previous !== 0) flip(entry.previous, false);
    }
  }
  if (next !== count) throw missing(numberKey("entries", next));
  const forest = Forest.restore({
    count,
    bits: (twig) => bits.subarray(twig * BITS_BYTES, (twig + 1) * BITS_BYTES),
    leftRoot: (twig) => leftRoots[twig]!,
    lastLeaves,
  });
  return { forest, pageStarts, checkpoint, changed };
}

async function loadTwigs(db: CheckedDatabase, full: number, pageStarts: PageStarts): Promise<Uint8Array[]> {
  const leftRoots: Uint8Array[] = [];
  for await (const [key, value] of db.range({ gte: numberKey("twig", 0), lt: numberKey("twig", full) })) {
    if (numberOf(key) !== leftRoots.length) break;
    const reader = new ValueReader(value);
    leftRoots.push(reader.raw(32).slice());
    pageStarts.load(leftRoots.length - 1, reader.raw(BITS_BYTES));
  }
  if (leftRoots.length !== full) throw missing(numberKey("twig", leftRoots.length));
  return leftRoots;
}

/** The bits of the checkpoint, with room for `twigs`. */
async function loadBits(db: CheckedDatabase, checkpointed: number, twigs: number): Promise<Uint8Array> {
  const bits = new Uint8Array(twigs * BITS_BYTES);
  if (checkpointed === 1) return bits;
  const groups = Math.ceil(twigsOf(checkpointed) / CHECKPOINT_TWIGS);
  let next = 0;
  for await (const [key, value] of db.range({
    gte: numberKey("active", 0),
    lt: numberKey("active", groups),
  })) {
    if (numberOf(key) !== next) break;
    const reader = new ValueReader(value);
    bits.set(reader.raw(reader.left), next * CHECKPOINT_TWIGS * BITS_BYTES);
    next++;
  }
  if (next !== groups) throw missing(numberKey("active", next));
  return bits;
}

function missing(key: Uint8Array): StorageError {
  return new StorageError("storage.damaged", describeKey(key));
}
