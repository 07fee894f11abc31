import { type FileHandle, open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { HEAD_FILE_BYTES_MAX } from "./limits.ts";
import { syncFolder } from "./sync-folder.ts";

/** The newest block that was reported final. */
export interface HeadRecord {
  readonly height: number;
  readonly hash: Uint8Array;
}

const RECORD_BYTES = 8 + 32 + 4;

/**
 * The append-only witness of the newest final block (DESIGN §8): LevelDB silently drops what follows a damaged
 * record in its own log, and this file tells. A record is height (u64), block hash, CRC32C; it is synced after
 * the block's batch and before the block is reported final. A torn or damaged tail is cut at opening.
 */
export class HeadFile {
  readonly #path: string;
  readonly #bytesMax: number;
  #file: FileHandle;
  #length: number;
  /** The newest whole record; undefined in a new file. */
  readonly last: HeadRecord | undefined;
  /** Bytes that were cut off the tail at opening. */
  readonly torn: number;

  private constructor(
    path: string,
    bytesMax: number,
    file: FileHandle,
    length: number,
    last: HeadRecord | undefined,
    torn: number,
  ) {
    this.#path = path;
    this.#bytesMax = bytesMax;
    this.#file = file;
    this.#length = length;
    this.last = last;
    this.torn = torn;
  }

  /** @param bytesMax length at which the file is begun anew */
  static async open(folder: string, bytesMax: number = HEAD_FILE_BYTES_MAX): Promise<HeadFile> {
    const path = join(folder, "head");
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    const file = await open(path, bytes === undefined ? "wx+" : "r+");
    if (bytes === undefined) {
      syncFolder(folder);
      return new HeadFile(path, bytesMax, file, 0, undefined, 0);
    }
    let end = bytes.length - (bytes.length % RECORD_BYTES);
    let last: HeadRecord | undefined;
    while (end > 0 && last === undefined) {
      last = decode(bytes.subarray(end - RECORD_BYTES, end));
      if (last === undefined) end -= RECORD_BYTES;
    }
    if (end < bytes.length) {
      await file.truncate(end);
      await file.datasync();
    }
    return new HeadFile(path, bytesMax, file, end, last, bytes.length - end);
  }

  /** Resolves when the record is on the disk. One call at a time. */
  async append(head: HeadRecord): Promise<void> {
    const record = encode(head);
    if (this.#length + RECORD_BYTES > this.#bytesMax) return this.#renew(record);
    await this.#file.write(record, 0, RECORD_BYTES, this.#length);
    await this.#file.datasync();
    this.#length += RECORD_BYTES;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Puts a file with this one record in the place of the long one; the name never points to nothing. */
  async #renew(record: Buffer): Promise<void> {
    const path = `${this.#path}.new`;
    const file = await open(path, "w+");
    await file.write(record, 0, RECORD_BYTES, 0);
    await file.sync();
    await rename(path, this.#path);
    syncFolder(dirname(this.#path));
    await this.#file.close();
    this.#file = file;
    this.#length = RECORD_BYTES;
  }
}

function encode(head: HeadRecord): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  record.writeBigUInt64BE(BigInt(head.height));
  record.set(head.hash, 8);
  record.writeUInt32BE(crc32c(record.subarray(0, 40)), 40);
  return record;
}

function decode(record: Buffer): HeadRecord | undefined {
  if (record.readUInt32BE(40) !== crc32c(record.subarray(0, 40))) return undefined;
  return { height: Number(record.readBigUInt64BE()), hash: new Uint8Array(record.subarray(8, 40)) };
}
