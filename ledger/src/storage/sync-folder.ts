import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes names that were created, renamed or removed in `folder` durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
