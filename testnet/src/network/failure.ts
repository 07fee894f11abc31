import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import { writeFileDurably } from "@jingzhun/node/durable-file";
import type { Layout } from "./layout.ts";

/** What stands in `failure.json` of a network's folder that was kept, beside its logs, configuration and data. */
export interface FailureRecord {
  reasons: string[];
  /** Of keys and ids. */
  seed: string;
  nodes: number;
  /** The options that the network was started with. */
  options: object;
  /** Runs the same again. */
  replay: string;
}

/** Adds a reason to the record in the network's folder, and says on stderr where all of it lies; each reason once. */
export function recordFailure(layout: Layout, reason: string, facts: Omit<FailureRecord, "reasons">): void {
  const file = join(layout.dir, "failure.json");
  const reasons = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as FailureRecord).reasons : [];
  if (reasons.includes(reason)) return;
  const record: FailureRecord = { reasons: [...reasons, reason], ...facts };
  writeFileDurably(file, `${JSON.stringify(record, null, 2)}\n`);
  console.error(
    `${reason}\n  logs, configuration and data: ${layout.dir}\n  seed: ${facts.seed}, ${facts.nodes} nodes\n  again: ${facts.replay}`,
  );
}

/** The command that runs the program or test whose code calls this, past the files of this folder. */
export function replayCommand(): string {
  const files = getCallSites().map(({ scriptName }) =>
    scriptName.startsWith("file:") ? fileURLToPath(scriptName) : scriptName,
  );
  const own = (file: string) => file.startsWith(import.meta.dirname) && !file.endsWith(".test.ts");
  const caller = files.find((file) => file.startsWith("/") && !own(file) && !file.includes("/node_modules/"));
  if (caller === undefined) return process.argv.join(" ");
  const path = relative(process.cwd(), caller);
  return caller.endsWith(".test.ts") ? `npx vitest run ${path}` : `node ${path}`;
}
