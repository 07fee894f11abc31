import type { Database, DatabaseSnapshot, Range } from "@jingzhun/ledger/storage";
import type { Random } from "../../random.ts";
import { type DiskState, systemError } from "./disk.ts";
import type { Power } from "./power.ts";
import type { Timeline } from "./timeline.ts";

type Pair = readonly [key: Uint8Array, value: Uint8Array];
/** undefined: a deletion */
type Change = readonly [name: string, pair: Pair | undefined];

/**
 * The databases of one machine. A batch is there as a whole or not at all: when the power goes, or the process ends,
 * while one is being written, the seed says which.
 */
export class SimulatedDatabases {
  readonly #databases: Map<string, Map<string, Pair>>;
  /** batches on their way to the disk */
  readonly #writing = new Set<() => void>();

  constructor(databases: Map<string, Map<string, Pair>> = new Map()) {
    this.#databases = databases;
  }

  copy(): SimulatedDatabases {
    return new SimulatedDatabases(
      new Map([...this.#databases].map(([name, pairs]) => [name, new Map(pairs)])),
    );
  }

  /** The process is gone; what it was writing arrives or doesn't. */
  processEnded(random: Random): void {
    for (const apply of this.#writing) if (random.chance(0.5)) apply();
    this.#writing.clear();
  }

  delete(name: string, key: Uint8Array): void {
    this.#databases.get(name)?.delete(nameOf(key));
  }

  open(name: string, power: Power, timeline: Timeline, state: DiskState): Database {
    let pairs = this.#databases.get(name);
    if (pairs === undefined) this.#databases.set(name, (pairs = new Map()));
    return new SimulatedDatabase(pairs, this.#writing, { power, timeline, state });
  }
}

interface Surroundings {
  readonly power: Power;
  readonly timeline: Timeline;
  readonly state: DiskState;
}

class SimulatedDatabase implements Database {
  readonly #pairs: Map<string, Pair>;
  readonly #writing: Set<() => void>;
  readonly #around: Surroundings;
  readonly #snapshots = new Set<Snapshot>();

  constructor(pairs: Map<string, Pair>, writing: Set<() => void>, around: Surroundings) {
    this.#pairs = pairs;
    this.#writing = writing;
    this.#around = around;
  }

  getSync(key: Uint8Array, options?: { readonly snapshot: DatabaseSnapshot }): Uint8Array | undefined {
    return this.#read(nameOf(key), options?.snapshot as Snapshot | undefined)?.[1];
  }

  async get(
    key: Uint8Array,
    options?: { readonly snapshot: DatabaseSnapshot },
  ): Promise<Uint8Array | undefined> {
    return this.getSync(key, options);
  }

  iterator(range: Range & { readonly snapshot?: DatabaseSnapshot }) {
    const snapshot = range.snapshot as Snapshot | undefined;
    const names = new Set(this.#pairs.keys());
    for (const [name, pair] of snapshot?.changed ?? []) if (pair !== undefined) names.add(name);
    const { gt, gte, lt, lte, reverse = false, limit = -1 } = range;
    const low = gt ?? gte;
    const high = lt ?? lte;
    const lowName = low === undefined ? undefined : nameOf(low);
    const highName = high === undefined ? undefined : nameOf(high);
    let found = [...names].filter(
      (name) =>
        (lowName === undefined || (gt === undefined ? name >= lowName : name > lowName)) &&
        (highName === undefined || (lt === undefined ? name <= highName : name < highName)),
    );
    found.sort();
    if (reverse) found.reverse();
    if (limit >= 0) found = found.slice(0, limit);
    const pairs = found.flatMap((name) => {
      const pair = this.#read(name, snapshot);
      return pair === undefined ? [] : [pair];
    });
    let at = 0;
    return {
      async nextv(size: number): Promise<[Uint8Array, Uint8Array][]> {
        const next = pairs.slice(at, at + size) as [Uint8Array, Uint8Array][];
        at += next.length;
        return next;
      },
      async close(): Promise<void> {},
    };
  }

  batch() {
    const changes: Change[] = [];
    const write = (): Promise<void> => this.#write(changes);
    return {
      put: (key: Uint8Array, value: Uint8Array) => changes.push([nameOf(key), [key, value]]),
      del: (key: Uint8Array) => changes.push([nameOf(key), undefined]),
      write,
    };
  }

  snapshot(): DatabaseSnapshot {
    const snapshot = new Snapshot(() => this.#snapshots.delete(snapshot));
    this.#snapshots.add(snapshot);
    return snapshot;
  }

  async close(): Promise<void> {}

  #read(name: string, snapshot: Snapshot | undefined): Pair | undefined {
    if (snapshot?.changed.has(name)) return snapshot.changed.get(name);
    return this.#pairs.get(name);
  }

  #write(changes: readonly Change[]): Promise<void> {
    const { power, timeline, state } = this.#around;
    return new Promise((resolve, reject) => {
      if (!power.isOn) return;
      state.onChange();
      if (!power.isOn) return;
      if (state.isFull) {
        reject(systemError("ENOSPC", "database"));
        return;
      }
      const apply = () => this.#apply(changes);
      this.#writing.add(apply);
      timeline.after(
        state.latency(),
        power.guarded(() => {
          this.#writing.delete(apply);
          apply();
          resolve();
        }),
      );
    });
  }

  #apply(changes: readonly Change[]): void {
    for (const [name, pair] of changes) {
      for (const { changed } of this.#snapshots) {
        if (!changed.has(name)) changed.set(name, this.#pairs.get(name));
      }
      if (pair === undefined) this.#pairs.delete(name);
      else this.#pairs.set(name, pair);
    }
  }
}

/** Holds what was changed since, as it was. */
class Snapshot implements DatabaseSnapshot {
  readonly changed = new Map<string, Pair | undefined>();
  readonly #onClose: () => void;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  async close(): Promise<void> {
    this.#onClose();
  }
}

/** Sorts as the bytes do. */
function nameOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}
