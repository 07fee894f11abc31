/** The bounds of storage, each with its unit and reason (DESIGN §4, §8, §13). */

/** Version of the layout in `layout.ts`; a database of another version isn't opened. */
export const SCHEMA_VERSION = 1;

/** Bytes of a packed page of entries: one read for a version costs little, one put for many entries less (DESIGN §8). */
export const PAGE_BYTES_MAX = 8 * 1024;
/** Twigs whose active bits stand in one checkpointed value: 8 KiB. */
export const CHECKPOINT_TWIGS = 32;
/** Blocks after which the active bits are checkpointed (DESIGN §8). */
export const CHECKPOINT_BLOCKS = 256;
/** Entries after which the active bits are checkpointed (DESIGN §8): start-up reads at most these again. */
export const CHECKPOINT_ENTRIES = 200_000;

/** Milliseconds a transaction's id matters after its block: `expiresAt` is at most this far ahead (DESIGN §4). */
export { EXPIRY_WINDOW_MS } from "../limits.ts";
/** Milliseconds of one table of the replay window. */
export const WINDOW_TABLE_MS = 60_000;
/** Bytes of all tables of the replay window; beyond, the tx index is asked alone (DESIGN §4). */
export const WINDOW_BYTES_MAX = 64 * 1024 * 1024;

/** Bytes of current records kept in memory: a share of the 300 MB of DESIGN §13, and more than a block touches. */
export const RECORD_CACHE_BYTES = 32 * 1024 * 1024;
/** Bytes of a cached record beside key and value: objects, map entry. A guess on the safe side. */
export const RECORD_OVERHEAD_BYTES = 300;
/** Bytes of a cached record for each byte of its value: the bytes, and the decoded objects of the executor's memo. */
export const RECORD_VALUE_FACTOR = 4;
/** Full twigs whose leaves are kept after a proof; 64 KiB each. */
export const LEAVES_CACHED_TWIGS = 16;

/** Bytes of LevelDB's block cache. */
export const BLOCK_CACHE_BYTES = 24 * 1024 * 1024;
/** Bytes that LevelDB gathers in memory before it writes a sorted file; it may hold two such buffers. */
export const WRITE_BUFFER_BYTES = 32 * 1024 * 1024;
/** Bytes of one of LevelDB's files: at 10 GB still some 1,300 of them. */
export const LEVEL_FILE_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes of the newest of LevelDB's files whose checksums are checked at start: a tenth of a second. */
export const START_CHECK_BYTES = 64 * 1024 * 1024;
/** Files that LevelDB holds open. */
export const OPEN_FILES_MAX = 500;

/** Bytes after which the head file is begun anew with its last record: some 24,000 blocks. */
export const HEAD_FILE_BYTES_MAX = 1024 * 1024;

/** Rows of one index scan, versions of one history read. */
export const SCAN_ROWS_MAX = 10_000;
