import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { layoutOf } from "./layout.ts";
import { nodePid, supervisorPid } from "./nodes.ts";
import { end, isRunning, poll } from "./processes.ts";
import { readDemo } from "./settings.ts";
import { freePorts } from "./start-network.ts";
import { type NetworkStatus, networkStatus } from "./status.ts";

/** The commands of a whole network as their users run them: processes of their own, signals, exit codes, output. */

const PROGRAM = fileURLToPath(new URL("../bin/jingzhun.js", import.meta.resolve("@jingzhun/node")));
const NODES = 2;
const ALL = [0, 1];
const DAY_MS = 86_400_000;
/** Beside other tests on a small machine; a quiet one needs a tenth. */
const PATIENCE_MS = 60_000;

let folder: string;
const children: ChildProcess[] = [];
const layout = () => layoutOf(join(folder, "net"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jingzhun-commands-"));
});
// Whatever failed, and wherever: the program first, since it might be starting nodes.
afterEach(async () => {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  await Promise.all(running.map((child) => end(child.pid!, { kill: true })));
  children.length = 0;
  if (existsSync(layout().dir)) {
    const pids = ALL.map((index) => nodePid(layout(), index)).filter((pid) => pid !== undefined);
    await Promise.all(pids.map((pid) => end(pid, { kill: true })));
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

function run(...words: string[]): Run {
  const child = spawn(process.execPath, [PROGRAM, "testnet", ...words, "--dir", layout().dir], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, ended };
}

/** Runs a command to its end, which must be a good one; what it printed. */
async function done(...words: string[]): Promise<string> {
  const command = run(...words);
  const code = await command.ended;
  expect(code, `${words.join(" ")}: ${command.output()}`).toBe(0);
  return command.output();
}

async function status(): Promise<NetworkStatus> {
  return JSON.parse((await done("status", "--json")).trimEnd().split("\n").at(-1)!) as NetworkStatus;
}

async function printed(command: Run, text: string | RegExp): Promise<string> {
  const there = () => {
    if (command.output().match(text) !== null) return command.output();
    if (command.child.exitCode !== null) throw new Error(`it ended: ${command.output()}`);
    return undefined;
  };
  const output = await poll(there, PATIENCE_MS);
  if (output === undefined) throw new Error(`no ${text} in: ${command.output()}`);
  return output;
}

/** The one head that all nodes have come to, at a height of at least `low`. */
async function commonHead(low: number) {
  const head = await poll(async () => {
    const { nodes } = await networkStatus(layout());
    const heads = new Set(nodes.map((node) => `${node.height} ${node.blockHash}`));
    return heads.size === 1 && (nodes[0]!.height ?? -1) >= low ? nodes[0]! : undefined;
  }, PATIENCE_MS);
  if (head === undefined) throw new Error(`no common head: ${JSON.stringify(await networkStatus(layout()))}`);
  return { height: head.height, blockHash: head.blockHash };
}

const nowOf = async (api: string) =>
  ((await (await fetch(`${api}/v1/status`)).json()) as { now: number }).now;

test("start, its table, status, stop-node, start-node, clock, Ctrl-C, a second start, --detach, stop", async () => {
  const port = await freePorts(2 * NODES);
  const shape = ["--nodes", `${NODES}`, "--port", `${port}`, "--p2p-port", `${port + NODES}`];
  // Blocks only where the test makes one, so that heights can be compared.
  const first = run("start", "--no-demo", "--no-console", "--params", "heartbeat=3600000", ...shape);
  const table = await printed(first, /停止 stop/);
  for (const index of ALL) {
    const row = table.split("\n").find((line) => line.startsWith(`node${index} `));
    expect(row).toContain(`http://127.0.0.1:${port + index}`);
    expect(row).toContain(`127.0.0.1:${port + NODES + index}`);
    expect(row).toContain(layout().node(index).data);
  }
  expect(table).toContain(layout().operators);
  expect(table).toContain(`http://127.0.0.1:${port}/docs`);
  expect(table).toContain(`npx jingzhun testnet stop-node 1 --kill --dir ${layout().dir}`);
  expect(readdirSync(layout().operators).length).toBeGreaterThan(100);

  const before = await status();
  expect(before.demo).toBe("none");
  expect(before.nodes.map(({ index, api, p2p }) => ({ index, api, p2p }))).toEqual(
    ALL.map((index) => ({
      index,
      api: `http://127.0.0.1:${port + index}`,
      p2p: `127.0.0.1:${port + NODES + index}`,
    })),
  );
  for (const { index, pid } of before.nodes)
    expect(pid).toBe(Number(readFileSync(layout().node(index).pid, "utf8")));
  expect(supervisorPid(layout())).toBe(first.child.pid);

  expect(await done("stop-node", "1")).toContain("node 1 has ended");
  expect(isRunning(before.nodes[1]!.pid!)).toBe(false);
  await printed(first, /node 1 has ended; its log: /);
  expect(await done("status")).toMatch(/^1 +已停止 stopped .* - +- +-$/m);
  expect(await done("stop-node", "1")).toContain("node 1 was not running");
  expect(await done("start-node", "1")).toMatch(/node 1 answers at height \d/);
  expect(nodePid(layout(), 1)).not.toBe(before.nodes[1]!.pid);

  const api = before.nodes[0]!.api;
  const then = await nowOf(api);
  expect(await done("clock", "advance", "8d")).toContain(`${NODES} of ${NODES} nodes told`);
  expect((await nowOf(api)) - then).toBeGreaterThanOrEqual(8 * DAY_MS);
  const target = new Date(then + 10 * DAY_MS).toISOString();
  expect(await done("clock", "set", target)).toContain(target.slice(0, 16));
  const refusal = run("clock", "set", new Date(then).toISOString());
  expect(await refusal.ended).not.toBe(0);
  expect(refusal.output()).toContain("clock.backwards");

  const head = await commonHead(1);
  const pids = ALL.map((index) => nodePid(layout(), index)!);
  first.child.kill("SIGINT");
  expect(await first.ended).toBe(0);
  expect(first.output()).toContain("all nodes have ended");
  expect(pids.filter(isRunning)).toEqual([]);
  expect((await status()).nodes.every(({ pid }) => pid === null)).toBe(true);

  // Ports and number are the network's own from now on.
  const second = run("start", "--no-demo", "--no-console");
  await printed(second, /停止 stop/);
  expect(await commonHead(head.height!)).toEqual(head);
  expect(await nowOf(api)).toBeGreaterThanOrEqual(then + 10 * DAY_MS);
  const twice = run("start", "--no-demo", "--no-console");
  expect(await twice.ended).not.toBe(0);
  expect(twice.output()).toContain(`process ${second.child.pid} already`);
  expect(await done("stop")).toContain(`${NODES} nodes have ended`);
  expect(await second.ended).toBe(0);

  await done("start", "--no-demo", "--no-console", "--detach");
  const detached = await networkStatus(layout());
  expect(detached.nodes.map(({ pid }) => pid !== null && isRunning(pid))).toEqual(ALL.map(() => true));
  expect(supervisorPid(layout())).toBeUndefined();
  expect(await done("stop")).toContain(`${NODES} nodes have ended`);
  expect(detached.nodes.filter(({ pid }) => isRunning(pid!))).toEqual([]);
  expect(await done("stop")).toContain("no node was running");
}, 180_000);

test("start --detach that is ended while it seeds says so by its exit code, and leaves nothing running", async () => {
  const port = await freePorts(2 * NODES);
  const shape = ["--nodes", `${NODES}`, "--port", `${port}`, "--p2p-port", `${port + NODES}`];
  const start = run("start", "--detach", "--no-console", ...shape);
  await printed(start, /停止 stop/);
  const seeding = () => (readDemo(layout(), isRunning).state === "seeding" ? true : undefined);
  expect(await poll(seeding, PATIENCE_MS)).toBe(true);
  start.child.kill("SIGTERM");
  expect(await start.ended).toBe(143);
  expect((await status()).nodes.every(({ pid }) => pid === null)).toBe(true);
}, 180_000);
