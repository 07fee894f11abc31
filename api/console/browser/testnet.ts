import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../../node/bin/jingzhun.js", import.meta.url));

/** `jingzhun testnet <words>` of the run's network. */
export function testnet(...words: string[]) {
  const { folder } = inject("network");
  return promisify(execFile)(process.execPath, [PROGRAM, "testnet", ...words, "--dir", folder]);
}
