import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createApi } from "./index.ts";
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

test("the example in the API's own README listens, answers and closes", async () => {
  await using county = await startCounty();
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [imported, ...lines] = /```ts\n([\s\S]*?)```/.exec(readme)![1]!.split("\n");
  expect(imported).toBe('import { createApi } from "@jingzhun/api";');
  const example = lines
    .join("\n")
    .replace("port: 7100", "port: 0")
    .replace("// … at stop:", "await meanwhile(listening.url);");
  const urls: string[] = [];
  const meanwhile = async (url: string) => {
    urls.push(url);
    const described = (await (await fetch(`${url}/v1/openapi.json`)).json()) as { info: { version: string } };
    expect(described.info.version).toBe("0.1.0");
    const status = (await (await fetch(`${url}/v1/status`)).json()) as { chainId: string };
    expect(status.chainId).toBe(county.node.chainId);
  };
  const names = ["createApi", "access", "logger", "meanwhile"];
  const Program = (async () => {}).constructor as FunctionConstructor;
  await new Program(...names, example)(createApi, county.node, console, meanwhile);
  expect(urls).toHaveLength(1);
  await expect(fetch(`${urls[0]}/v1/status`)).rejects.toThrow("fetch failed");
});
