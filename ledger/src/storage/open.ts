import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { genesisHash } from "../block/genesis.ts";
import { equalBytes } from "../bytes/order.ts";
import { hex } from "../bytes/text.ts";
import type { Registry } from "../domain/registry.ts";
import { DueIndex } from "../execute/due.ts";
import { genesisBlock } from "../execute/genesis.ts";
import { Forest } from "../log/forest.ts";
import type { Attachment } from "../transaction/attachment.ts";
import type { CommitInput, IndexRows } from "./block-batch.ts";
import { readHeader } from "./block-reader.ts";
import { unpackFingerprints } from "./block-values.ts";
import { CheckedDatabase } from "./checked-database.ts";
import { loadLog } from "./checkpoint.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Disk, hostDisk } from "./disk.ts";
import { HeadFile } from "./head-file.ts";
import { bytesKey, describeKey, numberKey, textKey, textOf } from "./layout.ts";
import { LedgerStore, type StoreParts } from "./ledger-store.ts";
import { EXPIRY_WINDOW_MS, SCHEMA_VERSION, WINDOW_TABLE_MS } from "./limits.ts";
import { putOrigin, readHead, readOrigin, readSignerPosition } from "./meta.ts";
import { PageStarts } from "./page-starts.ts";
import { ReplayWindow } from "./replay-window.ts";
import { StorageError } from "./storage-error.ts";

/** Where a ledger lies: on the host's disk unless a simulator says otherwise. */
export interface Medium {
  readonly disk: Disk;
  readonly openDatabase: (folder: string) => Promise<Database>;
}

const HOST: Medium = { disk: hostDisk, openDatabase };

export interface LedgerOptions {
  /** the node's data folder; made if it isn't there */
  readonly path: string;
  /** encoded */
  readonly genesis: Uint8Array;
  /** the founders' attachments, where this node has them; then they are checked */
  readonly genesisAttachments?: readonly Attachment[];
  readonly registry: Registry;
  readonly medium?: Medium;
}

/**
 * Opens the ledger of a data folder, or begins it with block 0 of this genesis.
 *
 * @throws StorageError see `StorageErrorCode`; and what decoding and executing the genesis throw
 */
export function openLedger(options: LedgerOptions): Promise<LedgerStore> {
  const { path, genesis, genesisAttachments, registry, medium } = options;
  return openStore({
    path,
    ...(medium === undefined ? {} : { medium }),
    genesisHash: genesisHash(genesis),
    indexRows: registry.indexRows,
    firstBlock: () => genesisBlock(genesis, genesisAttachments, registry),
  });
}

export interface StoreOptions {
  /** the node's data folder; made if it isn't there */
  readonly path: string;
  readonly genesisHash: Uint8Array;
  readonly indexRows: IndexRows;
  /** executes genesis; asked only when the folder is empty */
  readonly firstBlock: () => Omit<CommitInput, "certificate" | "txs">;
  readonly medium?: Medium;
}

/**
 * What `openLedger` does, of any block 0. At start the folder must belong to this genesis
 * and layout, the database must not be behind the head file, and the log must lead to the last header's state
 * root (DESIGN §8).
 *
 * @throws StorageError see `StorageErrorCode`
 */
export async function openStore(options: StoreOptions): Promise<LedgerStore> {
  const { disk, openDatabase } = options.medium ?? HOST;
  disk.makeFolder(options.path, 0o777);
  const db = new CheckedDatabase(await openDatabase(join(options.path, "db"))); // its lock is the folder's
  let headFile: HeadFile | undefined;
  try {
    headFile = await HeadFile.open(options.path, disk);
    const stored = await parts(options, db, headFile);
    const store = new LedgerStore(stored);
    if (stored.head === undefined) {
      await store.commit({ ...options.firstBlock(), certificate: undefined, txs: [] });
    }
    return store;
  } catch (error) {
    await headFile?.close();
    await db.close();
    throw error;
  }
}

async function parts(options: StoreOptions, db: CheckedDatabase, headFile: HeadFile): Promise<StoreParts> {
  const common = {
    db,
    headFile,
    indexRows: options.indexRows,
    window: new ReplayWindow(randomBytes(4).readUInt32BE()),
    origin: (batch: Parameters<StoreParts["origin"]>[0]) =>
      putOrigin(batch, SCHEMA_VERSION, options.genesisHash),
  };
  const stored = readHead(db);
  if (stored === undefined) {
    if (headFile.last !== undefined) {
      throw new StorageError("storage.behind", { height: -1, headFileHeight: headFile.last.height });
    }
    return {
      ...common,
      head: undefined,
      signerPosition: undefined,
      forest: Forest.empty(),
      pageStarts: new PageStarts(),
      checkpoint: { height: 0, count: 1 },
      changed: new Set(),
      due: new DueIndex(),
    };
  }
  checkOrigin(db, options.genesisHash);
  const head = readHeader(db, stored.height);
  if (!equalBytes(head.hash, stored.hash)) {
    throw new StorageError("storage.damaged", describeKey(numberKey("header", stored.height)));
  }
  await checkHeadFile(db, headFile, stored.height, stored.hash);
  const log = await loadLog(db, stored.count);
  if (!equalBytes(log.forest.root(), head.header.stateRoot)) {
    throw new StorageError("storage.root_differs", { height: stored.height });
  }
  await fillWindow(db, common.window, stored.height, head.header.timestamp);
  return { ...common, ...log, head, signerPosition: readSignerPosition(db), due: await loadDue(db) };
}

/** The database may be one block ahead of the head file (a crash between the two), never behind it. */
async function checkHeadFile(
  db: CheckedDatabase,
  headFile: HeadFile,
  height: number,
  hash: Uint8Array,
): Promise<void> {
  const { last } = headFile;
  if (last === undefined) {
    if (height > 0) throw new StorageError("storage.head_file_missing", { height });
  } else {
    if (last.height > height) {
      throw new StorageError("storage.behind", { height, headFileHeight: last.height });
    }
    const vouched = readHeader(db, last.height);
    if (!equalBytes(vouched.hash, last.hash)) {
      throw new StorageError("storage.head_differs", { height: last.height });
    }
  }
  if (last?.height !== height) await headFile.append({ height, hash });
}

function checkOrigin(db: CheckedDatabase, genesisHash: Uint8Array): void {
  const origin = readOrigin(db);
  if (origin === undefined) throw new StorageError("storage.schema", { expected: SCHEMA_VERSION, found: 0 });
  if (origin.schema !== SCHEMA_VERSION) {
    throw new StorageError("storage.schema", { expected: SCHEMA_VERSION, found: origin.schema });
  }
  if (!equalBytes(origin.genesisHash, genesisHash)) {
    throw new StorageError("storage.wrong_genesis", {
      expected: hex(genesisHash),
      found: hex(origin.genesisHash),
    });
  }
}

/** The fingerprints of the blocks of the last 15 minutes of block time, the oldest first. */
async function fillWindow(
  db: CheckedDatabase,
  window: ReplayWindow,
  height: number,
  now: number,
): Promise<void> {
  const oldest = now - EXPIRY_WINDOW_MS - WINDOW_TABLE_MS;
  const blocks: { timestamp: number; fingerprints: Uint8Array }[] = [];
  let next = height;
  for await (const [, value] of db.range({
    gte: numberKey("fingerprints", 0),
    lte: numberKey("fingerprints", height),
    reverse: true,
  })) {
    const block = unpackFingerprints(value);
    if (block.timestamp < oldest) return addAll(window, blocks);
    blocks.push(block);
    next--;
  }
  if (next !== -1) throw new StorageError("storage.damaged", describeKey(numberKey("fingerprints", next)));
  addAll(window, blocks);
}

function addAll(window: ReplayWindow, blocks: { timestamp: number; fingerprints: Uint8Array }[]): void {
  for (const { timestamp, fingerprints } of blocks.reverse()) window.add(timestamp, fingerprints);
}

async function loadDue(db: CheckedDatabase): Promise<DueIndex> {
  const keys: string[] = [];
  const range = { gte: textKey("queue", ""), lt: bytesKey("queue", Uint8Array.of(0xff)) };
  for await (const [key] of db.range(range)) keys.push(textOf(key));
  return new DueIndex(keys);
}
