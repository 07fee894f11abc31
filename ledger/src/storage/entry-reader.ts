import { TWIG_SLOTS } from "../log/shape.ts";
import type { CheckedDatabase } from "./checked-database.ts";
import { entryOfPage, leafOf, type StoredEntry, unpackPage } from "./entry-page.ts";
import { describeKey, numberKey } from "./layout.ts";
import { LEAVES_CACHED_TWIGS } from "./limits.ts";
import type { PageStarts } from "./page-starts.ts";
import { StorageError } from "./storage-error.ts";

/** Reads stored entries by their place in the log. Callers stay below the count of the log at the head. */
export class EntryReader {
  readonly #db: CheckedDatabase;
  readonly #pageStarts: PageStarts;
  readonly #leaves = new Map<number, Uint8Array>();

  constructor(db: CheckedDatabase, pageStarts: PageStarts) {
    this.#db = db;
    this.#pageStarts = pageStarts;
  }

  /** @throws StorageError `storage.damaged` when it isn't there or isn't what was written */
  entry(index: number): StoredEntry {
    const first = this.#pageStarts.of(index) ?? index;
    const entry = entryOfPage(first, this.#page(first), index);
    if (entry === undefined)
      throw new StorageError("storage.damaged", describeKey(numberKey("entries", first)));
    return entry;
  }

  /** Leaves of a full twig, computed from its entries; the forest compares their root with its own. */
  leavesOfTwig(twig: number): Uint8Array {
    const known = this.#leaves.get(twig);
    if (known !== undefined) return known;
    const leaves = new Uint8Array(32 * TWIG_SLOTS);
    const end = (twig + 1) * TWIG_SLOTS;
    let index = Math.max(1, twig * TWIG_SLOTS); // slot 0 of the log stays empty
    while (index < end) {
      for (const entry of unpackPage(index, this.#page(index))) {
        leaves.set(leafOf(entry), 32 * (index % TWIG_SLOTS));
        index++;
      }
    }
    if (this.#leaves.size >= LEAVES_CACHED_TWIGS) this.#leaves.delete(this.#leaves.keys().next().value!);
    this.#leaves.set(twig, leaves);
    return leaves;
  }

  #page(first: number): Uint8Array {
    const key = numberKey("entries", first);
    const page = this.#db.getSync(key);
    if (page === undefined) throw new StorageError("storage.damaged", describeKey(key));
    return page;
  }
}
