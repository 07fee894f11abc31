import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import type { createQbft } from "@jingzhun/consensus";
import { applyEdit, type SourceEdit } from "../source-edit.ts";

export type CreateQbft = typeof createQbft;

/** What a copy of consensus is loaded with, by its name in the module's address. */
const editsOf = new Map<string, readonly SourceEdit[]>();
const MARK = "?explored=";

/**
 * Loads a copy of consensus as it is, line by line, but for two things: its private fields have names that can be
 * read (`#round` is `$round`), so that a whole state can be compared without consensus having to offer it; and the
 * edits of a mutation. No switch in the production code: without this call nothing of it exists.
 *
 * @param edits their files are below `consensus/src`, without extension
 * @throws Error when an edit's text isn't there exactly once, so that no mutation outlives the code that it breaks
 */
export async function loadMachine(name: string, edits: readonly SourceEdit[]): Promise<CreateQbft> {
  return ((await loadCopy("index", name, edits)) as { createQbft: CreateQbft }).createQbft;
}

/** Loads a file of such a copy, and what it imports from its own package. */
export async function loadCopy(file: string, name: string, edits: readonly SourceEdit[]): Promise<unknown> {
  if (editsOf.size === 0) hook();
  editsOf.set(name, edits);
  for (const edit of edits) applyEdit(edit, readFileSync(fileURLToPath(addressOf(edit.file)), "utf8"));
  return await import(`${addressOf(file)}${MARK}${name}`);
}

function addressOf(file: string): string {
  return import.meta.resolve("@jingzhun/consensus").replace(/index\.(ts|js)$/, `${file}.$1`);
}

function hook(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const name = context.parentURL?.split(MARK)[1];
      return name === undefined || !specifier.startsWith(".")
        ? resolved
        : { ...resolved, url: `${resolved.url}${MARK}${name}` };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const [address, name] = url.split(MARK);
      if (name === undefined || loaded.source == null) return loaded;
      let source = Buffer.from(loaded.source as Uint8Array).toString("utf8");
      for (const edit of editsOf.get(name) ?? [])
        if (addressOf(edit.file) === address) source = applyEdit(edit, source);
      return { ...loaded, source: source.replace(/#([a-z]\w*)/g, "$$$1") };
    },
  });
}
