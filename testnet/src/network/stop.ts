import type { Layout } from "./layout.ts";
import { stopAllNodes, supervisorPid } from "./nodes.ts";
import { end, removeFile } from "./processes.ts";

/** `testnet stop`: ends the supervisor, if one runs, and every node; returns when all have ended. */
export async function stop(layout: Layout): Promise<void> {
  const supervisor = supervisorPid(layout);
  const [count] = await Promise.all([
    stopAllNodes(layout),
    supervisor === undefined || supervisor === process.pid ? undefined : end(supervisor, { graceMs: 30_000 }),
  ]);
  // A node that the supervisor was starting at that moment.
  const late = await stopAllNodes(layout);
  removeFile(layout.supervisor);
  const all = count + late;
  console.log(
    all === 0 ? "没有节点在运行 / no node was running" : `${all} 个节点已停止 / ${all} nodes have ended`,
  );
}
