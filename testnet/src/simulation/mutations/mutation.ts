import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { applyEdit, type SourceEdit } from "../source-edit.ts";

/** A bug that is put into a node for a simulation that has to find it. */
export interface Mutation {
  readonly name: string;
  /** what is wrong, in a line */
  readonly bug: string;
  /** their files: `<package>/src/<path>` */
  readonly edits: readonly SourceEdit[];
  /** validators of the networks in which it is looked for */
  readonly nodes: number;
  /** seeds, from 1, within which it must be found */
  readonly seeds: number;
}

/**
 * Loads every source of this thread as it is but for the edits. Call it before anything of a node is loaded, in a thread
 * that does nothing else. No switch in the production code: where this isn't called nothing of it exists.
 *
 * @throws Error when an edit's text isn't there exactly once, so that no mutation outlives the code that it breaks
 */
export function putIn(mutation: Mutation): void {
  checkEdits(mutation);
  const edits = new Map<string, SourceEdit[]>();
  for (const edit of mutation.edits) {
    const address = addressOf(edit.file);
    edits.set(address, [...(edits.get(address) ?? []), edit]);
  }
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      const wanted = edits.get(url);
      if (wanted === undefined || loaded.source == null) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString("utf8");
      return { ...loaded, source: wanted.reduce((text, edit) => applyEdit(edit, text), source) };
    },
  });
}

/** @throws Error naming the mutation, when one of its edits doesn't fit the source any more */
export function checkEdits({ name, edits }: Mutation): void {
  try {
    const texts = new Map<string, string>();
    for (const edit of edits) {
      const text = texts.get(edit.file) ?? readFileSync(fileURLToPath(addressOf(edit.file)), "utf8");
      texts.set(edit.file, applyEdit(edit, text));
    }
  } catch (error) {
    throw new Error(`mutation ${name}: ${(error as Error).message}`, { cause: error });
  }
}

function addressOf(file: string): string {
  const [name, ...path] = file.split("/");
  const index = import.meta.resolve(`@jingzhun/${name}`);
  return new URL(`../${path.join("/")}`, index).href;
}
