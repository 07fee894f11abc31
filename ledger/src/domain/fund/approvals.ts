import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { fenOrZero } from "../fields.ts";
import { APPROVALS_MAX, THRESHOLDS_MAX } from "./limits.ts";

/** Approvals by amount: from `fromFen` on, `needed` different people. */
export const thresholdsSchema = z
  .array(z.strictObject({ fromFen: fenOrZero, needed: z.int().min(1).max(APPROVALS_MAX) }))
  .min(1)
  .max(THRESHOLDS_MAX);
export type Thresholds = z.infer<typeof thresholdsSchema>;

/** Unless the parameter `fund.approvals` says otherwise: two people from 10,000 yuan, three from 100,000. */
export const DEFAULT_THRESHOLDS: Thresholds = [
  { fromFen: 0, needed: 1 },
  { fromFen: 1_000_000, needed: 2 },
  { fromFen: 10_000_000, needed: 3 },
];

/** A parameter that isn't a list of thresholds counts as not set: it can't stop payments, nor ease them. */
export function approvalsNeeded(ctx: ReadContext, amountFen: number): number {
  const parsed = thresholdsSchema.safeParse(ctx.param("fund.approvals", DEFAULT_THRESHOLDS));
  const thresholds = parsed.success ? parsed.data : DEFAULT_THRESHOLDS;
  let needed = 1;
  for (const row of thresholds) if (amountFen >= row.fromFen) needed = Math.max(needed, row.needed);
  return needed;
}

/** Where two or more approve, one of them is of finance. */
export function lacksFinance(needed: number, approvals: readonly { readonly finance: boolean }[]): boolean {
  return needed >= 2 && !approvals.some((approval) => approval.finance);
}
