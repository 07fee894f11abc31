import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { FailureRecord } from "./failure.ts";
import { type TestNetwork, withNetwork } from "./start-network.ts";

test("a network in which something failed leaves logs, configuration, seed and the command to run it again", async () => {
  const told: string[] = [];
  const stderr = vi.spyOn(console, "error").mockImplementation((text) => void told.push(text));
  let network!: TestNetwork;
  const run = withNetwork({ nodes: 1, seed: "a seed" }, async (started) => {
    network = started;
    await network.waitForHeight(1_000_000, { timeoutMs: 1 });
  });
  await expect(run).rejects.toThrow("not at height 1000000");
  stderr.mockRestore();
  const { dir } = network.layout;
  try {
    expect(await network.status(0)).toBeUndefined(); // stopped all the same
    const record = JSON.parse(readFileSync(join(dir, "failure.json"), "utf8")) as FailureRecord;
    expect(record).toMatchObject({ seed: "a seed", nodes: 1, options: { nodes: 1, seed: "a seed" } });
    expect(record.reasons).toHaveLength(1);
    expect(record.reasons[0]).toMatch("not at height 1000000");
    expect(record.replay).toBe("npx vitest run testnet/src/network/failure.test.ts");
    expect(readdirSync(join(dir, "node0"))).toEqual(expect.arrayContaining(["config.toml", "node.log"]));
    expect(told.join("\n")).toContain(`${record.replay}`);
    expect(told.join("\n")).toContain(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test("a network in which nothing failed leaves nothing", async () => {
  const dir = await withNetwork({ nodes: 1 }, async ({ layout }) => layout.dir);
  expect(existsSync(dir)).toBe(false);
});
