import { dirname } from "node:path";
import type { Disk, DiskFile } from "@jingzhun/ledger/storage/disk";
import type { Random } from "../../random.ts";
import { type Power, PowerCut } from "./power.ts";
import type { Timeline } from "./timeline.ts";

/** A change of a file that no sync has followed yet. */
interface Unsynced {
  readonly at: number;
  readonly bytes: Uint8Array | undefined;
  /** what stood there, and how long the file was: to take it back */
  readonly before: Uint8Array;
  readonly lengthBefore: number;
}

/** A power cut tears writes at the edges of these. */
const SECTOR_BYTES = 512;

class Inode {
  bytes = Buffer.alloc(256);
  length = 0;
  unsynced: Unsynced[] = [];

  get content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  write(bytes: Uint8Array, at: number): void {
    const before = new Uint8Array(this.content.subarray(at, at + bytes.length));
    this.unsynced.push({ at, bytes: new Uint8Array(bytes), before, lengthBefore: this.length });
    this.#put(bytes, at);
  }

  truncate(length: number): void {
    const before = new Uint8Array(this.content.subarray(length));
    this.unsynced.push({ at: length, bytes: undefined, before, lengthBefore: this.length });
    this.length = length;
  }

  /** What a power cut leaves: each unsynced change whole, in part or not at all. Answers how many were lost or torn. */
  cutPower(random: Random): number {
    const changes = this.unsynced;
    this.unsynced = [];
    for (const { at, before, lengthBefore } of [...changes].reverse()) {
      this.#put(before, at);
      this.length = lengthBefore;
    }
    let lost = 0;
    for (const { at, bytes } of changes) {
      const fate = random.int(0, 3);
      if (fate !== 0) lost++;
      if (bytes === undefined) {
        if (fate === 0) this.length = Math.min(this.length, at);
      } else if (fate === 0) this.#put(bytes, at);
      else if (fate === 1) this.#put(bytes.subarray(0, random.int(0, bytes.length)), at);
      else if (fate === 2) this.#putSectors(bytes, at, random);
    }
    return lost;
  }

  copy(): Inode {
    const copy = new Inode();
    copy.bytes = Buffer.from(this.content);
    copy.length = this.length;
    return copy;
  }

  /** As it would be if nothing unsynced had survived. */
  copySynced(): Inode {
    const copy = this.copy();
    for (const { at, before, lengthBefore } of [...this.unsynced].reverse()) {
      copy.#put(before, at);
      copy.length = lengthBefore;
    }
    return copy;
  }

  #putSectors(bytes: Uint8Array, at: number, random: Random): void {
    for (let from = 0; from < bytes.length; ) {
      const to = Math.min(bytes.length, from + SECTOR_BYTES - ((at + from) % SECTOR_BYTES));
      if (random.chance(0.5)) this.#put(bytes.subarray(from, to), at + from);
      from = to;
    }
  }

  #put(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    if (end > this.bytes.length) {
      const grown = Buffer.alloc(2 * end);
      grown.set(this.content);
      this.bytes = grown;
    }
    if (at > this.length) this.bytes.fill(0, this.length, at);
    this.bytes.set(bytes, at);
    this.length = Math.max(this.length, end);
  }
}

/** What a disk does to whoever uses it, changed while the simulation goes on. */
export interface DiskState {
  /** ms that a write and a sync take */
  latency: () => number;
  isFull: boolean;
  /** Called before each change; may cut the power. */
  onChange: () => void;
}

/**
 * The files of one machine. Like a disk under a journalling file system it keeps what was synced; of what wasn't, a
 * power cut keeps what the seed says. Names change in order: some of the last changes are lost, never earlier ones only.
 */
export class SimulatedFiles {
  readonly #names: Map<string, Inode>;
  /** how to take back changes of names that no sync has followed */
  #unsyncedNames: { readonly folder: string; readonly undo: () => void }[] = [];

  constructor(names: Map<string, Inode> = new Map()) {
    this.#names = names;
  }

  /** Everything as it is, as a backup tool would copy it. */
  copy(): SimulatedFiles {
    return new SimulatedFiles(new Map([...this.#names].map(([name, inode]) => [name, inode.copy()])));
  }

  read(path: string): Buffer | undefined {
    return this.#names.get(path)?.content;
  }

  /** Contents that survive a power cut whatever the seed says. */
  synced(path: string): Buffer | undefined {
    const inode = this.#names.get(path)?.copySynced();
    return inode?.content;
  }

  /** Names of the files below a folder, ascending. */
  namesUnder(prefix: string): string[] {
    return [...this.#names.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  /** Takes over a folder from another disk. */
  takeUnder(prefix: string, from: SimulatedFiles): void {
    for (const name of from.namesUnder(prefix)) this.#names.set(name, from.#names.get(name)!.copy());
  }

  removeUnder(prefix: string): void {
    for (const name of [...this.#names.keys()]) if (name.startsWith(prefix)) this.#names.delete(name);
  }

  /** Answers how many changes were lost or torn. */
  cutPower(random: Random): number {
    const names = this.#unsyncedNames;
    this.#unsyncedNames = [];
    let lost = names.length === 0 ? 0 : random.int(0, names.length);
    for (const { undo } of names.slice(names.length - lost).reverse()) undo();
    for (const inode of new Set(this.#names.values())) lost += inode.cutPower(random);
    return lost;
  }

  /** The disk as one process sees it. */
  mount(power: Power, timeline: Timeline, state: DiskState): Disk {
    const inodeOf = (path: string): Inode => {
      const inode = this.#names.get(path);
      if (inode === undefined) throw systemError("ENOENT", path);
      return inode;
    };
    const change = (grows: boolean) => {
      if (!power.isOn) throw new PowerCut();
      state.onChange();
      if (!power.isOn) throw new PowerCut();
      if (grows && state.isFull) throw systemError("ENOSPC", "");
    };
    const rename = (path: string, inode: Inode | undefined) => {
      const before = this.#names.get(path);
      const set = (to: Inode | undefined) => {
        if (to === undefined) this.#names.delete(path);
        else this.#names.set(path, to);
      };
      set(inode);
      this.#unsyncedNames.push({ folder: dirname(path), undo: () => set(before) });
    };
    const fileOf = (inode: Inode): DiskFile => new MountedFile(inode, { power, timeline, state, change });
    return {
      read: (path) => Buffer.from(inodeOf(path).content),
      exists: (path) => this.#names.has(path),
      list: (folder) =>
        [...this.#names.keys()]
          .filter((name) => dirname(name) === folder)
          .map((name) => name.slice(folder.length + 1))
          .sort(),
      makeFolder: () => {},
      create: (path) => {
        change(true);
        if (this.#names.has(path)) throw systemError("EEXIST", path);
        const inode = new Inode();
        rename(path, inode);
        return fileOf(inode);
      },
      open: (path) => fileOf(inodeOf(path)),
      rename: (from, to) => {
        change(false);
        rename(to, inodeOf(from));
        rename(from, undefined);
      },
      remove: (path) => {
        change(false);
        inodeOf(path);
        rename(path, undefined);
      },
      syncFolder: (folder) => {
        change(false);
        // The journal is in order: what came before the last change in this folder is durable with it.
        const last = this.#unsyncedNames.findLastIndex((each) => each.folder === folder);
        this.#unsyncedNames.splice(0, last + 1);
      },
    };
  }
}

interface Mounted {
  readonly power: Power;
  readonly timeline: Timeline;
  readonly state: DiskState;
  readonly change: (grows: boolean) => void;
}

class MountedFile implements DiskFile {
  readonly #inode: Inode;
  readonly #mounted: Mounted;

  constructor(inode: Inode, mounted: Mounted) {
    this.#inode = inode;
    this.#mounted = mounted;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    await this.#change(true);
    this.#inode.write(bytes, at);
    await this.#wait();
  }

  async sync(): Promise<void> {
    await this.#change(false);
    const until = this.#inode.unsynced.length;
    await this.#wait();
    this.#inode.unsynced.splice(0, until);
  }

  writeNow(bytes: Uint8Array, at: number): void {
    this.#mounted.change(true);
    this.#inode.write(bytes, at);
  }

  syncNow(): void {
    this.#mounted.change(false);
    this.#inode.unsynced = [];
  }

  truncate(length: number): void {
    this.#mounted.change(false);
    this.#inode.truncate(length);
  }

  async close(): Promise<void> {}

  closeNow(): void {}

  /** For a process that ends now nothing comes after it. */
  #change(grows: boolean): Promise<void> | undefined {
    try {
      this.#mounted.change(grows);
      return undefined;
    } catch (error) {
      if (error instanceof PowerCut) return new Promise(() => {});
      throw error;
    }
  }

  /** Never resolves for a process that has ended meanwhile. */
  #wait(): Promise<void> {
    const { power, timeline, state } = this.#mounted;
    return new Promise((resolve) => timeline.after(state.latency(), power.guarded(resolve)));
  }
}

export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
