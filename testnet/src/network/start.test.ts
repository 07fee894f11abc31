import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createNetwork } from "./create.ts";
import { layoutOf } from "./layout.ts";
import { readNetwork } from "./settings.ts";
import { type StartOptions, start } from "./start.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jingzhun-start-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function options(change: Partial<StartOptions> = {}): StartOptions {
  const layout = layoutOf(join(folder, "net"));
  return {
    layout,
    nodes: 2,
    port: 14_100,
    p2pPort: 14_200,
    demo: false,
    console: false,
    detach: true,
    ...change,
  };
}

test("a network whose ports overlap or are taken isn't made", async () => {
  await expect(start(options({ p2pPort: 14_101 }))).rejects.toThrow(/端口互相重叠.*overlap/s);
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen({ port: 0, host: "127.0.0.1" }, resolve));
  const { port } = holder.address() as { port: number };
  try {
    const taken = start(options({ nodes: 1, port }));
    await expect(taken).rejects.toThrow(`端口 ${port} 已被占用`);
    await expect(taken).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
  } finally {
    holder.close();
  }
  expect(existsSync(options().layout.dir)).toBe(false);
});

test("a parameter's value that genesis doesn't take is named as such, and no network stays", async () => {
  await expect(start(options({ params: { roundTimeout: "soon" } }))).rejects.toThrow(
    /--params.*roundTimeout/s,
  );
  expect(() => readNetwork(options().layout)).toThrow(/没有测试网络.*no test network/s);
});

test("a network keeps its settings: others are refused, damaged ones are said to be", async () => {
  const { layout, nodes, port, p2pPort } = options();
  await createNetwork({ layout, nodes, port, p2pPort });
  await expect(start(options({ nodes: 4, given: ["nodes"] }))).rejects.toThrow(/已有网络.*--nodes 2/s);
  writeFileSync(layout.network, '{"nodes": 2');
  expect(() => readNetwork(layout)).toThrow(/已损坏.*is damaged/s);
  writeFileSync(layout.network, "{}");
  await expect(start(options())).rejects.toThrow(/已损坏.*is damaged/s);
});
