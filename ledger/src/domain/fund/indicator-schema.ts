import { z } from "zod";
import { code, codeSet, FUND_CLASSES, FUND_PURPOSES, FUND_SOURCES, HOUSEHOLD_KINDS } from "../codes/index.ts";
import { civilDate, divisionCode, fen, idOf, slug, text, year } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { INDICATOR_DEPTH_MAX, INDICATOR_FEN_MAX, REMARK_CHARACTERS_MAX } from "./limits.ts";
import { indicatorRows } from "./queries.ts";

const amountFen = fen.max(INDICATOR_FEN_MAX);
/** 文号, e.g. 湘财农指〔2016〕12号 */
const document = text(60, 2);

/** What the money may be spent on; it travels with the money and is only ever narrowed. */
const earmarks = {
  purpose: code(FUND_PURPOSES).optional(),
  /** Kinds of households that may receive it; absent: all. */
  householdKinds: codeSet(HOUSEHOLD_KINDS, HOUSEHOLD_KINDS.entries.length, 1).optional(),
  /** Last civil date of entitlements that it pays. */
  until: civilDate.optional(),
};

const indicatorSchema = z.strictObject({
  source: code(FUND_SOURCES),
  class: code(FUND_CLASSES),
  year,
  ...earmarks,
  /** Where it may be spent, and who holds it. */
  division: divisionCode,
  organisation: slug,
  amountFen,
  document,
  issuedOn: civilDate,
  receivedOn: civilDate.optional(),
  /** The indicator that it was allocated from; absent: issued by the source. */
  parent: idOf("I").optional(),
  /** The indicator as which the money came into being. */
  root: idOf("I"),
  /** Allocations above it. */
  depth: z.int().min(0).max(INDICATOR_DEPTH_MAX),
  by: z.string().max(80),
  remark: text(REMARK_CHARACTERS_MAX).optional(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

/** `indicator/<id>`; its money stands on `indicator.<id>` and `committed.<id>`. */
export const indicatorRecord = defineRecord({
  name: "indicator",
  pattern: "indicator/:indicator",
  class: "open",
  schema: indicatorSchema,
  indexes: ({ indicator }, value) => indicatorRows(indicator, value),
  division: (_, value) => value.division,
});

const received = {
  indicatorId: idOf("I"),
  ...earmarks,
  division: divisionCode,
  organisation: slug,
  amountFen,
  document,
  issuedOn: civilDate,
  receivedOn: civilDate.optional(),
  remark: text(REMARK_CHARACTERS_MAX).optional(),
};

export const issuePayload = z.strictObject({
  ...received,
  source: code(FUND_SOURCES),
  class: code(FUND_CLASSES),
  year,
});

export const allocatePayload = z.strictObject({ ...received, parentId: idOf("I") });
