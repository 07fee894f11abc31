import type { CodeOf, PAYMENT_STATES } from "../codes/index.ts";
import { defineStates } from "../state-table.ts";

export type PaymentState = CodeOf<typeof PAYMENT_STATES>;

/**
 * The way of a payment. An approval short of the number needed leaves the state as it is; the last one commits
 * the money. Returned, re-issued and recovered payments have their states in the code list and join as rows.
 */
export const paymentSteps = defineStates<PaymentState>("payment", [
  { action: "fund.apply", from: [], to: "applied" },
  { action: "fund.approve", from: ["applied"], to: "approved" },
  { action: "fund.reject", from: ["applied", "approved"], to: "rejected" },
  { action: "fund.pay", from: ["approved"], to: "paid" },
  { action: "fund.acknowledge", from: ["paid", "acknowledged"], to: "acknowledged" },
]);
