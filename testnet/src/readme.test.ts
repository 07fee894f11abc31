import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { layoutOf } from "./network/layout.ts";
import { stopAllNodes } from "./network/nodes.ts";
import { networkExists } from "./network/settings.ts";

const here = join(import.meta.dirname, "..");

test("the program in the README runs as it stands there", async () => {
  const program = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(here, "README.md"), "utf8"))![1]!;
  // Its networks lie in this folder, so that none outlives a program that broke off.
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-readme-"));
  try {
    const args = ["--input-type=module", "--eval", program];
    const env = { ...process.env, TMPDIR: folder };
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: here,
      env,
      timeout: 100_000,
    });
    expect(stdout).toMatch(/household: 'H[0-9A-Z]+'/);
    expect(stdout).toContain("status: 'applied'");
    expect(readdirSync(folder).filter((name) => name.startsWith("jingzhun-"))).toEqual([]);
  } finally {
    for (const layout of readdirSync(folder).map((name) => layoutOf(join(folder, name))))
      if (networkExists(layout)) await stopAllNodes(layout);
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
