import type { PacketCounts } from "./network.ts";
import type { SimulationResult } from "./simulation.ts";

/** What many seeds came to. */
export interface Totals {
  seeds: number;
  blocks: number;
  laterRounds: number;
  transactions: number;
  signatures: number;
  accusations: number;
  events: number;
  virtualMs: number;
  roundsAfter: number;
  packets: PacketCounts;
  /** by kind */
  faults: { [kind: string]: number };
  /** events of the log, by name */
  counts: { [event: string]: number };
  /** what the nodes said of themselves */
  rules: { [text: string]: number };
}

export function noTotals(): Totals {
  return {
    seeds: 0,
    blocks: 0,
    laterRounds: 0,
    transactions: 0,
    signatures: 0,
    accusations: 0,
    events: 0,
    virtualMs: 0,
    roundsAfter: 0,
    packets: { sent: 0, dropped: 0, duplicated: 0, reordered: 0, late: 0 },
    faults: {},
    counts: {},
    rules: {},
  };
}

export function addResult(totals: Totals, result: SimulationResult): void {
  totals.seeds++;
  for (const name of SUMS) totals[name] += result[name];
  totals.roundsAfter = Math.max(totals.roundsAfter, result.roundsAfter);
  for (const name of Object.keys(totals.packets) as (keyof PacketCounts)[]) {
    totals.packets[name] += result.packets[name];
  }
  for (const fault of result.faults) {
    const kind = "what" in fault ? `${fault.kind}: ${fault.what}` : fault.kind;
    totals.faults[kind] = (totals.faults[kind] ?? 0) + 1;
  }
  addCounts(totals.counts, result.counts);
  addCounts(totals.rules, result.rules);
}

const SUMS = [
  "blocks",
  "laterRounds",
  "transactions",
  "signatures",
  "accusations",
  "events",
  "virtualMs",
] as const;

function addCounts(sums: { [name: string]: number }, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
}
