import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "@jingzhun/ledger/storage/sync-folder";

let written = 0;

/**
 * Replaces a small file as a whole: a reader, or a crash at any moment, finds the old text or the new one. Synced,
 * its folder too, before this returns. Several processes may do so at once: the last one wins.
 */
export function writeFileDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const next = `${path}.${process.pid}-${++written}.next`;
  const file = openSync(next, "wx", mode);
  try {
    try {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
  } catch (error) {
    unlinkSync(next);
    throw error;
  }
  syncFolder(dirname(path));
}
