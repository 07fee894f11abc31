import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import type { Layout } from "./layout.ts";
import { end, isRunning, launch, poll, removeFile, runningPid } from "./processes.ts";
import { readNetwork } from "./settings.ts";
import { TestnetError } from "./testnet-error.ts";

/** The command line program of the node package. */
const PROGRAM = fileURLToPath(new URL("../bin/jingzhun.js", import.meta.resolve("@jingzhun/node")));

/** How long a node may take from its start to its first answer. */
const READY_MS = 60_000;

/** What `GET /v1/status` says, as far as a test network's commands use it. */
export interface NodeStatus {
  height: number;
  blockHash: string;
  now: number;
  voting: boolean;
  syncing: boolean;
  problems: { code: string; zh: string; en: string; remedy: string }[];
}

/** A node that could not be started, with the end of its log. */
class NodeStartError extends TestnetError {
  constructor(index: number, why: string, log: string) {
    super(`节点 ${index} 启动失败`, `node ${index} ${why}${lastLines(log)}`);
    this.name = "NodeStartError";
  }
}

function lastLines(file: string): string {
  if (!existsSync(file)) return "";
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-5);
  return `\n  ${file}:\n    ${lines.join("\n    ")}`;
}

export function apiUrl(layout: Layout, index: number): string {
  return `http://127.0.0.1:${readNetwork(layout).port + index}`;
}

/** The node's status; undefined when it doesn't answer within `timeoutMs`. */
export async function fetchStatus(url: string, timeoutMs = 2_000): Promise<NodeStatus | undefined> {
  try {
    const response = await fetch(`${url}/v1/status`, { signal: AbortSignal.timeout(timeoutMs) });
    return response.ok ? ((await response.json()) as NodeStatus) : undefined;
  } catch {
    return undefined;
  }
}

/** The process of node `index`; undefined when it doesn't run. */
export function nodePid(layout: Layout, index: number): number | undefined {
  const { pid, config } = layout.node(index);
  return runningPid(pid, config);
}

/** The process that runs `testnet start` on this network; undefined when none does. */
export function supervisorPid(layout: Layout): number | undefined {
  return runningPid(layout.supervisor, "testnet", "start");
}

/** True when nobody listens on the port of this host. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Starts node `index` as a process of its own, without waiting for it. Throws when it runs already.
 *
 * @param runtimeArguments for Node itself, e.g. `--cpu-prof`
 */
export async function spawnNode(
  layout: Layout,
  index: number,
  runtimeArguments: readonly string[] = [],
): Promise<number> {
  requireNode(layout, index);
  const node = layout.node(index);
  const running = nodePid(layout, index);
  if (running !== undefined)
    throw new TestnetError(
      `节点 ${index} 已在运行（进程 ${running}）`,
      `node ${index} runs already (process ${running})`,
    );
  const { port, p2pPort } = readNetwork(layout);
  for (const [what, number] of [
    ["API", port + index],
    ["p2p", p2pPort + index],
  ] as const) {
    if (!(await portIsFree(number))) {
      throw new TestnetError(
        `127.0.0.1 的端口 ${number} 已被占用，节点 ${index} 无法启动`,
        `port ${number} of 127.0.0.1 is taken, so node ${index} can't open its ${what} port: stop the program that holds it, or choose others with --port and --p2p-port in a new --dir`,
      );
    }
  }
  const pid = launch(
    [process.execPath, ...runtimeArguments, PROGRAM, "start", "--config", node.config],
    node.log,
  );
  writeFileSync(node.pid, `${pid}\n`);
  return pid;
}

/** Waits until the node answers. Throws `NodeStartError` when it ends or stays silent. */
export async function nodeAnswers(
  layout: Layout,
  index: number,
  pid: number,
  readyMs = READY_MS,
): Promise<NodeStatus> {
  const url = apiUrl(layout, index);
  const log = layout.node(index).log;
  let ended = false;
  const status = await poll(async () => {
    const found = await fetchStatus(url);
    if (found === undefined && !isRunning(pid)) ended = true;
    return found ?? (ended ? ("ended" as const) : undefined);
  }, readyMs);
  if (status === undefined) throw new NodeStartError(index, `did not answer within ${readyMs / 1000} s`, log);
  if (status === "ended") throw new NodeStartError(index, "ended while starting", log);
  return status;
}

/** Throws when the network has no such node, or when there is no network. */
function requireNode(layout: Layout, index: number): void {
  const { nodes } = readNetwork(layout);
  if (index < nodes) return;
  throw new TestnetError(
    `${layout.dir} 里没有节点 ${index}，只有 0 到 ${nodes - 1}`,
    `there is no node ${index} in ${layout.dir}, only 0 to ${nodes - 1}`,
  );
}

/** `testnet start-node`: returns when the node answers. One that doesn't in time is ended: it counts as not started. */
export async function startNode(
  layout: Layout,
  index: number,
  { readyMs = READY_MS } = {},
): Promise<NodeStatus> {
  const pid = await spawnNode(layout, index);
  try {
    return await nodeAnswers(layout, index, pid, readyMs);
  } catch (error) {
    await stopNode(layout, index);
    throw error;
  }
}

/** `testnet stop-node`: true when it ended by itself, undefined when it wasn't running. */
export async function stopNode(layout: Layout, index: number, kill = false): Promise<boolean | undefined> {
  requireNode(layout, index);
  const pid = nodePid(layout, index);
  const clean = pid === undefined ? undefined : await end(pid, { kill });
  removeFile(layout.node(index).pid);
  return clean;
}

/** Stops every node of the network that runs, whoever started it; returns how many there were. */
export async function stopAllNodes(layout: Layout): Promise<number> {
  const { nodes } = readNetwork(layout);
  const stopped = await Promise.all(Array.from({ length: nodes }, (_, index) => stopNode(layout, index)));
  return stopped.filter((clean) => clean !== undefined).length;
}
