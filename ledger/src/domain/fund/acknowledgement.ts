import { organisationRecord } from "../access/schema.ts";
import type { ActionContext } from "../context.ts";
import { useEndorsement } from "../endorsement/use.ts";
import { defineAction } from "../module.ts";
import { countFunds } from "./counters.ts";
import {
  acknowledgePaymentPayload,
  type Payment,
  paymentRecord,
  receiptStatement,
} from "./payment-schema.ts";
import { emit, move, paymentOf, paymentSubject, step } from "./payment-step.ts";
import { paymentSteps } from "./states.ts";

export const acknowledge = defineAction({
  type: "fund.acknowledge",
  title: { zh: "确认到账", en: "Acknowledge a payment" },
  payload: acknowledgePaymentPayload,
  cost: 15,
  permission: [
    ...(["finance_officer", "org_admin", "director"] as const).map((role) => ({
      role,
      jurisdiction: "organisation" as const,
      organisationKinds: ["bank"],
      states: paymentSteps.from("fund.acknowledge"),
    })),
    {
      role: "household",
      jurisdiction: "own_household",
      states: paymentSteps.from("fund.acknowledge"),
    },
    // With the household's endorsement:
    ...(["cadre", "village_clerk", "village_secretary", "township_officer"] as const).map((role) => ({
      role,
      jurisdiction: "division" as const,
      states: paymentSteps.from("fund.acknowledge"),
    })),
  ],
  subject: (ctx, payload) => paymentSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n } = payload;
    const before = paymentOf(ctx, payload);
    const state = step(ctx, "fund.acknowledge", before);
    const after: Payment = {
      ...before,
      ...confirmation(ctx, household, n, before, payload.endorsement),
      state,
    };
    ctx.put(paymentRecord, { household, n }, after);
    if (before.state === "paid") {
      const { division } = ctx.require(organisationRecord, { organisation: before.bank! }, "n");
      move(ctx, "credit", household, n, after, division);
      countFunds(ctx, after.division, {
        "payments.acknowledged": 1,
        "funds.acknowledged_fen": after.amountFen,
      });
    }
    const byHousehold = after.householdConfirmed !== before.householdConfirmed;
    countFunds(ctx, after.division, { [`payments.acknowledged.${byHousehold ? "household" : "bank"}`]: 1 });
    emit(ctx, "fund.acknowledged", household, n, after, { side: byHousehold ? "household" : "bank" });
  },
});

/** Bank and household each confirm once; whoever is first moves the money to the payee. */
function confirmation(
  ctx: ActionContext,
  household: string,
  n: number,
  payment: Payment,
  endorsement: Uint8Array | undefined,
): Pick<Payment, "bankConfirmed" | "householdConfirmed"> {
  const { sender } = ctx;
  if (sender.kind === "household" || endorsement !== undefined) {
    if (payment.householdConfirmed !== undefined) ctx.refuse("fund.acknowledged", "n");
    if (endorsement === undefined) {
      return { householdConfirmed: { by: sender.actor, at: ctx.time, kind: "key" } };
    }
    const statement = receiptStatement(household, n, payment);
    const endorser = useEndorsement(ctx, endorsement, statement, "endorsement");
    if (endorser.household !== household) ctx.refuse("fund.endorser", "endorsement");
    return {
      householdConfirmed: { by: endorser.actor, at: endorser.occurredAt, kind: "endorsement" },
    };
  }
  if (sender.organisation !== payment.bank) ctx.refuse("fund.endorsement_needed", "endorsement");
  ctx.separate("", payment.paidBy);
  if (payment.bankConfirmed !== undefined) ctx.refuse("fund.acknowledged", "n");
  return { bankConfirmed: { by: sender.actor, on: ctx.date } };
}
