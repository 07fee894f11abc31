import type { WriteContext } from "../context.ts";

/** Totals so far under "current", and under the year in which they were recorded. */
export function countFunds(
  ctx: WriteContext,
  division: string,
  deltas: { readonly [counter: string]: number },
): void {
  ctx.count(division, "current", deltas);
  ctx.count(division, ctx.date.slice(0, 4), deltas);
}
