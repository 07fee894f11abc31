import { selfAndAncestors } from "../domain/division/codes.ts";
import { AGGREGATE_SUBJECT, type AnyRecordType, recordKey } from "../domain/module.ts";
import { type Counters, restrictedStatisticsRecord, statisticsRecord } from "../domain/statistics/schema.ts";
import { freeze } from "./frozen.ts";
import type { Count, Unit } from "./overlay.ts";

/**
 * What a block's units counted, and at its end the records that it changes: of each division, and of all
 * above it up to the nation, one per period (DESIGN §8). So a division's counters are the sums of those
 * under it plus its own, at every height.
 */
export class StatisticsOfBlock {
  /** What was counted where, before it is rolled up; by division, period and class. */
  readonly #counted = new Map<string, { count: Count; deltas: Map<string, number> }>();

  add(count: Count): void {
    const place = `${count.division} ${count.period}${count.restricted ? " restricted" : ""}`;
    let counted = this.#counted.get(place);
    if (counted === undefined) {
      counted = { count, deltas: new Map() };
      this.#counted.set(place, counted);
    }
    for (const name in count.deltas) addTo(counted.deltas, name, count.deltas[name]!);
  }

  /** Writes the changed records into the block's last unit. */
  write(unit: Unit): void {
    for (const [key, { type, deltas }] of this.#rolledUp()) {
      const before = unit.read(key) as Counters | undefined;
      const counters: { [name: string]: number } = { ...before?.counters };
      for (const [name, delta] of deltas) {
        const total = bounded((counters[name] ?? 0) + delta);
        if (total === 0) delete counters[name];
        else counters[name] = total;
      }
      // A record whose counters came and went within the block was never there.
      if (before === undefined && Object.keys(counters).length === 0) continue;
      unit.write(type, key, freeze({ counters }), AGGREGATE_SUBJECT);
    }
  }

  /** By record key, each division above included. */
  #rolledUp(): Map<string, { type: AnyRecordType; deltas: Map<string, number> }> {
    const sums = new Map<string, { type: AnyRecordType; deltas: Map<string, number> }>();
    for (const { count, deltas } of this.#counted.values()) {
      const type: typeof statisticsRecord = count.restricted ? restrictedStatisticsRecord : statisticsRecord;
      for (const division of selfAndAncestors(count.division)) {
        const key = recordKey(type, { division, period: count.period });
        let sum = sums.get(key);
        if (sum === undefined) {
          sum = { type, deltas: new Map() };
          sums.set(key, sum);
        }
        for (const [name, delta] of deltas) addTo(sum.deltas, name, delta);
      }
    }
    return sums;
  }
}

function addTo(sums: Map<string, number>, name: string, delta: number): void {
  sums.set(name, bounded((sums.get(name) ?? 0) + delta));
}

/**
 * A counter stops at ±(2^53 − 1), some 90 trillion yuan, instead of stopping the chain: the sum over a
 * province isn't any single transaction's doing.
 */
function bounded(total: number): number {
  return Math.min(Math.max(total, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
