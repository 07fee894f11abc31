import { dirname } from "node:path";
import { type Disk, hostDisk } from "@jingzhun/ledger/storage/disk";

let written = 0;

/**
 * Replaces a small file as a whole: a reader, or a crash at any moment, finds the old text or the new one. Synced,
 * its folder too, before this returns. Several processes may do so at once: the last one wins.
 */
export function writeFileDurably(
  path: string,
  content: string | Uint8Array,
  mode = 0o600,
  disk: Disk = hostDisk,
): void {
  const next = `${path}.${process.pid}-${++written}.next`;
  const file = disk.create(next, mode);
  try {
    try {
      file.writeNow(typeof content === "string" ? Buffer.from(content) : content, 0);
      file.syncNow();
    } finally {
      file.closeNow();
    }
    disk.rename(next, path);
  } catch (error) {
    disk.remove(next);
    throw error;
  }
  disk.syncFolder(dirname(path));
}
