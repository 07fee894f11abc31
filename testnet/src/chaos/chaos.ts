import { setTimeout as delay } from "node:timers/promises";
import { ClientRecord, contradictions } from "../network/client-record.ts";
import { nodePid } from "../network/nodes.ts";
import { poll } from "../network/processes.ts";
import { startNetwork, type TestNetwork } from "../network/start-network.ts";
import { createRandom } from "../random.ts";
import { FAULT_NAMES, type Fault, type FaultName, nextFault } from "./faults.ts";
import { SmallDisk } from "./small-disk.ts";
import { WalVotes } from "./wal-votes.ts";

export interface ChaosOptions {
  readonly minutes: number;
  readonly nodes: number;
  /** Of the order of faults; what happens in between is the machine's. */
  readonly seed: string;
  /** Told of each fault and of what was found, a line each. */
  readonly say: (line: string) => void;
}

export interface ChaosReport {
  readonly ok: boolean;
  /** Empty when all held. */
  readonly violations: readonly string[];
  readonly minutes: number;
  readonly nodes: number;
  readonly seed: string;
  readonly faults: Readonly<Partial<Record<FaultName, number>>>;
  /** Why a kind of fault couldn't be tried here. */
  readonly leftOut: Readonly<Partial<Record<FaultName, string>>>;
  readonly transactions: {
    readonly sent: number;
    readonly applied: number;
    readonly rejected: number;
    readonly expired: number;
    /** Those of which no client was told an end; all nodes must still say the same of them. */
    readonly untold: number;
  };
  readonly height: number;
  /** Rounds that failed somewhere, at most, at one height. */
  readonly highestRound: number;
  /** Places of the protocol whose signatures were compared. */
  readonly signedPlaces: number;
  /** ms from the mending of a fault until all nodes were at one height above and clients had new ends */
  readonly recovery: { readonly median: number; readonly longest: number };
  /** Where logs and data of the nodes are kept; only when something failed. */
  readonly folder?: string;
}

/** Clients that write at the same time. */
const WORKERS = 8;
/** ends that clients must see after a fault is mended, and the ms they may take to come on a loaded machine */
const ENDS_AFTER = 8;
const RECOVERED_MS = 90_000;
/** ms of quiet between two faults */
const QUIET = { from: 500, to: 3_000 };
/** How often the logs are read: far more often than they are turned over. */
const READ_LOGS_MS = 1_000;

/**
 * Real processes on real sockets, hurt one fault after the other while clients write. At the end every transaction that
 * a client was told of is on every node as told, all blocks and state roots are equal, and no validator was about to
 * sign two things at one place.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { minutes, nodes, seed, say } = options;
  const random = createRandom(`chaos/${seed}`);
  await using network = await startNetwork({ nodes, seed: `chaos/${seed}`, partitions: true });
  const leftOut: { [name in FaultName]?: string } = {};
  const small = nodes - 1;
  const disk = await smallDisk(network, small).catch((error: Error) => {
    leftOut["disk full"] = `no memory disk can be mounted: ${error.message.trim().split("\n").at(-1)}`;
    return undefined;
  });
  if (leftOut["disk full"] !== undefined) say(`left out: disk full (${leftOut["disk full"]})`);
  const violations: string[] = [];
  const votes = new WalVotes();
  const readLogs = () => {
    for (let node = 0; node < nodes; node++) votes.read(node, `${network.layout.node(node).data}/wal`);
  };
  const counts: { [name in FaultName]?: number } = {};
  const recoveries: number[] = [];
  let logsFailed: unknown;
  const reading = setInterval(() => {
    try {
      readLogs();
    } catch (error) {
      logsFailed ??= error;
    }
  }, READ_LOGS_MS);
  const record = await ClientRecord.start(network, WORKERS);
  try {
    const until = performance.now() + minutes * 60_000;
    while (performance.now() < until && violations.length === 0) {
      const fault = nextFault(network, random, disk === undefined ? undefined : { node: small, disk });
      counts[fault.name] = (counts[fault.name] ?? 0) + 1;
      const took = await suffer(network, record, fault);
      if (took === undefined)
        violations.push(`liveness: ${describe(fault)}: not recovered in ${RECOVERED_MS} ms`);
      else recoveries.push(took);
      say(
        `${describe(fault)}: ${took === undefined ? "NOT RECOVERED" : `recovered in ${(took / 1_000).toFixed(1)} s`}`,
      );
      await delay(random.int(QUIET.from, QUIET.to));
    }
    await record.stop();
    say(`${record.told.length} transactions; comparing what every node says`);
    readLogs();
    if (logsFailed !== undefined) throw logsFailed;
    violations.push(...contradictions(record.told, await record.accounts()));
    violations.push(...votes.conflicts().map((conflict) => `double signing: ${conflict}`));
    for (const [node, status] of (await statuses(network)).entries())
      for (const { code } of status?.problems ?? []) violations.push(`node ${node} has a problem: ${code}`);
  } catch (error) {
    violations.push(`broken off: ${String(error)}`);
  } finally {
    clearInterval(reading);
    await thaw(network);
    if (disk !== undefined) {
      await network.stop(small);
      await disk.remove();
    }
  }
  const ends = (status: string) => record.told.filter(({ end }) => end?.status === status).length;
  recoveries.sort((a, b) => a - b);
  const heights = record.told.flatMap(({ end }) =>
    end === undefined || end.status === "expired" ? [] : [end.height],
  );
  return {
    ok: violations.length === 0,
    violations,
    minutes,
    nodes,
    seed,
    faults: counts,
    leftOut,
    transactions: {
      sent: record.told.length,
      applied: ends("applied"),
      rejected: ends("rejected"),
      expired: ends("expired"),
      untold: record.told.filter(({ end }) => end === undefined).length,
    },
    height: Math.max(0, ...heights),
    highestRound: votes.highestRound,
    signedPlaces: votes.places,
    recovery: {
      median: Math.round(recoveries[Math.floor(recoveries.length / 2)] ?? 0),
      longest: Math.round(recoveries.at(-1) ?? 0),
    },
    ...(violations.length === 0 ? {} : { folder: network.keep(violations[0]!) }),
  };
}

const describe = ({ name, nodes, holdMs }: Fault) =>
  `${name} (${nodes.join(", ")}) for ${(holdMs / 1_000).toFixed(1)} s`;

const statuses = (network: TestNetwork) => Promise.all(network.urls.map((_, index) => network.status(index)));

async function smallDisk(network: TestNetwork, node: number): Promise<SmallDisk> {
  await network.stop(node);
  try {
    return await SmallDisk.under(network.layout.node(node).data);
  } finally {
    await network.start(node);
  }
}

/** ms from the mending until all is well again; undefined when it isn't in time. */
async function suffer(network: TestNetwork, record: ClientRecord, fault: Fault): Promise<number | undefined> {
  await fault.begin();
  await delay(fault.holdMs);
  await fault.end();
  const from = performance.now();
  const wanted = record.finals + ENDS_AFTER;
  const heights = (await statuses(network)).map((status) => status?.height ?? 0);
  const top = Math.max(...heights);
  const isWell = async () => {
    if (record.finals < wanted) return undefined;
    const now = await statuses(network);
    return now.every((status) => status !== undefined && status.height > top && status.voting) || undefined;
  };
  if ((await poll(isWell, RECOVERED_MS)) === undefined) return undefined;
  return performance.now() - from;
}

/** A process that is stopped by a signal ends by none. */
async function thaw(network: TestNetwork): Promise<void> {
  for (const index of network.urls.keys()) {
    const pid = nodePid(network.layout, index);
    if (pid !== undefined) process.kill(pid, "SIGCONT");
  }
  network.heal();
}

/** The numbers, for people. */
export function reportLines(report: ChaosReport): string[] {
  const { transactions: txs, recovery, faults } = report;
  const count = FAULT_NAMES.map((name) => `${name} ${faults[name] ?? 0}`).join(", ");
  return [
    `故障 faults         ${count}`,
    `交易 transactions   ${txs.sent} sent: ${txs.applied} applied, ${txs.rejected} rejected, ${txs.expired} expired, ${txs.untold} untold`,
    `高度 height         ${report.height}; highest round ${report.highestRound}; ${report.signedPlaces} signed places compared`,
    `恢复 recovery       median ${(recovery.median / 1_000).toFixed(1)} s, longest ${(recovery.longest / 1_000).toFixed(1)} s`,
    ...Object.entries(report.leftOut).map(([name, why]) => `未试 left out       ${name}: ${why}`),
    ...report.violations.map((violation) => `违反 VIOLATION      ${violation}`),
    report.ok
      ? "全部成立 all held: nothing acknowledged was lost or taken back, one chain everywhere, no double signing"
      : `${report.violations.length} 处违反 violations; kept in ${report.folder}; seed ${report.seed}`,
  ];
}
