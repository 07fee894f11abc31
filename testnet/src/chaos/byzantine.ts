import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { KEY_ELSEWHERE_FILE } from "@jingzhun/node/parts";
import { ClientRecord, contradictions } from "../network/client-record.ts";
import { nodeAnswers, nodePid } from "../network/nodes.ts";
import { launch, poll } from "../network/processes.ts";
import { startNetwork, type TestNetwork } from "../network/start-network.ts";
import { createRandom } from "../random.ts";
import type { ChaosOptions } from "./chaos.ts";
import { WalVotes } from "./wal-votes.ts";

export interface ByzantineReport {
  readonly ok: boolean;
  readonly violations: readonly string[];
  readonly minutes: number;
  readonly seed: string;
  /** Ends a second that clients saw with all four honest, then with one of them hostile. */
  readonly rate: { readonly honest: number; readonly hostile: number; readonly share: number };
  readonly transactions: number;
  /** Starts of the hostile process. */
  readonly starts: number;
  /** What it did, by kind, as far as its log says before it was killed. */
  readonly misdeeds: Readonly<Record<string, number>>;
  /** ms without any end that a client saw, at most, while it was there */
  readonly standstill: number;
  /** Of the honest ones. */
  readonly highestRound: number;
  readonly signedPlaces: number;
  readonly folder?: string;
}

const PROGRAM = fileURLToPath(new URL("hostile-node.ts", import.meta.url));
const NODES = 4;
const HOSTILE = 3;
const HONEST = [0, 1, 2];
const WORKERS = 8;
/** DESIGN's measure: half of what goes through without it. */
const SHARE_MIN = 0.5;
/** ms between two of its restarts */
const RESTART = { from: 8_000, to: 30_000 };
const LOOK_MS = 250;
/** A round takes the cap of time-outs at most; several may be spoilt one after the other. */
const STANDSTILL_MS_MAX = 60_000;
/** Three in four rounds have an honest proposer, so at one height hardly more than a few fail. */
const ROUND_MAX = 30;

/**
 * Three honest validators and a hostile one, on real sockets under load: the honest ones never stop, agree, answer
 * nothing wrong, and at least half as much goes through as when the fourth is honest, too.
 */
export async function byzantine({ minutes, seed, say }: ChaosOptions): Promise<ByzantineReport> {
  const random = createRandom(`byzantine/${seed}`);
  await using network = await startNetwork({ nodes: NODES, seed: `byzantine/${seed}` });
  const violations: string[] = [];
  const votes = new WalVotes();
  const pids = HONEST.map((index) => nodePid(network.layout, index));
  const record = await ClientRecord.start(network, WORKERS, HONEST);
  let standstill = 0;
  let last = { finals: record.finals, at: performance.now() };
  const look = () => {
    for (const node of HONEST) votes.read(node, join(network.layout.node(node).data, "wal"));
    const { finals } = record;
    const now = performance.now();
    if (finals > last.finals) last = { finals, at: now };
    else standstill = Math.max(standstill, now - last.at);
  };
  const during = async (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      await delay(LOOK_MS);
      look();
    }
  };
  const rateOver = async (work: () => Promise<void>) => {
    const [finals, from] = [record.finals, performance.now()];
    await work();
    return (record.finals - finals) / ((performance.now() - from) / 1_000);
  };
  let starts = 0;
  let [honest, hostile] = [0, 0];
  try {
    const total = minutes * 60_000;
    await during(Math.min(10_000, total / 10)); // fresh processes spend their first seconds compiling
    honest = await rateOver(() => during(total / 4));
    say(`all honest: ${honest.toFixed(1)} ends a second`);
    await network.stop(HOSTILE);
    standstill = 0;
    hostile = await rateOver(async () => {
      const until = performance.now() + (total * 3) / 4;
      while (performance.now() < until) {
        await startHostile(network, `${seed}/${starts++}`);
        await during(Math.min(random.int(RESTART.from, RESTART.to), Math.max(0, until - performance.now())));
        await network.kill(HOSTILE);
        say(`hostile process ${starts}: ${record.finals} ends, highest round ${votes.highestRound}`);
      }
    });
    await record.stop();
    look();
    violations.push(...contradictions(record.told, await record.accounts()));
  } catch (error) {
    violations.push(`broken off: ${String(error)}`);
  }
  violations.push(...votes.conflicts().map((conflict) => `double signing: ${conflict}`));
  for (const [i, index] of HONEST.entries()) {
    if (nodePid(network.layout, index) !== pids[i]) violations.push(`node ${index}, honest, has ended`);
    // Afterwards they are well again, the fourth being away.
    const well = async () => {
      const status = await network.status(index);
      return (status?.voting === true && status.problems.length === 0) || undefined;
    };
    if ((await poll(well, 30_000)) === undefined) {
      const status = await network.status(index);
      violations.push(
        `node ${index}, honest: voting ${status?.voting}, ${status?.problems.map(({ code }) => code)}`,
      );
    }
  }
  const misdeeds = misdeedsIn(network.layout.node(HOSTILE).log);
  if (Object.keys(misdeeds).length === 0) violations.push("the hostile process did nothing");
  const share = honest === 0 ? 0 : hostile / honest;
  if (share < SHARE_MIN) violations.push(`throughput: ${(share * 100).toFixed(0)} % of that without it`);
  if (standstill > STANDSTILL_MS_MAX) violations.push(`nothing went through for ${standstill.toFixed(0)} ms`);
  if (votes.highestRound > ROUND_MAX) violations.push(`round ${votes.highestRound}`);
  return {
    ok: violations.length === 0,
    violations,
    minutes,
    seed,
    rate: { honest, hostile, share },
    transactions: record.told.length,
    starts,
    misdeeds,
    standstill: Math.round(standstill),
    highestRound: votes.highestRound,
    signedPlaces: votes.places,
    ...(violations.length === 0 ? {} : { folder: network.keep(violations[0]!) }),
  };
}

async function startHostile(network: TestNetwork, seed: string): Promise<void> {
  const { config, log, pid, keys } = network.layout.node(HOSTILE);
  // The node behind it stops when it sees what is signed with its key; this one goes on.
  rmSync(join(keys, KEY_ELSEWHERE_FILE), { force: true });
  const started = launch([process.execPath, PROGRAM, config, seed], log);
  writeFileSync(pid, `${started}\n`);
  await nodeAnswers(network.layout, HOSTILE, started);
}

function misdeedsIn(log: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const line of readFileSync(log, "utf8").split("\n")) {
    if (!line.includes('"misdeeds"')) continue;
    const { misdeeds } = JSON.parse(line) as { misdeeds: Record<string, number> };
    for (const [kind, count] of Object.entries(misdeeds)) sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}

/** The numbers, for people. */
export function byzantineLines(report: ByzantineReport): string[] {
  const { rate, violations } = report;
  return [
    `吞吐 throughput     ${rate.honest.toFixed(1)} ends a second with four honest, ${rate.hostile.toFixed(1)} with one hostile: ${(rate.share * 100).toFixed(0)} %`,
    `恶意节点 hostile    started ${report.starts} times; nothing went through for ${(report.standstill / 1_000).toFixed(1)} s at most`,
    `作恶 misdeeds       ${Object.entries(report.misdeeds)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ")}`,
    `交易 transactions   ${report.transactions}; highest round ${report.highestRound}; ${report.signedPlaces} signed places compared`,
    ...violations.map((violation) => `违反 VIOLATION      ${violation}`),
    report.ok
      ? "全部成立 all held: the honest ones never stopped, one chain, no answer taken back"
      : `${violations.length} 处违反 violations; kept in ${report.folder}; seed ${report.seed}`,
  ];
}
