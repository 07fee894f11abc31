import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createNetwork } from "./create.ts";
import { layoutOf } from "./layout.ts";
import { startNode, stopAllNodes } from "./nodes.ts";
import { isRunning, runningPid } from "./processes.ts";
import { freePorts } from "./start-network.ts";

test("a node that doesn't answer in time is reported and doesn't stay behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jingzhun-nodes-"));
  const layout = layoutOf(join(folder, "net"));
  try {
    const port = await freePorts(4);
    await createNetwork({ layout, nodes: 2, port, p2pPort: port + 2 });
    const node = layout.node(0);
    let pid: number | undefined;
    const started = startNode(layout, 0, { readyMs: 1 });
    const failed = expect(started).rejects.toThrow(/启动失败.*did not answer within 0.001 s/s);
    while (pid === undefined) {
      pid = runningPid(node.pid, node.config);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await failed;
    expect(existsSync(node.pid)).toBe(false);
    expect(isRunning(pid)).toBe(false);
  } finally {
    await stopAllNodes(layout);
    rmSync(folder, { recursive: true });
  }
}, 60_000);
