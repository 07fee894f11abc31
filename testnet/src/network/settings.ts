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
  return JSON.parse(readFileSync(layout.network, "utf8")) as NetworkSettings;
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
  const record = JSON.parse(readFileSync(layout.demo, "utf8")) as DemoRecord;
  if (record.state === "seeding" && (record.pid === undefined || !isRunning(record.pid))) {
    return { ...record, state: "failed", error: "the seeding process ended before it was done" };
  }
  return record;
}

export function writeDemo(layout: Layout, record: DemoRecord): void {
  writeFileDurably(layout.demo, `${JSON.stringify(record)}\n`);
}
