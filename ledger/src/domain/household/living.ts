import { z } from "zod";
import { code, FUELS, HOUSING_GRADES, INCOME_LINES, ROADS } from "../codes/index.ts";
import { civilDate, fen, fenOrZero, idOf, text } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { INCOME_LINES_MAX, REMARK_CHARACTERS_MAX } from "./limits.ts";

/** One line of income or spending, by month or by year. What is net or stable is derived, never typed. */
const incomeLineSchema = z.strictObject({
  line: code(INCOME_LINES),
  /** YYYY-MM or YYYY */
  period: z.string().regex(/^[0-9]{4}(-(0[1-9]|1[0-2]))?$/),
  fen,
  /** Whose; absent: the household's. */
  person: idOf("P").optional(),
});

/** Living conditions 生产生活条件; absent: not known. */
const livingSchema = z.strictObject({
  /** mu in hundredths (15 mu 亩 are one hectare) */
  landHundredthMu: z.int().min(0).max(1_000_000).optional(),
  forestHundredthMu: z.int().min(0).max(1_000_000).optional(),
  /** m² */
  housingArea: z.int().min(0).max(10_000).optional(),
  housingGrade: code(HOUSING_GRADES).optional(),
  safeWater: z.boolean().optional(),
  electricity: z.boolean().optional(),
  broadband: z.boolean().optional(),
  sanitaryToilet: z.boolean().optional(),
  road: code(ROADS).optional(),
  /** m to the next main road */
  roadDistance: z.int().min(0).max(1_000_000).optional(),
  fuel: code(FUELS).optional(),
});

/** The household's own attachment: income and spending, living conditions (DOMAIN §3, restricted part). */
export const householdFactsSchema = z.strictObject({
  income: z.array(incomeLineSchema).max(INCOME_LINES_MAX).optional(),
  living: livingSchema.optional(),
  /** Savings and debts, fen. */
  savingsFen: fenOrZero.optional(),
  debtFen: fenOrZero.optional(),
  remark: text(REMARK_CHARACTERS_MAX).optional(),
});
export type HouseholdFacts = z.infer<typeof householdFactsSchema>;

/** `household/<id>/restricted`; absent while nothing is known. */
export const householdRestrictedRecord = defineRecord({
  name: "household_restricted",
  pattern: "household/:household/restricted",
  class: "restricted",
  schema: z.strictObject({ facts: householdFactsSchema, effectiveDate: civilDate }),
});

/** `household/<id>/proposed`: facts that wait for the second person of a correction. */
export const householdProposedRecord = defineRecord({
  name: "household_proposed",
  pattern: "household/:household/proposed",
  class: "restricted",
  schema: z.strictObject({ facts: householdFactsSchema, effectiveDate: civilDate }),
});
