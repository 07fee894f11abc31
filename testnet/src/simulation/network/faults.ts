import type { Random } from "../../random.ts";
import type { Weather } from "./network.ts";

/** One fault of a schedule: it begins at `at` and, where it lasts, ends after `ms`; virtual ms. */
export type Fault = { readonly at: number; readonly ms: number } & (
  | {
      /** The process ends (`kill`), its machine loses power (`power`, in the middle of the k-th change of the disk), or it stops as asked. */
      readonly kind: "kill" | "stop";
      readonly machine: number;
    }
  | { readonly kind: "power"; readonly machine: number; readonly changes: number }
  /** Nothing arrives on these ways. */
  | {
      readonly kind: "partition";
      readonly cut: readonly (readonly [from: number, to: number])[];
      readonly what: string;
    }
  | { readonly kind: "weather"; readonly weather: Weather; readonly what: string }
  | { readonly kind: "slow"; readonly machine: number; readonly factor: number }
  | { readonly kind: "clock"; readonly machine: number; readonly skew: number }
  | { readonly kind: "disk-full"; readonly machine: number }
  /** The machine is lost; a new one has a backup that is `age` ms old, without WAL and signer's record. */
  | { readonly kind: "restore"; readonly machine: number; readonly age: number }
  /** The same with the folder of the keys kept: the signer's record is further than all else. */
  | { readonly kind: "rollback"; readonly machine: number; readonly age: number }
);

type FaultKind = Fault["kind"];

/** A schedule of faults over `duration` ms among `nodes` machines. */
export function makeFaults(
  random: Random,
  options: { readonly nodes: number; readonly duration: number; readonly byzantine: number },
): Fault[] {
  const { nodes: n, duration, byzantine } = options;
  const faults: Fault[] = [];
  const count = random.int(2, 10);
  // Of those that forget what they signed no more than the network can miss, or it waits for `recover`.
  let mayForget = n - quorumOf(n) - byzantine;
  for (let i = 0; i < count; i++) {
    const at = random.int(500, duration - 1_000);
    const ms = random.int(200, Math.min(9_000, duration - at));
    const machine = random.int(0, n - 1);
    const kind = random.weighted<FaultKind>([
      ["kill", 3],
      ["power", 6],
      ["stop", 1],
      ["partition", 5],
      ["weather", 5],
      ["slow", 2],
      ["clock", 2],
      ["disk-full", 1],
      ["restore", 1],
      ["rollback", 1],
    ]);
    switch (kind) {
      case "kill":
      case "stop":
      case "disk-full":
        faults.push({ kind, at, ms, machine });
        break;
      case "power":
        faults.push({ kind, at, ms, machine, changes: random.int(0, 20) });
        break;
      case "partition":
        faults.push(...cutsOf(random, n).map((cut) => ({ kind, at, ms, ...cut })));
        break;
      case "weather":
        faults.push({ kind, at, ms, ...makeWeather(random) });
        break;
      case "slow":
        faults.push({ kind, at, ms, machine, factor: random.pick([3, 10, 50, 300]) });
        break;
      case "clock":
        faults.push({
          kind,
          at,
          ms,
          machine,
          skew: random.pick([-60_000, -4_000, 1_000, 4_500, 8_000, 300_000]),
        });
        break;
      case "restore":
      case "rollback":
        if (mayForget-- > 0) {
          faults.push({ kind, at, ms, machine, age: random.int(0, at) });
          // With another one away the others are often still at the height at which it was lost.
          const away = random.chance(0.5) ? (machine + random.int(1, Math.max(1, n - 1))) % n : machine;
          if (away !== machine) {
            faults.push({
              kind: "partition",
              at: at - 300,
              ms: ms + 3_000,
              cut: cutOff(away, n),
              what: "alone",
            });
          }
        }
        break;
    }
  }
  return faults.sort((a, b) => a.at - b.at);
}

/** None where the seed cuts nothing. */
function cutsOf(random: Random, n: number): { cut: [number, number][]; what: string }[] {
  const cut: [number, number][] = [];
  const machines = Array.from({ length: n }, (_, i) => i);
  const what = random.pick(["halves", "alone", "one-way", "undialable", "deaf"] as const);
  const one = random.int(0, n - 1);
  const other = (one + random.int(1, Math.max(1, n - 1))) % n;
  switch (what) {
    case "halves": {
      const side = machines.map(() => random.chance(0.5));
      for (const a of machines) for (const b of machines) if (side[a] !== side[b]) cut.push([a, b]);
      break;
    }
    case "alone":
      cut.push(...cutOff(one, n));
      break;
    case "one-way":
      for (const a of machines) for (const b of machines) if (a !== b && random.chance(0.3)) cut.push([a, b]);
      break;
    case "undialable":
      if (one !== other) cut.push([one, other], [other, one]);
      break;
    case "deaf":
      for (const each of machines) if (each !== one) cut.push([each, one]);
      break;
  }
  return cut.length === 0 ? [] : [{ cut, what }];
}

function cutOff(one: number, n: number): [number, number][] {
  const others = Array.from({ length: n }, (_, i) => i).filter((each) => each !== one);
  return others.flatMap((each): [number, number][] => [
    [one, each],
    [each, one],
  ]);
}

function makeWeather(random: Random): { weather: Weather; what: string } {
  const base: Weather = { drop: 0, duplicate: 0, reorder: 0, latency: [0.1, 2], late: 0, lateMs: 0 };
  const what = random.pick(["lossy", "doubling", "disorder", "slow-net", "storm"] as const);
  const weather: { [what: string]: Weather } = {
    lossy: { ...base, drop: random.pick([0.02, 0.1, 0.3]) },
    doubling: { ...base, duplicate: 0.3 },
    disorder: { ...base, reorder: 0.7, late: 0.3, lateMs: random.pick([20, 300]) },
    "slow-net": { ...base, latency: [20, random.pick([100, 400])] },
    storm: { drop: 0.1, duplicate: 0.1, reorder: 0.8, latency: [1, 60], late: 0.1, lateMs: 3_000 },
  };
  return { weather: weather[what]!, what };
}

/** For the line that says that it begins. */
export function describeFault(fault: Fault): { readonly [name: string]: unknown } {
  const { kind, ms } = fault;
  if (kind === "partition") {
    return { kind: fault.what, ms, cut: fault.cut.map(([from, to]) => `${from}>${to}`).join(",") };
  }
  if (kind === "weather") return { kind: fault.what, ms };
  const { at: _at, kind: _kind, machine: _machine, ...rest } = fault;
  return { kind, ...rest };
}

export function quorumOf(n: number): number {
  return Math.floor((n + Math.floor((n - 1) / 3)) / 2) + 1;
}
