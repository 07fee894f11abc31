import type { WriteContext } from "../context.ts";
import { difference } from "../household/counters.ts";
import type { Service } from "./schema.ts";

/** The kinds of acknowledgement are counted apart (DOMAIN §7). */
function serviceCounters(value: Service | undefined): { [counter: string]: number } {
  if (value === undefined) return {};
  const counters: { [counter: string]: number } = { services: 1, [`services.type.${value.type}`]: 1 };
  if (value.late) counters["services.late"] = 1;
  if (value.minutes !== undefined) counters["services.minutes"] = value.minutes;
  for (const { kind } of value.acknowledgements ?? []) counters[`services.acknowledged.${kind}`] = 1;
  if (value.acknowledgements !== undefined) counters["services.acknowledged"] = 1;
  if (value.rating !== undefined) {
    counters["services.rated"] = 1;
    counters["services.rating_sum"] = value.rating;
  }
  return counters;
}

/** Totals so far under "current"; as happened under the year in which the service was done. */
export function recountService(ctx: WriteContext, before: Service | undefined, after: Service): void {
  const [was, is] = [serviceCounters(before), serviceCounters(after)];
  const [wasIn, isIn] = [before?.performedOn.slice(0, 4), after.performedOn.slice(0, 4)];
  const deltas = difference(was, is);
  if (Object.keys(deltas).length > 0) ctx.count(after.division, "current", deltas);
  if (wasIn === undefined || wasIn === isIn) {
    if (Object.keys(deltas).length > 0) ctx.count(after.division, isIn, deltas);
  } else {
    ctx.count(after.division, wasIn, difference(was, {}));
    ctx.count(after.division, isIn, is);
  }
}
