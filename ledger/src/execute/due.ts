import { DUE_ID_CHARACTERS_MAX, DUE_TIME_MAX } from "./limits.ts";
import type { NewEntry } from "./state.ts";

const PREFIX = "due/";

/** Parts of a due entry's key. Throws on what can't be one: only modules schedule, so that is our mistake. */
export function dueParts(time: number, id: string): { time: string; id: string } {
  if (!Number.isSafeInteger(time) || time < 0 || time > DUE_TIME_MAX) throw new Error(`due time ${time}`);
  if (!/^[A-Za-z0-9._-]+$/.test(id) || id.length > DUE_ID_CHARACTERS_MAX) throw new Error(`due id ${id}`);
  return { time: String(time).padStart(13, "0"), id };
}

export function dueTimeOf(key: string): number {
  return Number(key.slice(PREFIX.length, PREFIX.length + 13));
}

/** The due entries of a committed state, in key order, in memory: what `StateView.due` answers from. */
export class DueIndex {
  #keys: string[];

  /** `keys`: of all existing `due/…` records, in any order. */
  constructor(keys: Iterable<string> = []) {
    this.#keys = [...keys].sort();
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Follows a committed block. */
  apply(entries: readonly NewEntry[]): void {
    for (const entry of entries) {
      if (!entry.last || !entry.key.startsWith(PREFIX)) continue;
      const at = this.#position(entry.key);
      const held = this.#keys[at] === entry.key;
      if (entry.value === undefined && held) this.#keys.splice(at, 1);
      if (entry.value !== undefined && !held) this.#keys.splice(at, 0, entry.key);
    }
  }

  /** Keys with time ≤ `until`, in order. */
  upTo(until: number, limit: number): string[] {
    const found: string[] = [];
    for (const key of this.#keys) {
      if (found.length >= limit || dueTimeOf(key) > until) break;
      found.push(key);
    }
    return found;
  }

  /** Index of the first key ≥ `key`. */
  #position(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
