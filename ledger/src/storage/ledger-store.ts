import { decodeHeader, headerHash } from "../block/header.ts";
import { equalBytes } from "../bytes/order.ts";
import { recordKeyHash } from "../crypto/hashing.ts";
import type { DueIndex } from "../execute/due.ts";
import type { StateView } from "../execute/state.ts";
import type { CurrentValueProof } from "../log/current-value-proof.ts";
import type { Forest } from "../log/forest.ts";
import { entrySalt } from "../log/salt.ts";
import {
  type BlockChange,
  type CommitInput,
  type IndexRows,
  type PreparedBlock,
  putBlock,
} from "./block-batch.ts";
import { readBlock, readHeader, readReasons, type StoredBlock, type StoredHeader } from "./block-reader.ts";
import { type RestrictedReason, type TxPlace, unpackPlace } from "./block-values.ts";
import type { CheckedBatch, CheckedDatabase } from "./checked-database.ts";
import { putActiveBits } from "./checkpoint.ts";
import { decodeCurrent, type StoredCurrent } from "./current.ts";
import type { StoredEntry } from "./entry-page.ts";
import { EntryReader } from "./entry-reader.ts";
import type { HeadFile } from "./head-file.ts";
import { type ScanOptions, scanRows } from "./index-scan.ts";
import { bytesKey, textKey } from "./layout.ts";
import { CHECKPOINT_BLOCKS, CHECKPOINT_ENTRIES, SCAN_ROWS_MAX } from "./limits.ts";
import type { Checkpoint } from "./meta.ts";
import type { PageStarts } from "./page-starts.ts";
import { RecordCache } from "./record-cache.ts";
import type { ReplayWindow } from "./replay-window.ts";
import { invariant, StorageError } from "./storage-error.ts";
import { versionAtHeight, versionNumber } from "./versions.ts";

/** What a store is made of; `open.ts` puts it together. */
export interface StoreParts {
  readonly db: CheckedDatabase;
  readonly headFile: HeadFile;
  readonly indexRows: IndexRows;
  /** undefined before block 0 */
  readonly head: StoredHeader | undefined;
  /** undefined: no block was ever written with one */
  readonly signerPosition: Uint8Array | undefined;
  readonly forest: Forest;
  readonly pageStarts: PageStarts;
  readonly checkpoint: Checkpoint;
  /** twigs whose bits changed since the checkpoint */
  readonly changed: Set<number>;
  readonly window: ReplayWindow;
  readonly due: DueIndex;
  /** adds to block 0's batch what belongs to the database itself */
  readonly origin: (batch: CheckedBatch) => void;
}

/**
 * The ledger on disk: one LevelDB database and the head file (DESIGN §8). Everything it answers is as of `head`,
 * which moves only when a block's batch and the head file are synced; reads in between see the block before.
 */
export class LedgerStore implements StateView {
  readonly #parts: StoreParts;
  readonly #db: CheckedDatabase;
  readonly #entries: EntryReader;
  readonly #cache = new RecordCache();
  #head: StoredHeader | undefined;
  #signerPosition: Uint8Array | undefined;
  #forest: Forest;
  #checkpoint: Checkpoint;
  #changed: Set<number>;
  #writing: Promise<void> | undefined;
  #failed = false;
  #closed: Promise<void> | undefined;

  /** Use `openLedger`. */
  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#db = parts.db;
    this.#entries = new EntryReader(parts.db, parts.pageStarts);
    this.#head = parts.head;
    this.#signerPosition = parts.signerPosition;
    this.#forest = parts.forest;
    this.#checkpoint = parts.checkpoint;
    this.#changed = parts.changed;
  }

  /** The newest block that is durable. */
  get head(): StoredHeader {
    invariant(this.#head !== undefined, "block 0 is committed", 0);
    return this.#head;
  }

  /** Where the node's signer stood when a block was last written with its position, opaque here (DESIGN §6). */
  get signerPosition(): Uint8Array | undefined {
    return this.#signerPosition;
  }

  /** The record log at `head`. Never append to it: fork it. */
  get forest(): Forest {
    return this.#forest;
  }

  /** The newest version of a record; undefined when the key never had an entry. */
  get(key: string): StoredCurrent | undefined {
    const known = this.#cache.get(key);
    if (known !== undefined) return known ?? undefined;
    const value = this.#db.getSync(textKey("current", key));
    const record = value === undefined ? null : decodeCurrent(value);
    this.#cache.set(key, record);
    return record ?? undefined;
  }

  /** Keys of the due entries with time ≤ `until` (ms UTC), in order. */
  due(until: number, limit: number): string[] {
    return this.#parts.due.upTo(until, limit);
  }

  /** One version by its index in the log; undefined beyond it. */
  entry(index: number): StoredEntry | undefined {
    if (!Number.isSafeInteger(index) || index < 1 || index >= this.#forest.count) return undefined;
    return this.#entries.entry(index);
  }

  /** Versions of a record, newest first, those below `before` only. */
  history(key: string, options: { before?: number; limit?: number } = {}): StoredEntry[] {
    const { before = Number.POSITIVE_INFINITY, limit = SCAN_ROWS_MAX } = options;
    const newest = this.#newest(key);
    const versions: StoredEntry[] = [];
    if (newest === undefined || before <= 1) return versions;
    let entry = versionNumber(newest, Math.min(newest.version, before - 1), this.#read);
    while (versions.length < Math.min(limit, SCAN_ROWS_MAX)) {
      versions.push(entry);
      if (entry.previous === 0) break;
      entry = this.#read(entry.previous);
    }
    return versions;
  }

  /** The version in force after block `height`; undefined when there was none yet. O(log versions). */
  at(key: string, height: number): StoredEntry | undefined {
    const newest = this.#newest(key);
    return newest === undefined ? undefined : versionAtHeight(newest, height, this.#read);
  }

  /** Rows `name/…` of an index that begin with `prefix`, in byte order, with the records they stand for. */
  scanIndex(name: string, prefix: string, options: ScanOptions): Promise<{ row: string; key: string }[]> {
    return scanRows(this.#db, name, prefix, options);
  }

  /** Proof of a record's current value, against `head`; undefined when the key never had an entry. */
  prove(key: string): CurrentValueProof | undefined {
    const newest = this.#newest(key);
    if (newest === undefined) return undefined;
    const { index, height, txIndex, previous, version, value, secret } = newest;
    invariant(newest.deleted || value !== undefined, "the value to prove is here", height);
    const salted = value !== undefined && newest.class === "restricted";
    invariant(!salted || secret !== undefined, "the secret to prove with is here", height);
    return {
      key,
      value,
      salt: salted ? entrySalt(secret!, recordKeyHash(key), index) : undefined,
      index,
      height,
      txIndex,
      previous,
      version,
      count: this.#forest.count,
      path: this.#forest.prove(index, (twig) => this.#entries.leavesOfTwig(twig)),
    };
  }

  /** Header and certificate of a block; undefined above `head`. */
  header(height: number): StoredHeader | undefined {
    return this.#exists(height) ? readHeader(this.#db, height) : undefined;
  }

  /** A whole block; undefined above `head`. */
  async block(height: number): Promise<StoredBlock | undefined> {
    return this.#exists(height) ? readBlock(this.#db, height) : undefined;
  }

  /** Where a transaction stands; undefined when it is in no block. */
  transaction(id: Uint8Array): TxPlace | undefined {
    const value = this.#db.getSync(bytesKey("transaction", id));
    return value === undefined ? undefined : unpackPlace(value);
  }

  /**
   * What truly refused a transaction whose outcome is `restricted.refused`; undefined for any other, and on a node that
   * didn't execute its block. Only for those with the right.
   */
  async restrictedReason({ height, txIndex }: TxPlace): Promise<RestrictedReason | undefined> {
    return this.#exists(height) ? (await readReasons(this.#db, height)).get(txIndex) : undefined;
  }

  /** Was this transaction included before? Asked of those that may still be valid (DESIGN §4). */
  windowHas(txId: Uint8Array): boolean {
    return this.#parts.window.mayHave(txId) && this.transaction(txId) !== undefined;
  }

  /**
   * Makes a block durable and then the head: one atomic synced batch, then the synced head file. Nothing of the
   * block is seen before both are. One commit at a time.
   *
   * @throws StorageError `storage.invariant`: the block doesn't fit, nothing was written; `storage.failed`
   * @throws whatever the disk says; the store then takes no more commits, its reads stay at `head`
   */
  async commit(input: CommitInput): Promise<void> {
    if (this.#failed) throw new StorageError("storage.failed");
    const free = this.#writing === undefined && this.#closed === undefined;
    invariant(free, "one commit at a time, none after close", this.#height());
    const block = this.#prepare(input);
    const batch = this.#db.batch();
    if (block.header.height === 0) this.#parts.origin(batch);
    const change = putBlock(block, {
      batch,
      indexRows: this.#parts.indexRows,
      pageStarts: this.#parts.pageStarts,
      count: this.#forest.count,
      current: (key) => this.get(key),
    });
    for (const twig of this.#changed) change.changed.add(twig);
    const checkpoint = { height: block.header.height, count: block.forest.count };
    const isDue =
      checkpoint.height - this.#checkpoint.height >= CHECKPOINT_BLOCKS ||
      checkpoint.count - this.#checkpoint.count >= CHECKPOINT_ENTRIES;
    if (isDue) putActiveBits(batch, block.forest, checkpoint.height, change.changed);
    this.#db.freeze();
    this.#writing = this.#write(batch, block, () => {
      this.#publish(block, change);
      this.#changed = isDue ? new Set() : change.changed;
      if (isDue) this.#checkpoint = checkpoint;
      this.#writing = undefined;
    });
    await this.#writing;
  }

  /** Waits for a commit under way, checkpoints, and gives the folder free. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  #height(): number {
    return this.#head === undefined ? -1 : this.#head.height;
  }

  #exists(height: number): boolean {
    return Number.isSafeInteger(height) && height >= 0 && height <= this.#height();
  }

  /** Checks that the block follows on and that its entries lead to its state root. */
  #prepare(input: CommitInput): PreparedBlock {
    const header = decodeHeader(input.headerBytes);
    const { height } = header;
    invariant(height === this.#height() + 1, "a block follows the head", height);
    if (this.#head !== undefined) {
      invariant(
        equalBytes(header.parentHash, this.#head.hash),
        "a block names the head as its parent",
        height,
      );
      invariant(input.certificate !== undefined, "a block above 0 has a certificate", height);
    }
    const { entries } = input.result;
    let { forest } = input;
    if (forest?.count !== this.#forest.count + entries.length) {
      forest = this.#forest.fork();
      forest.append(entries);
    }
    invariant(
      equalBytes(forest!.root(), header.stateRoot),
      "entries lead to the header's state root",
      height,
    );
    return { ...input, header, hash: headerHash(input.headerBytes), forest: forest! };
  }

  async #write(batch: CheckedBatch, block: PreparedBlock, durable: () => void): Promise<void> {
    try {
      await batch.write();
      await this.#parts.headFile.append({ height: block.header.height, hash: block.hash });
    } catch (error) {
      this.#failed = true;
      throw error;
    }
    durable();
  }

  #publish(block: PreparedBlock, change: BlockChange): void {
    const { header, headerBytes, hash, certificate, result } = block;
    const { height } = header;
    this.#head = { height, hash, header, headerBytes, ...(certificate === undefined ? {} : { certificate }) };
    this.#signerPosition = block.signerPosition ?? this.#signerPosition;
    this.#forest = block.forest;
    for (const index of change.pages) this.#parts.pageStarts.add(index);
    for (const [key, record] of change.records) this.#cache.set(key, record);
    this.#parts.due.apply(result.entries);
    this.#parts.window.add(header.timestamp, change.fingerprints);
    this.#db.unfreeze();
  }

  async #close(): Promise<void> {
    await this.#writing?.catch(() => {});
    try {
      if (!this.#failed && this.#head !== undefined && this.#changed.size > 0) {
        const batch = this.#db.batch();
        putActiveBits(batch, this.#forest, this.#head.height, this.#changed);
        await batch.write();
      }
    } finally {
      await this.#parts.headFile.close();
      await this.#db.close();
    }
  }

  #newest(key: string): StoredEntry | undefined {
    const current = this.get(key);
    return current === undefined ? undefined : this.#read(current.index);
  }

  readonly #read = (index: number): StoredEntry => this.#entries.entry(index);
}
