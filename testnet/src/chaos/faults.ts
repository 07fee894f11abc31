import { nodePid } from "../network/nodes.ts";
import { poll } from "../network/processes.ts";
import type { TestNetwork } from "../network/start-network.ts";
import type { Random } from "../random.ts";
import type { SmallDisk } from "./small-disk.ts";

/** One thing that goes wrong with some nodes for a while. */
export interface Fault {
  readonly name: FaultName;
  readonly nodes: readonly number[];
  /** ms between `begin` and `end` */
  readonly holdMs: number;
  begin(): Promise<void>;
  /** Mends it; nodes that ended are started again. */
  end(): Promise<void>;
}

export const FAULT_NAMES = [
  "kill one",
  "kill two",
  "kill all",
  "freeze one",
  "freeze two",
  "cut one off",
  "cut in halves",
  "disk full",
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

/** How often each comes, in relation. */
const WEIGHTS: Readonly<Record<FaultName, number>> = {
  "kill one": 4,
  "kill two": 2,
  "kill all": 1,
  "freeze one": 3,
  "freeze two": 1,
  "cut one off": 3,
  "cut in halves": 2,
  "disk full": 2,
};
/** ms */
const HOLD = { from: 500, to: 8_000 };
/** ms in which a node that can't go on ends */
const ENDING_MS = 5_000;

interface Disk {
  readonly node: number;
  readonly disk: SmallDisk;
}

function sample(random: Random, from: readonly number[], count: number): number[] {
  const left = [...from];
  return Array.from({ length: count }, () => left.splice(random.int(0, left.length - 1), 1)[0]!);
}

/** Chooses the next fault. @param small the node whose disk can be filled; without one that fault doesn't come */
export function nextFault(network: TestNetwork, random: Random, small: Disk | undefined): Fault {
  const all = network.urls.map((_, index) => index);
  const names = FAULT_NAMES.filter((name) => name !== "disk full" || small !== undefined);
  const name = random.weighted(names.map((each) => [each, WEIGHTS[each]] as const));
  const holdMs = random.int(HOLD.from, HOLD.to);
  const some = (count: number) => sample(random, all, Math.min(count, all.length));
  switch (name) {
    case "kill one":
      return kill(network, name, some(1), holdMs);
    case "kill two":
      return kill(network, name, some(2), holdMs);
    case "kill all":
      return kill(network, name, all, holdMs);
    case "freeze one":
      return freeze(network, name, some(1), holdMs);
    case "freeze two":
      return freeze(network, name, some(2), holdMs);
    case "cut one off":
      return cut(network, name, some(1), holdMs);
    case "cut in halves":
      return cut(network, name, some(Math.floor(all.length / 2)), holdMs);
    case "disk full":
      return fill(network, small!, holdMs);
  }
}

type Making = [network: TestNetwork, name: FaultName, nodes: readonly number[], holdMs: number];

function kill(...[network, name, nodes, holdMs]: Making): Fault {
  return {
    name,
    nodes,
    holdMs,
    begin: async () => void (await Promise.all(nodes.map((index) => network.kill(index)))),
    end: async () => void (await Promise.all(nodes.map((index) => network.start(index)))),
  };
}

function freeze(...[network, name, nodes, holdMs]: Making): Fault {
  const signal = (what: NodeJS.Signals) => {
    for (const index of nodes) {
      const pid = nodePid(network.layout, index);
      if (pid !== undefined) process.kill(pid, what);
    }
  };
  return { name, nodes, holdMs, begin: async () => signal("SIGSTOP"), end: async () => signal("SIGCONT") };
}

function cut(...[network, name, nodes, holdMs]: Making): Fault {
  return {
    name,
    nodes,
    holdMs,
    begin: async () => network.partition(nodes),
    end: async () => network.heal(),
  };
}

/** A node that can't write must stop or stand aside, never go on wrong; it runs again when there is room. */
function fill(network: TestNetwork, { node, disk }: Disk, holdMs: number): Fault {
  return {
    name: "disk full",
    nodes: [node],
    holdMs,
    begin: async () => disk.fill(),
    async end() {
      disk.empty();
      // One that met the end of its disk is closing what it has open, perhaps only now.
      await poll(() => nodePid(network.layout, node) === undefined || undefined, ENDING_MS);
      if (nodePid(network.layout, node) === undefined) await network.start(node);
    },
  };
}
