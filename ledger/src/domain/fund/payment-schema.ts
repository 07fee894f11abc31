import { z } from "zod";
import { H } from "../../crypto/hashing.ts";
import { code, FUND_PURPOSES, PAYMENT_STATES } from "../codes/index.ts";
import { endorsementBytes } from "../endorsement/schema.ts";
import {
  civilDate,
  divisionCode,
  expectVersion,
  fen,
  idOf,
  reason,
  slug,
  text,
  timestamp,
} from "../fields.ts";
import { defineRecord } from "../module.ts";
import { APPROVALS_MAX, PAYMENT_FEN_MAX, PAYMENTS_MAX, REMARK_CHARACTERS_MAX } from "./limits.ts";
import { paymentRows } from "./queries.ts";
import { paymentSteps } from "./states.ts";

const actor = z.string().max(80);
const householdId = idOf("H");
const n = z.int().min(1).max(PAYMENTS_MAX);

const facts = {
  purpose: code(FUND_PURPOSES),
  /** Measure 措施 under which it is paid. */
  measure: slug.optional(),
  /** Entitlement period, YYYY or YYYY-MM. */
  period: z
    .string()
    .regex(/^[0-9]{4}(-(0[1-9]|1[0-2]))?$/)
    .optional(),
  amountFen: fen.max(PAYMENT_FEN_MAX),
  /** Civil date on which the household is entitled; eligibility is judged at it. */
  entitlementDate: civilDate,
};

const paymentSchema = z.strictObject({
  state: code(PAYMENT_STATES),
  division: divisionCode,
  indicator: idOf("I"),
  person: idOf("P").optional(),
  ...facts,
  appliedBy: actor,
  appliedOn: civilDate,
  /** Approvals needed, as the thresholds said when it was applied for. */
  needed: z.int().min(1).max(APPROVALS_MAX),
  approvals: z.array(z.strictObject({ by: actor, finance: z.boolean(), on: civilDate })).max(APPROVALS_MAX),
  /** The treasury's voucher 凭证号, and the bank that pays out. */
  voucher: text(60).optional(),
  bank: slug.optional(),
  paidBy: actor.optional(),
  paidOn: civilDate.optional(),
  /** What bank and household have confirmed. */
  bankConfirmed: z.strictObject({ by: actor, on: civilDate }).optional(),
  householdConfirmed: z
    .strictObject({ by: actor, at: timestamp, kind: z.enum(["key", "endorsement"]) })
    .optional(),
  rejected: z.strictObject({ by: actor, on: civilDate, reason }).optional(),
  remark: text(REMARK_CHARACTERS_MAX).optional(),
});
export type Payment = z.infer<typeof paymentSchema>;

/** `household/<id>/payments`: how many there are; never falls. */
export const paymentsRecord = defineRecord({
  name: "payments",
  pattern: "household/:household/payments",
  class: "open",
  schema: z.strictObject({ count: z.int().min(0).max(PAYMENTS_MAX) }),
});

/** `household/<id>/payments/<n>`, n from 1: application and payment in one. */
export const paymentRecord = defineRecord({
  name: "payment",
  pattern: "household/:household/payments/:n",
  class: "open",
  schema: paymentSchema,
  indexes: ({ household, n: number }, value) => paymentRows(household, number, value),
  division: (_, value) => value.division,
  steps: { table: paymentSteps, state: (value) => value.state },
});

export const applyPayload = z.strictObject({
  householdId,
  /** The number that the payment will get, where the sender knows it; refuses another. */
  n: n.optional(),
  indicatorId: idOf("I"),
  personId: idOf("P").optional(),
  ...facts,
  remark: text(REMARK_CHARACTERS_MAX).optional(),
});

export const approvePaymentPayload = z.strictObject({ householdId, n, expectVersion });

export const rejectPaymentPayload = z.strictObject({ householdId, n, reason, expectVersion });

export const payPayload = z.strictObject({
  householdId,
  n,
  voucher: text(60, 2),
  /** An organisation of kind bank. */
  bank: slug,
  paidOn: civilDate,
  expectVersion,
});

export const acknowledgePaymentPayload = z.strictObject({
  householdId,
  n,
  endorsement: endorsementBytes.optional(),
});

/** What a household signs offline: that it received this payment, to the fen. */
export function receiptStatement(household: string, number: number, payment: Payment): Uint8Array {
  return H("receipt-statement", (h) =>
    h
      .text(household)
      .u32(number)
      .u64(payment.amountFen)
      .text(payment.voucher ?? ""),
  );
}
