import {
  close,
  closeSync,
  existsSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  write,
  writeSync,
} from "node:fs";
import { syncFolder } from "./sync-folder.ts";

/**
 * What ledger and node ask of a file system, so that a simulator can put its own in the host's place: one that loses
 * what wasn't synced, tears it, or is full. Errors are those of `node:fs`, with its codes.
 */
export interface Disk {
  /** @throws ENOENT */
  read(path: string): Buffer;
  exists(path: string): boolean;
  /** Names in a folder. @throws ENOENT */
  list(folder: string): string[];
  /** With the folders above it; does nothing where it is there. For the owner alone, unless `mode` says otherwise. */
  makeFolder(folder: string, mode?: number): void;
  /** A new file. @throws EEXIST */
  create(path: string, mode?: number): DiskFile;
  /** For reading and writing. @throws ENOENT */
  open(path: string): DiskFile;
  /** In the place of what is called `to`. */
  rename(from: string, to: string): void;
  /** @throws ENOENT */
  remove(path: string): void;
  /** Makes durable which names there are in a folder: of files created, renamed and removed. */
  syncFolder(folder: string): void;
}

/** An open file. What was written is durable once a sync after it has ended. */
export interface DiskFile {
  /** All of `bytes`, at this offset. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  /** Contents and length (fdatasync). */
  sync(): Promise<void>;
  writeNow(bytes: Uint8Array, at: number): void;
  syncNow(): void;
  truncate(length: number): void;
  close(): Promise<void>;
  closeNow(): void;
}

/** The host's. */
export const hostDisk: Disk = {
  read: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  list: (folder) => readdirSync(folder),
  makeFolder: (folder, mode = 0o700) => void mkdirSync(folder, { recursive: true, mode }),
  create: (path, mode = 0o600) => new HostFile(openSync(path, "wx+", mode)),
  open: (path) => new HostFile(openSync(path, "r+")),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => unlinkSync(path),
  syncFolder,
};

class HostFile implements DiskFile {
  readonly #handle: number;

  constructor(handle: number) {
    this.#handle = handle;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      done += await new Promise<number>((resolve, reject) => {
        write(this.#handle, bytes, done, bytes.length - done, at + done, (error, written) => {
          if (error === null) resolve(written);
          else reject(error);
        });
      });
    }
  }

  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#handle, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  writeNow(bytes: Uint8Array, at: number): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#handle, bytes, done, bytes.length - done, at + done);
    }
  }

  syncNow(): void {
    fsyncSync(this.#handle);
  }

  truncate(length: number): void {
    ftruncateSync(this.#handle, length);
  }

  close(): Promise<void> {
    return new Promise((resolve, reject) => {
      close(this.#handle, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  closeNow(): void {
    closeSync(this.#handle);
  }
}
