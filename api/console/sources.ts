import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CONSOLE = import.meta.dirname;
const ROOT = join(CONSOLE, "../..");

/** Everything that the console is made of; a change in any of it makes another console. */
const SOURCES = ["api/console", "client-sdk/src", "ledger/src"];
const ALSO = ["package-lock.json", "api/package.json", "client-sdk/package.json", "ledger/package.json"];

function* filesUnder(folder: string): Generator<string> {
  const items = readdirSync(join(ROOT, folder), { withFileTypes: true });
  for (const item of items.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${item.name}`;
    if (item.isDirectory()) {
      if (item.name !== "dist" && item.name !== "node_modules") yield* filesUnder(path);
    } else if (!/\.test\.tsx?$/.test(item.name)) yield path;
  }
}

/** A name for the console that these sources give. */
export function sourcesHash(): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...SOURCES.flatMap((folder) => [...filesUnder(folder)]), ...ALSO]) {
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest("hex").slice(0, 16);
}
