import { dirname, join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { type Disk, type DiskFile, hostDisk } from "./disk.ts";
import { HEAD_FILE_BYTES_MAX } from "./limits.ts";

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
  readonly #disk: Disk;
  #file: DiskFile;
  #length: number;
  /** The newest whole record; undefined in a new file. */
  readonly last: HeadRecord | undefined;
  /** Bytes that were cut off the tail at opening. */
  readonly torn: number;

  private constructor(
    path: string,
    bytesMax: number,
    disk: Disk,
    file: DiskFile,
    length: number,
    last: HeadRecord | undefined,
    torn: number,
  ) {
    this.#path = path;
    this.#bytesMax = bytesMax;
    this.#disk = disk;
    this.#file = file;
    this.#length = length;
    this.last = last;
    this.torn = torn;
  }

  /** @param bytesMax length at which the file is begun anew */
  static async open(
    folder: string,
    disk: Disk = hostDisk,
    bytesMax: number = HEAD_FILE_BYTES_MAX,
  ): Promise<HeadFile> {
    const path = join(folder, "head");
    if (!disk.exists(path)) {
      const file = disk.create(path, 0o666);
      disk.syncFolder(folder);
      return new HeadFile(path, bytesMax, disk, file, 0, undefined, 0);
    }
    const bytes = disk.read(path);
    const file = disk.open(path);
    let end = bytes.length - (bytes.length % RECORD_BYTES);
    let last: HeadRecord | undefined;
    while (end > 0 && last === undefined) {
      last = decode(bytes.subarray(end - RECORD_BYTES, end));
      if (last === undefined) end -= RECORD_BYTES;
    }
    if (end < bytes.length) {
      file.truncate(end);
      await file.sync();
    }
    return new HeadFile(path, bytesMax, disk, file, end, last, bytes.length - end);
  }

  /** Resolves when the record is on the disk. One call at a time. */
  async append(head: HeadRecord): Promise<void> {
    const record = encode(head);
    if (this.#length + RECORD_BYTES > this.#bytesMax) return this.#renew(record);
    await this.#file.write(record, this.#length);
    await this.#file.sync();
    this.#length += RECORD_BYTES;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Puts a file with this one record in the place of the long one; the name never points to nothing. */
  async #renew(record: Buffer): Promise<void> {
    const path = `${this.#path}.new`;
    // A crash may have left one behind.
    if (this.#disk.exists(path)) this.#disk.remove(path);
    const file = this.#disk.create(path, 0o666);
    await file.write(record, 0);
    await file.sync();
    this.#disk.rename(path, this.#path);
    this.#disk.syncFolder(dirname(this.#path));
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
