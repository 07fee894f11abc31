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
  /** By record key. */
  readonly #sums = new Map<string, { type: AnyRecordType; deltas: Map<string, number> }>();

  add(count: Count): void {
    const type: typeof statisticsRecord = count.restricted ? restrictedStatisticsRecord : statisticsRecord;
    for (const division of selfAndAncestors(count.division)) {
      const key = recordKey(type, { division, period: count.period });
      let sum = this.#sums.get(key);
      if (sum === undefined) {
        sum = { type, deltas: new Map() };
        this.#sums.set(key, sum);
      }
      for (const name in count.deltas) {
        const total = (sum.deltas.get(name) ?? 0) + count.deltas[name]!;
        sum.deltas.set(name, checked(total, name));
      }
    }
  }

  /** Writes the changed records into the block's last unit. */
  write(unit: Unit): void {
    for (const [key, { type, deltas }] of this.#sums) {
      const counters: { [name: string]: number } = { ...(unit.read(key) as Counters | undefined)?.counters };
      for (const [name, delta] of deltas) {
        const total = checked((counters[name] ?? 0) + delta, name);
        if (total === 0) delete counters[name];
        else counters[name] = total;
      }
      const before = unit.read(key);
      // A record whose counters came and went within the block was never there.
      if (before === undefined && Object.keys(counters).length === 0) continue;
      unit.write(type, key, freeze({ counters }), AGGREGATE_SUBJECT);
    }
  }
}

function checked(total: number, name: string): number {
  if (!Number.isSafeInteger(total)) throw new Error(`counter ${name} overflows`);
  return total;
}
