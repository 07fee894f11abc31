import { compareText } from "../bytes/order.ts";

/** Records whose key begins so are due entries: `due/<time, 13 digits>/<id>`. */
export const DUE_PREFIX = "due/";

/** The due entries that exist, in memory, in key order, which is time order. */
export class DueQueue {
  readonly #keys: string[];

  /** @param keys in byte order */
  constructor(keys: string[] = []) {
    this.#keys = keys;
  }

  add(key: string): void {
    const at = this.#place(key);
    if (this.#keys[at] !== key) this.#keys.splice(at, 0, key);
  }

  remove(key: string): void {
    const at = this.#place(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Keys with time ≤ `until` (ms), in byte order, at most `limit`. */
  due(until: number, limit: number): string[] {
    const end = this.#place(`${DUE_PREFIX}${String(until + 1).padStart(13, "0")}`);
    return this.#keys.slice(0, Math.min(limit, end));
  }

  /** Where the key stands or would stand. */
  #place(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareText(this.#keys[middle]!, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
