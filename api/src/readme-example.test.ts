import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startCounty } from "./testing/county.ts";

const sdk = fileURLToPath(new URL("../../client-sdk/", import.meta.url));

test("the program in the SDK's README registers a household and proves it, against the real API", async () => {
  await using county = await startCounty();
  const program = /```js\n([\s\S]*?)```/.exec(readFileSync(`${sdk}README.md`, "utf8"))?.[1] ?? "";
  expect(program.split("\n").filter((line) => line !== "").length).toBeLessThanOrEqual(15);
  // Its first address stands for this county; the second one is a node that is down.
  const here = program.replace("http://127.0.0.1:7100", county.api.url).replace(":7101", ":9");
  const args = ["--input-type=module", "--eval", here];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: sdk });
  expect(stdout).toMatch(/id: '[0-9a-f]{64}'/);
  expect(stdout).toContain("status: 'applied'");
  expect(stdout).toContain("seals: [");
  expect(stdout).toContain("state: 'applied'");
  expect(county.errors).toEqual([]);
});
