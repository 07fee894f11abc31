import type { Value } from "../bytes/codec.ts";
import { JzError } from "../errors.ts";

/** What can be wrong with a data folder. The remedy for each is text, made at the edge. */
export type StorageErrorCode =
  /** another process (or this one) has the folder open */
  | "storage.locked"
  /** a stored value isn't what was written: `{prefix, key}` (names of layout.ts, key in hex) */
  | "storage.damaged"
  /** a file of LevelDB is damaged: `{file, offset}`, or `{message}` where LevelDB says so itself */
  | "storage.corrupt"
  /** the database lost blocks that were reported final: `{height, headFileHeight}` */
  | "storage.behind"
  /** there are blocks, but the head file that vouches for the newest is gone: `{height}` */
  | "storage.head_file_missing"
  /** head file and database hold different blocks of one height: `{height}` */
  | "storage.head_differs"
  /** the folder belongs to another network: `{expected, found}` */
  | "storage.wrong_genesis"
  /** written by another version of the software: `{expected, found}` */
  | "storage.schema"
  /** the log as stored doesn't lead to the last header's state root: `{height}` */
  | "storage.root_differs"
  /** what must hold doesn't; nothing was written: `{what, height}` */
  | "storage.invariant"
  /** a commit failed before; nothing is accepted until the folder was opened anew */
  | "storage.failed";

export class StorageError extends JzError {
  declare readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, values: { readonly [key: string]: Value } = {}) {
    super(code, "", values);
  }
}

/** Stops rather than goes on wrong, in production too. */
export function invariant(holds: boolean, what: string, height: number): asserts holds {
  if (!holds) throw new StorageError("storage.invariant", { what, height });
}
