import type { StoredCurrent } from "./current.ts";
import { RECORD_CACHE_BYTES, RECORD_OVERHEAD_BYTES, RECORD_VALUE_FACTOR } from "./limits.ts";

/**
 * Current records in memory, those lately used. Two generations: what is used moves to the young one; when that
 * holds half of the bound, the old one is dropped and the young one takes its place. A hit costs one map look-up
 * and no list to mend. Known absences are kept too, as null.
 */
export class RecordCache {
  readonly #half: number;
  #young = new Map<string, StoredCurrent | null>();
  #old = new Map<string, StoredCurrent | null>();
  #bytes = 0;

  constructor(bytesMax: number = RECORD_CACHE_BYTES) {
    this.#half = bytesMax / 2;
  }

  /** undefined: not known here; null: there is no such record. */
  get(key: string): StoredCurrent | null | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, record: StoredCurrent | null): void {
    const before = this.#young.get(key);
    if (before !== undefined) this.#bytes -= bytesOf(key, before);
    this.#young.set(key, record);
    this.#bytes += bytesOf(key, record);
    if (this.#bytes <= this.#half) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#bytes = 0;
  }
}

function bytesOf(key: string, record: StoredCurrent | null): number {
  return 2 * key.length + RECORD_VALUE_FACTOR * (record?.value?.length ?? 0) + RECORD_OVERHEAD_BYTES;
}
