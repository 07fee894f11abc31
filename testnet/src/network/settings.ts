import { existsSync, readFileSync } from "node:fs";
import { writeFileDurably } from "@jingzhun/node/durable-file";
import type { Layout } from "./layout.ts";
import { TestnetError } from "./testnet-error.ts";

/** What a test network was made with; it never changes afterwards. */
export interface NetworkSettings {
  nodes: number;
  port: number;
  p2pPort: number;
  /** Of keys and invented people: the same seed gives the same network. */
  seed: string;
}

export function networkExists(layout: Layout): boolean {
  return existsSync(layout.network);
}

/** Throws with the command that makes one when there is none. */
export function readNetwork(layout: Layout): NetworkSettings {
  if (!networkExists(layout)) {
    throw new TestnetError(
      `${layout.dir} 里没有测试网络，请先运行  npx jingzhun testnet start --dir ${layout.dir}`,
      `no test network in ${layout.dir}: start one with  npx jingzhun testnet start --dir ${layout.dir}`,
    );
  }
  const settings = parsed<NetworkSettings>(layout.network);
  const numbers = [settings?.nodes, settings?.port, settings?.p2pPort];
  if (settings === undefined || !numbers.every(Number.isInteger) || typeof settings.seed !== "string") {
    throw new TestnetError(
      `${layout.network} 已损坏：删除文件夹 ${layout.dir} 后重新创建网络`,
      `${layout.network} is damaged: delete the folder ${layout.dir} and start a new network`,
    );
  }
  return settings;
}

/** What the file holds; undefined when that isn't a JSON object. */
function parsed<T extends object>(file: string): T | undefined {
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as T | null;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function writeNetwork(layout: Layout, settings: NetworkSettings): void {
  writeFileDurably(layout.network, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Of the demonstration's data: nothing asked for, under way, complete, or broken off. */
export type DemoState = "none" | "seeding" | "ready" | "failed";

export interface DemoRecord {
  state: DemoState;
  /** The process that seeds. */
  pid?: number;
  /** What was submitted, once ready: to be held against the public statistics. */
  submitted?: { division: string; households: number; persons: number; fundsPaidFen: number };
  error?: string;
}

export function readDemo(layout: Layout, isRunning: (pid: number) => boolean): DemoRecord {
  if (!existsSync(layout.demo)) return { state: "none" };
  const record = parsed<DemoRecord>(layout.demo);
  if (record === undefined) return { state: "failed", error: `${layout.demo} is damaged` };
  if (record.state === "seeding" && (record.pid === undefined || !isRunning(record.pid))) {
    return { ...record, state: "failed", error: "the seeding process ended before it was done" };
  }
  return record;
}

export function writeDemo(layout: Layout, record: DemoRecord): void {
  writeFileDurably(layout.demo, `${JSON.stringify(record)}\n`);
}
