import type { ReadContext } from "./context.ts";

/** Refuses `date.in_future` for what is claimed to have happened after today (Asia/Shanghai). */
export function notInFuture(ctx: ReadContext, date: string | undefined, path: string): void {
  if (date !== undefined) ctx.check(date <= ctx.date, "date.in_future", path, { date, today: ctx.date });
}
