import { z } from "zod";
import type { ReadContext } from "../context.ts";
import { defineRecord } from "../module.ts";

/**
 * What access needs of a household's open record, whatever else stands there: where it is, and who works
 * on it. The record itself belongs to the module `household`.
 */
const staffView = defineRecord({
  name: "household",
  pattern: "household/:household",
  class: "open",
  schema: z.object({
    division: z.string(),
    /** Actor that opened the file. */
    registeredBy: z.string().optional(),
    /** Operator ids of the responsible persons. */
    responsible: z.array(z.string()).optional(),
  }),
});

/** Refuses `household.not_found`. */
export function householdDivision(ctx: ReadContext, household: string): string {
  return ctx.require(staffView, { household }, "household").division;
}

/** Actors who are the household's own clerk or cadre. */
export function householdStaff(ctx: ReadContext, household: string): string[] {
  const view = ctx.require(staffView, { household }, "household");
  const staff = (view.responsible ?? []).map((operator) => `operator/${operator}`);
  return view.registeredBy === undefined ? staff : [...staff, view.registeredBy];
}
