import { z } from "zod";
import { civilDate, divisionCode, text } from "../fields.ts";
import { defineRecord } from "../module.ts";

export const DIVISION_LEVELS = ["province", "city", "county", "township", "village"] as const;
export type DivisionLevel = (typeof DIVISION_LEVELS)[number];

/** The whole country: parent of the provinces, carrier of national totals; it has no record. */
export const NATION = "000000000000";

export const divisionSchema = z.strictObject({
  name: text(60),
  level: z.enum(DIVISION_LEVELS),
  parent: divisionCode,
  /** First and last day of validity; absent: always. */
  from: civilDate.optional(),
  to: civilDate.optional(),
});
export type Division = z.infer<typeof divisionSchema>;

/** `division/<12 digits>` */
export const divisionRecord = defineRecord({
  name: "division",
  pattern: "division/:division",
  class: "open",
  schema: divisionSchema,
  indexes: ({ division }, value) => [`division.children/${value.parent}/${division}`],
  division: ({ division }) => division,
});
