import { existsSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { JzError } from "@jingzhun/ledger";
import { seedDemo } from "../generator/demo.ts";
import { buildConsole, type ConsoleBuild } from "./console-build.ts";
import { createNetwork, DEMO_NAME, DEMO_SPAN_MS } from "./create.ts";
import type { Layout } from "./layout.ts";
import { apiUrl, nodeAnswers, nodePid, portIsFree, spawnNode, stopAllNodes, supervisorPid } from "./nodes.ts";
import { isRunning, removeFile } from "./processes.ts";
import { networkExists, readDemo, readNetwork, writeDemo } from "./settings.ts";
import { table } from "./status.ts";
import { TestnetError } from "./testnet-error.ts";

export interface StartOptions {
  layout: Layout;
  nodes: number;
  port: number;
  p2pPort: number;
  demo: boolean;
  /** Whether the web console is built where its sources changed; one that is there is served anyway. */
  console: boolean;
  detach?: boolean;
  reset?: boolean;
  params?: Record<string, string>;
  /** Names of the options above that were asked for, not taken by default. */
  given?: readonly string[];
}

/** How often the supervisor looks whether a node has died. */
const WATCH_MS = 1_000;

/**
 * `testnet start`: creates the network if there is none, starts its nodes as processes, fills in the
 * demonstration's data through the public API, and then watches. It reports a dead node and never restarts it.
 * Returns only with `detach`; otherwise Ctrl-C or SIGTERM stops all nodes and ends the process.
 */
export async function start(options: StartOptions): Promise<void> {
  const { layout } = options;
  const other = supervisorPid(layout);
  if (other !== undefined && other !== process.pid) {
    throw new TestnetError(
      `${layout.dir} 的网络已由进程 ${other} 管理，请先停止它`,
      `the network in ${layout.dir} is supervised by process ${other} already: stop it first with  npx jingzhun testnet stop --dir ${layout.dir}`,
    );
  }
  if (options.reset && existsSync(layout.dir)) {
    if (networkExists(layout)) await stopAllNodes(layout);
    else
      throw new TestnetError(
        `${layout.dir} 不是测试网络，--reset 不会删除它`,
        `${layout.dir} holds no test network, so --reset doesn't delete it`,
      );
    rmSync(layout.dir, { recursive: true });
  }
  const isNew = !networkExists(layout);
  if (isNew) await makeNetwork(options);
  else refuseOtherSettings(options);
  writeFileSync(layout.supervisor, `${process.pid}\n`);

  let stopping: Promise<void> | undefined;
  let webConsole: ConsoleBuild | undefined;
  const stopOnce = () => {
    stopping ??= (async () => {
      console.log("\n正在停止各节点 … / stopping the nodes …");
      webConsole?.stop();
      await stopAllNodes(layout);
      removeFile(layout.supervisor);
      console.log("各节点均已停止 / all nodes have ended");
    })();
    return stopping;
  };
  // Ctrl-C is how a network that is watched ends; one that should have stayed behind was broken off.
  const onSignal = (signal: NodeJS.Signals) =>
    void stopOnce().then(() => process.exit(options.detach ? 128 + constants.signals[signal] : 0));
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);

  try {
    await startNodes(layout, () => {
      if (stopping === undefined && options.console) webConsole = buildConsole();
    });
  } catch (error) {
    await stopOnce();
    throw error;
  }
  printTable(layout);
  const demo = options.demo && stopping === undefined ? await demonstrate(layout, isNew) : true;
  if (options.detach) {
    await webConsole?.ended;
    await stopping;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, onSignal);
    removeFile(layout.supervisor);
    if (!demo) process.exitCode = 1;
    return;
  }
  await watch(layout, () => stopping !== undefined);
  await stopping;
}

/** Nothing is made that could never start: its ports are part of it. */
async function makeNetwork(options: StartOptions): Promise<void> {
  const { nodes, port, p2pPort } = options;
  if (Math.abs(port - p2pPort) < nodes || Math.max(port, p2pPort) + nodes > 65_536) {
    throw new TestnetError(
      `${nodes} 个节点从 ${port} 和 ${p2pPort} 起的端口互相重叠或超过 65535`,
      `the ports of ${nodes} nodes from ${port} and from ${p2pPort} on overlap or go beyond 65535: choose others with --port and --p2p-port`,
    );
  }
  for (const number of Array.from({ length: nodes }, (_, index) => [port + index, p2pPort + index]).flat()) {
    if (await portIsFree(number)) continue;
    throw new TestnetError(
      `127.0.0.1 的端口 ${number} 已被占用；没有创建任何文件。请停止占用它的程序，或用 --port、--p2p-port 另选端口`,
      `port ${number} of 127.0.0.1 is taken, and nothing was made: stop the program that holds it, or choose others with --port and --p2p-port`,
    );
  }
  try {
    await createNetwork({
      ...options,
      ...(options.demo ? { name: DEMO_NAME, startsAt: Date.now() - DEMO_SPAN_MS } : {}),
    });
  } catch (error) {
    if (!(error instanceof JzError && error.code === "genesis.invalid")) throw error;
    throw new TestnetError(
      `--params 的值不被接受：${error.path}（${String(error.values["problem"])}）`,
      `a value of --params isn't accepted: ${error.path} (${String(error.values["problem"])})`,
    );
  }
}

/** A network keeps what it was made with; whoever asks for something else should hear so. */
function refuseOtherSettings({ layout, given = [], ...options }: StartOptions): void {
  const settings = readNetwork(layout);
  const other = (["nodes", "port", "p2pPort"] as const).find(
    (name) => given.includes(name) && options[name] !== settings[name],
  );
  if (other === undefined) return;
  const has = `--nodes ${settings.nodes} --port ${settings.port} --p2p-port ${settings.p2pPort}`;
  throw new TestnetError(
    `${layout.dir} 里已有网络（${has}），其设置不能更改：去掉这些选项，另选 --dir，或用 --reset 重建`,
    `there is a network in ${layout.dir} (${has}) whose settings can't be changed: leave these options out, choose another --dir, or make it anew with --reset`,
  );
}

/** `spawned` is called when all processes have been started, before any answers. */
async function startNodes(layout: Layout, spawned: () => void): Promise<void> {
  const { nodes } = readNetwork(layout);
  const started = performance.now();
  const progress = (done: number) =>
    line(
      `启动 ${nodes} 个节点 … ${done} 个已应答 / starting ${nodes} nodes … ${done} answer`,
      done === nodes,
    );
  const pids: number[] = [];
  for (let index = 0; index < nodes; index++) {
    const running = nodePid(layout, index);
    pids.push(running ?? (await spawnNode(layout, index)));
  }
  spawned();
  let done = 0;
  progress(0);
  await Promise.all(
    pids.map(async (pid, index) => {
      await nodeAnswers(layout, index, pid);
      progress(++done);
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${nodes} 个节点在 ${seconds} 秒后全部应答 / ${nodes} nodes answer after ${seconds} s`);
}

/** Seeds a network that has no data yet, or goes on where an earlier start was broken off. */
async function demonstrate(layout: Layout, isNew: boolean): Promise<boolean> {
  const before = readDemo(layout, isRunning);
  if (before.state === "ready") return true;
  if (before.state === "none" && !isNew) return true; // started with --no-demo before
  writeDemo(layout, { state: "seeding", pid: process.pid });
  const started = performance.now();
  try {
    const submitted = await seedDemo(layout, (text, last) => line(text, last));
    writeDemo(layout, { state: "ready", submitted });
    const { households, persons, fundsPaidFen } = submitted;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const yuan = yuanOf(fundsPaidFen);
    console.log(
      `演示数据在 ${seconds} 秒后就绪：建档立卡 ${households} 户 ${persons} 人，发放资金 ${yuan} 元（均为虚构）\n` +
        `demonstration ready after ${seconds} s: ${households} households, ${persons} persons registered, ${yuan} yuan paid (all invented)`,
    );
    return true;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    writeDemo(layout, { state: "failed", error: text });
    console.error(
      `演示数据未能填完：${text}\n网络仍在运行；再次启动会接着填。\n` +
        `the demonstration's data could not be filled in; the network runs, and a new start goes on with it.`,
    );
    return false;
  }
}

async function watch(layout: Layout, stopping: () => boolean): Promise<void> {
  const { nodes } = readNetwork(layout);
  const alive = new Set(Array.from({ length: nodes }, (_, index) => index));
  while (!stopping()) {
    for (let index = 0; index < nodes && !stopping(); index++) {
      const running = nodePid(layout, index) !== undefined;
      if (!running && alive.delete(index)) {
        console.error(
          `节点 ${index} 已停止，可用下面的命令启动 / node ${index} has ended; its log: ${layout.node(index).log}; start it with  npx jingzhun testnet start-node ${index} --dir ${layout.dir}`,
        );
      } else if (running && !alive.has(index)) {
        alive.add(index);
        console.log(`节点 ${index} 恢复运行 / node ${index} runs again`);
      }
    }
    await delay(WATCH_MS);
  }
}

function printTable(layout: Layout): void {
  const { nodes, p2pPort } = readNetwork(layout);
  const rows = Array.from({ length: nodes }, (_, index) => [
    `node${index}`,
    apiUrl(layout, index),
    `127.0.0.1:${p2pPort + index}`,
    layout.node(index).data,
  ]);
  const url = apiUrl(layout, 0);
  const last = nodes - 1;
  console.log(`
${table(["节点 node", "API", "p2p", "数据 data"], rows)}

控制台 console     ${url}/
操作员 operators   ${layout.operators}  (虚构人员的密钥 keys of invented people; also ${url}/v1/testnet/operators)
接口文档 API docs   ${url}/docs
试一试 try        curl ${url}/v1/status
                  curl '${url}/v1/public/statistics?division=433124'
                  npx jingzhun testnet stop-node ${last} --kill --dir ${layout.dir}
                  npx jingzhun testnet start-node ${last} --dir ${layout.dir}
停止 stop         Ctrl-C, or  npx jingzhun testnet stop --dir ${layout.dir}
`);
}

/** Whole fen as yuan with two decimals. */
function yuanOf(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
}

/** One line that grows in place on a terminal; elsewhere only its last state is printed. */
function line(text: string, last: boolean): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}${last ? "\n" : ""}`);
  else if (last) console.log(text);
}
