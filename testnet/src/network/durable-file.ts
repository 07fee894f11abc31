import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Replaces a small file as a whole: a reader, or a crash at any moment, finds the old text or the new. */
export function writeFileDurably(path: string, content: string | Uint8Array, mode = 0o600): void {
  const next = `${path}.next`;
  const file = openSync(next, "w", mode);
  try {
    writeSync(file, content as string);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
