import { Level } from "level";
import { checkLogs, checkTables } from "./level-files.ts";
import {
  BLOCK_CACHE_BYTES,
  LEVEL_FILE_BYTES_MAX,
  OPEN_FILES_MAX,
  START_CHECK_BYTES,
  WRITE_BUFFER_BYTES,
} from "./limits.ts";
import { StorageError } from "./storage-error.ts";

export interface Range {
  readonly gt?: Uint8Array;
  readonly gte?: Uint8Array;
  readonly lt?: Uint8Array;
  readonly lte?: Uint8Array;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** The database as it was at a moment, until closed. */
export interface DatabaseSnapshot {
  close(): Promise<void>;
}

/** The little of LevelDB that is used here, keys and values being bytes. A simulator puts its own in its place. */
export interface Database {
  getSync(key: Uint8Array, options?: DatabaseReading): Uint8Array | undefined;
  get(key: Uint8Array, options?: DatabaseReading): Promise<Uint8Array | undefined>;
  /** In byte order, as it is at the call. */
  iterator(range: Range & { readonly snapshot?: DatabaseSnapshot }): {
    nextv(size: number): Promise<[Uint8Array, Uint8Array][]>;
    close(): Promise<void>;
  };
  batch(): {
    put(key: Uint8Array, value: Uint8Array): unknown;
    del(key: Uint8Array): unknown;
    /** All of it or nothing, whatever happens. With `sync` it is on the disk when this resolves. */
    write(options: { readonly sync: boolean }): Promise<void>;
  };
  snapshot(): DatabaseSnapshot;
  close(): Promise<void>;
}

export interface DatabaseReading {
  readonly snapshot: DatabaseSnapshot;
  readonly keyEncoding: "view";
  readonly valueEncoding: "view";
}

/**
 * Opens the ledger's LevelDB, whose lock is that of the folder. What LevelDB doesn't check, its logs and its newest
 * tables, is checked here (DESIGN §8).
 *
 * @throws StorageError `storage.locked`, `storage.corrupt`
 */
export async function openDatabase(folder: string): Promise<Database> {
  const inLog = await checkLogs(folder); // before opening: LevelDB drops what is damaged and replaces its logs
  if (inLog !== undefined) {
    if (await isLocked(folder)) throw new StorageError("storage.locked");
    throw new StorageError("storage.corrupt", { ...inLog });
  }
  const level = new Level<Uint8Array, Uint8Array>(folder, {
    keyEncoding: "view",
    valueEncoding: "view",
    cacheSize: BLOCK_CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
    maxFileSize: LEVEL_FILE_BYTES_MAX,
    maxOpenFiles: OPEN_FILES_MAX,
  });
  try {
    await level.open();
  } catch (error) {
    throw storageError(error);
  }
  try {
    const inTable = await checkTables(folder, START_CHECK_BYTES);
    if (inTable !== undefined) throw new StorageError("storage.corrupt", { ...inTable });
  } catch (error) {
    await level.close();
    throw error;
  }
  return level;
}

/** Has someone this database open? Looks at the lock alone and leaves everything else as it is. */
async function isLocked(folder: string): Promise<boolean> {
  const level = new Level(folder, { errorIfExists: true, createIfMissing: false });
  try {
    await level.open();
    await level.close();
  } catch (error) {
    const code = error instanceof Error ? (error.cause as { code?: string } | undefined)?.code : undefined;
    return code === "LEVEL_LOCKED";
  }
  return false;
}

/** LevelDB's errors as ours; others as they are. */
export function storageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageError) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: string }).code;
  if (code === "LEVEL_LOCKED") return new StorageError("storage.locked");
  if (code === "LEVEL_CORRUPTION" || /corrupt/i.test(cause.message)) {
    return new StorageError("storage.corrupt", { message: cause.message });
  }
  return error;
}
