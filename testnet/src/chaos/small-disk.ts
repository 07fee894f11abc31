import { execFile } from "node:child_process";
import { closeSync, cpSync, mkdirSync, openSync, renameSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const BALLAST = "ballast";
const CHUNK = Buffer.alloc(1024 * 1024, 0x5a);
/** Disk of a node that is to run full: enough for a long run's blocks. */
const BYTES = 128 * 1024 * 1024;

/** A node's data folder on a memory disk of its own, which can be filled to the last byte. Needs the right to mount. */
export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Moves what is in the folder onto the disk; nobody may use it meanwhile. @throws where mounting isn't allowed */
  static async under(folder: string): Promise<SmallDisk> {
    const aside = `${folder}.aside`;
    renameSync(folder, aside);
    mkdirSync(folder);
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${BYTES}`, "tmpfs", folder]);
    } catch (error) {
      rmSync(folder, { recursive: true });
      renameSync(aside, folder);
      throw error;
    }
    cpSync(aside, folder, { recursive: true });
    rmSync(aside, { recursive: true });
    return new SmallDisk(folder);
  }

  /** Leaves no byte. */
  fill(): void {
    const file = openSync(join(this.#folder, BALLAST), "a");
    try {
      for (let chunk = CHUNK; ; ) {
        try {
          writeSync(file, chunk);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
          if (chunk.length === 1) return;
          chunk = chunk.subarray(0, Math.ceil(chunk.length / 16));
        }
      }
    } finally {
      closeSync(file);
    }
  }

  /** bytes */
  get free(): number {
    const { bavail, bsize } = statfsSync(this.#folder);
    return bavail * bsize;
  }

  empty(): void {
    rmSync(join(this.#folder, BALLAST), { force: true });
  }

  /** Puts what it holds back onto the ordinary disk; nobody may use it meanwhile. */
  async remove(): Promise<void> {
    const aside = `${this.#folder}.aside`;
    cpSync(this.#folder, aside, { recursive: true });
    await run("umount", [this.#folder]);
    rmSync(this.#folder, { recursive: true });
    renameSync(aside, this.#folder);
  }
}
