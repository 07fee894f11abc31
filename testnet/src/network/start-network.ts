import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, createSigner } from "@jingzhun/client-sdk";
import { accessSteps } from "../generator/access.ts";
import { Actors } from "../generator/actors.ts";
import { seedDemo } from "../generator/demo.ts";
import { Journal } from "../generator/journal.ts";
import { demoVillages } from "../generator/villages.ts";
import { moveClock } from "./clock.ts";
import { createNetwork, DEMO_NAME, DEMO_SPAN_MS } from "./create.ts";
import { recordFailure, replayCommand } from "./failure.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { Links } from "./links.ts";
import {
  fetchStatus,
  type NodeStatus,
  nodeAnswers,
  portIsFree,
  spawnNode,
  startNode,
  stopAllNodes,
  stopNode,
} from "./nodes.ts";
import { type DemoOperator, demoOperators } from "./operators.ts";
import { poll } from "./processes.ts";
import { networkExists } from "./settings.ts";

export interface StartNetworkOptions {
  /** Validators; 4 unless given. */
  nodes?: number;
  /** Moment at which the network's clock starts, ms UTC, in the past; the host's time unless given. */
  clock?: number;
  /** Villages that the demonstration fills before the network is handed over, its clock then at the host's time. */
  demo?: readonly string[];
  /** Of keys and ids. */
  seed?: string;
  /** Genesis parameters, as on the command line. */
  params?: Record<string, string>;
  /** For Node itself in each node's process, e.g. `--cpu-prof`. */
  runtimeArguments?: readonly string[];
  /** Lets `partition` cut the network: what nodes say to each other then passes through this process. */
  partitions?: boolean;
}

/**
 * A network of real processes on free ports, in a temporary folder. `await using` stops it and deletes the folder,
 * unless something failed: then it stays, with logs, configuration, seed and the command to replay (`failure.json`).
 * A failure is a method below that throws, the body of `withNetwork` that throws, or a call of `keep`.
 */
export interface TestNetwork extends AsyncDisposable {
  readonly layout: Layout;
  readonly urls: readonly string[];
  readonly operators: readonly DemoOperator[];
  status(index: number): Promise<NodeStatus | undefined>;
  /** kill -9 */
  kill(index: number): Promise<void>;
  stop(index: number): Promise<void>;
  /** Resolves when the node answers. */
  start(index: number): Promise<void>;
  /**
   * Cuts the network silently: from now on only nodes of one group reach each other; those that no group names are
   * one more group. `partition([0, 1])` is two against the rest. Needs the option `partitions`.
   */
  partition(...groups: (readonly number[])[]): void;
  /** Every node reaches every other one again. */
  heal(): void;
  /** Moves the network's clock forward by ms. */
  advance(ms: number): Promise<void>;
  /** Resolves when the nodes (all unless given) are at `height`; throws after `timeoutMs`. */
  waitForHeight(height: number, options?: { nodes?: readonly number[]; timeoutMs?: number }): Promise<void>;
  /**
   * A client signed by the first operator with this role, or by the operator with this id; the organisations'
   * people are registered on the chain at the first call.
   */
  as(roleOrOperator: string, options?: { division?: string }): Promise<Client>;
  /** Says that something failed, so that the folder stays when the network ends. Returns the folder. */
  keep(reason: string): string;
}

/** Below the range from which the system takes ports of outgoing connections: those come and go in between. */
const PORTS = { from: 15_000, to: 31_000 };

/** Consecutive ports that are free now. */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const first = randomInt(PORTS.from, PORTS.to - count);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => portIsFree(first + i)));
    if (!free.includes(false)) return first;
  }
  throw new Error(`no ${count} free ports in a row from ${PORTS.from} to ${PORTS.to}`);
}

/** Starts a network; ready when every node answers. Rejects with the log of the node that didn't. */
export async function startNetwork(options: StartNetworkOptions = {}): Promise<TestNetwork> {
  const replay = replayCommand();
  const { nodes = 4, seed = "test", demo } = options;
  const layout = layoutOf(mkdtempSync(join(tmpdir(), "jingzhun-")));
  let failed = false;
  const keep = (reason: string) => {
    failed = true;
    recordFailure(layout, reason, { seed, nodes, options, replay });
    return layout.dir;
  };
  /** What throws is a failure of the network, told of once. */
  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      keep(String(error));
      throw error;
    }
  };

  const port = await freePorts(2 * nodes);
  const p2pPort = port + nodes;
  const links = options.partitions ? await Links.open(nodes, (index) => p2pPort + index) : undefined;
  const all = Array.from({ length: nodes }, (_, index) => index);
  const urls = all.map((index) => `http://127.0.0.1:${port + index}`);
  const operators = demoOperators(seed, demoVillages());
  const dispose = async () => {
    if (networkExists(layout)) await stopAllNodes(layout);
    links?.close();
    if (!failed) rmSync(layout.dir, { recursive: true, force: true });
  };
  try {
    await createNetwork({
      layout,
      nodes,
      port,
      p2pPort,
      startsAt: options.clock ?? (demo === undefined ? undefined : Date.now() - DEMO_SPAN_MS),
      seed,
      ...(demo === undefined ? {} : { name: DEMO_NAME }),
      ...(options.params === undefined ? {} : { params: options.params }),
      peerPort: links && ((from, to) => links.port(from, to)),
    });
    await watched(async () => {
      const pids: number[] = [];
      for (const index of all) pids.push(await spawnNode(layout, index, options.runtimeArguments));
      await Promise.all(pids.map((pid, index) => nodeAnswers(layout, index, pid)));
      if (demo !== undefined) await seedDemo(layout, () => {}, demo);
    });
  } catch (error) {
    await dispose();
    throw error;
  }

  const cuttable = () => {
    if (links === undefined) throw new Error("start the network with { partitions: true } to cut it");
    return links;
  };
  // The demonstration begins with registering them.
  let registered: Promise<void> | undefined = demo === undefined ? undefined : Promise.resolve();
  const register = () => {
    registered ??= (async () => {
      const actors = new Actors(urls, new Journal(join(layout.dir, "access.ndjson")));
      const steps = accessSteps(seed, demoVillages(), operators);
      await actors.run(steps.admins);
      await actors.run(steps.operators);
    })();
    return registered;
  };
  return {
    layout,
    urls,
    operators,
    status: (index) => fetchStatus(urls[index]!),
    kill: async (index) => void (await stopNode(layout, index, true)),
    stop: async (index) => void (await stopNode(layout, index)),
    start: (index) => watched(async () => void (await startNode(layout, index))),
    partition: (...groups) => cuttable().partition(groups),
    heal: () => cuttable().heal(),
    advance: (ms) => watched(async () => void (await moveClock(layout, { advance: ms }, () => {}))),
    waitForHeight: (height, { nodes: which = all, timeoutMs = 30_000 } = {}) =>
      watched(async () => {
        const there = async () => {
          const statuses = await Promise.all(which.map((index) => fetchStatus(urls[index]!)));
          return statuses.every((status) => status !== undefined && status.height >= height)
            ? true
            : undefined;
        };
        if (await poll(there, timeoutMs)) return;
        const heights = await Promise.all(which.map(async (i) => (await fetchStatus(urls[i]!))?.height));
        throw new Error(`not at height ${height} after ${timeoutMs} ms: ${heights.join(", ")}`);
      }),
    async as(roleOrOperator, { division } = {}) {
      await watched(register);
      const operator = operators.find(
        ({ id, role, division: its }) =>
          id === roleOrOperator ||
          (role === roleOrOperator &&
            (division === undefined || division.startsWith(its.replace(/0+$/, "")))),
      );
      if (operator === undefined) throw new Error(`nobody here is ${roleOrOperator}`);
      return createClient({ urls, signer: createSigner(operator.key) });
    },
    keep,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Runs `body` with a network of its own; when it throws, the network's folder stays (see TestNetwork). */
export async function withNetwork<T>(
  options: StartNetworkOptions,
  body: (network: TestNetwork) => Promise<T>,
): Promise<T> {
  await using network = await startNetwork(options);
  try {
    return await body(network);
  } catch (error) {
    network.keep(String(error));
    throw error;
  }
}
