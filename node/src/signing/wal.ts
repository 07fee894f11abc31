import { join } from "node:path";
import { JzError } from "@jingzhun/ledger";
import { type Disk, type DiskFile, hostDisk } from "@jingzhun/ledger/storage/disk";
import { WAL_RECORD_BYTES_MAX, WAL_ROTATE_BYTES } from "../limits.ts";
import {
  RECORD_KIND,
  type RecordKind,
  readRecords,
  recordBytes,
  WAL_MAGIC,
  writeRecord,
} from "./wal-records.ts";

/** What was found behind the last whole record at opening, and cut off: a write that nobody was told is durable. */
export interface TornTail {
  readonly file: string;
  /** number of bytes that were cut */
  readonly bytes: number;
  /** offset where the file ends now */
  readonly at: number;
}

/**
 * The consensus write-ahead log (DESIGN §6): what a validator must find again after a crash before it may speak.
 * Append-only, one file at a time in a folder of its own, appends of the same moment synced together.
 */
export interface Wal {
  /**
   * Resolves when the records are on the disk, in the order of the calls.
   *
   * @throws JzError `wal.too_long`, `wal.closed`; `wal.write {problem}` when the disk fails, and from then on always:
   * after a failed sync nobody knows what is on the disk
   */
  append(records: readonly Uint8Array[]): Promise<void>;
  /** Everything appended since the last cut, oldest first, in what was found at opening too. */
  records(): Uint8Array[];
  /**
   * Forgets all records, for the block they led to is durable. The mark itself is synced with the next append: a
   * crash in between only brings records of a decided height back. Resolves when the mark is written.
   */
  cut(): Promise<void>;
  readonly torn: TornTail | null;
  /** bytes of the file in use */
  readonly bytes: number;
  close(): Promise<void>;
}

interface Job {
  readonly kind: RecordKind;
  readonly payloads: readonly Uint8Array[];
  readonly done: () => void;
  readonly failed: (error: JzError) => void;
}

/** @throws the system's error when the folder can't be made or read */
export function openWal(folder: string, disk: Disk = hostDisk): Wal {
  return new WalFile(folder, disk);
}

class WalFile implements Wal {
  readonly torn: TornTail | null;
  readonly #folder: string;
  readonly #disk: Disk;
  #entries: Uint8Array[];
  #number: number;
  #file: DiskFile;
  #end: number;
  #jobs: Job[] = [];
  #running: Promise<void> | undefined;
  #failure: JzError | undefined;

  constructor(folder: string, disk: Disk) {
    this.#folder = folder;
    this.#disk = disk;
    disk.makeFolder(folder);
    const numbers = fileNumbers(disk, folder);
    this.#number = numbers.at(-1) ?? 0;
    if (numbers.length === 0) {
      this.#number = 1;
      this.#file = createFile(disk, folder, 1);
      this.#end = WAL_MAGIC.length;
      this.#entries = [];
      this.torn = null;
      return;
    }
    const name = fileName(this.#number);
    const bytes = disk.read(join(folder, name));
    const { entries, validBytes } = readRecords(bytes);
    this.#file = disk.open(join(folder, name));
    this.#end = validBytes;
    this.#entries = entries;
    this.torn =
      validBytes === bytes.length ? null : { file: name, bytes: bytes.length - validBytes, at: validBytes };
    if (this.torn !== null) this.#file.truncate(validBytes);
    if (validBytes === 0) {
      // The file was begun and its magic never arrived, so nothing in it was acknowledged.
      this.#file.writeNow(WAL_MAGIC, 0);
      this.#end = WAL_MAGIC.length;
    }
    this.#file.syncNow();
    // A rotation that a crash broke off left older files, all of whose records were cut.
    for (const old of numbers.slice(0, -1)) disk.remove(join(folder, fileName(old)));
    disk.syncFolder(folder);
  }

  get bytes(): number {
    return this.#end;
  }

  records(): Uint8Array[] {
    return [...this.#entries];
  }

  append(records: readonly Uint8Array[]): Promise<void> {
    for (let i = 0; i < records.length; i++) {
      const bytes = records[i]!.length;
      if (bytes > WAL_RECORD_BYTES_MAX) {
        return Promise.reject(
          new JzError("wal.too_long", `records.${i}`, { bytes, most: WAL_RECORD_BYTES_MAX }),
        );
      }
    }
    if (this.#failure === undefined) this.#entries.push(...records);
    return this.#queue(RECORD_KIND.entry, records);
  }

  cut(): Promise<void> {
    if (this.#failure === undefined) this.#entries = [];
    return this.#queue(RECORD_KIND.cut, [new Uint8Array(0)]);
  }

  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    if (this.#failure?.code === "wal.closed") return;
    this.#failure = new JzError("wal.closed");
    await this.#file.close().catch(() => {});
  }

  #queue(kind: RecordKind, payloads: readonly Uint8Array[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      else {
        this.#jobs.push({ kind, payloads, done: resolve, failed: reject });
        this.#running ??= this.#run();
      }
    });
  }

  /** Group commit: while one write is being synced the next ones gather. */
  async #run(): Promise<void> {
    while (this.#jobs.length > 0) {
      const jobs = this.#jobs;
      this.#jobs = [];
      try {
        await this.#write(jobs);
      } catch (error) {
        const problem = String((error as NodeJS.ErrnoException).code ?? error);
        this.#failure ??= new JzError("wal.write", "", { problem });
        for (const job of [...jobs, ...this.#jobs.splice(0)]) job.failed(this.#failure);
        break;
      }
      for (const job of jobs) job.done();
    }
    this.#running = undefined;
  }

  async #write(jobs: readonly Job[]): Promise<void> {
    let from = 0;
    // A cut of a long file begins a new one; what was appended before the last cut needs no disk any more.
    const lastCut = jobs.findLastIndex((job) => job.kind === RECORD_KIND.cut);
    if (lastCut >= 0 && this.#end > WAL_ROTATE_BYTES) {
      this.#rotate();
      from = lastCut + 1;
    }
    let bytes = 0;
    let sync = false;
    for (const { kind, payloads } of jobs.slice(from)) {
      if (kind === RECORD_KIND.entry) sync = true;
      for (const payload of payloads) bytes += recordBytes(payload);
    }
    if (bytes === 0) return;
    const block = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (const { kind, payloads } of jobs.slice(from)) {
      for (const payload of payloads) at = writeRecord(block, at, kind, payload);
    }
    await this.#file.write(block, this.#end);
    this.#end += bytes;
    if (sync) await this.#file.sync();
  }

  #rotate(): void {
    const old = this.#number;
    this.#file.closeNow();
    this.#number++;
    this.#file = createFile(this.#disk, this.#folder, this.#number);
    this.#end = WAL_MAGIC.length;
    this.#disk.remove(join(this.#folder, fileName(old)));
    this.#disk.syncFolder(this.#folder);
  }
}

/** A new file whose magic and name are durable. */
function createFile(disk: Disk, folder: string, number: number): DiskFile {
  const file = disk.create(join(folder, fileName(number)));
  file.writeNow(WAL_MAGIC, 0);
  file.syncNow();
  disk.syncFolder(folder);
  return file;
}

function fileName(number: number): string {
  return `wal-${String(number).padStart(10, "0")}`;
}

/** Ascending. */
function fileNumbers(disk: Disk, folder: string): number[] {
  return disk
    .list(folder)
    .filter((name) => /^wal-\d{10}$/.test(name))
    .map((name) => Number(name.slice(4)))
    .sort((a, b) => a - b);
}
