import type { StoredEntry } from "./entry-page.ts";
import { jumpVersion } from "./spine.ts";

/** Reads an entry that is known to exist. */
type Read = (index: number) => StoredEntry;

/**
 * The newest version that isn't above `height`, walking from a record's newest entry by jump pointers: O(log
 * versions) reads.
 */
export function versionAtHeight(newest: StoredEntry, height: number, read: Read): StoredEntry | undefined {
  let entry = newest;
  while (entry.height > height) {
    if (entry.previous === 0) return undefined;
    // A jump is taken while it lands above the height; what it passes over is newer still.
    entry = read(entry.jump !== 0 && entry.jumpHeight > height ? entry.jump : entry.previous);
  }
  return entry;
}

/** The version with this number, 1 ≤ `version` ≤ the newest's. */
export function versionNumber(newest: StoredEntry, version: number, read: Read): StoredEntry {
  let entry = newest;
  while (entry.version > version) {
    entry = read(entry.jump !== 0 && jumpVersion(entry.version) >= version ? entry.jump : entry.previous);
  }
  return entry;
}
