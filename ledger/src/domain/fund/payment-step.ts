import type { ActionContext, ReadContext } from "../context.ts";
import type { Subject } from "../permission.ts";
import { accountIds } from "./accounts.ts";
import { indicatorRecord } from "./indicator-schema.ts";
import { type Payment, paymentRecord } from "./payment-schema.ts";
import { post } from "./posting.ts";
import { type PaymentState, paymentSteps } from "./states.ts";

type PaymentPayload = { readonly householdId: string; readonly n: number };

export function paymentOf(ctx: ReadContext, payload: PaymentPayload): Payment {
  return ctx.require(paymentRecord, { household: payload.householdId, n: payload.n }, "n");
}

export function paymentSubject(ctx: ReadContext, payload: PaymentPayload): Subject {
  const payment = paymentOf(ctx, payload);
  return {
    division: payment.division,
    state: payment.state,
    household: payload.householdId,
    organisation: payment.bank,
  };
}

export function step(ctx: ReadContext, action: string, payment: Payment): PaymentState {
  const next = paymentSteps.next(action, payment.state);
  if (next === undefined) ctx.refuse("fund.state", "n", { state: payment.state });
  return next;
}

/** The posting that belongs to a step of a payment. `bankDivision`: of the bank, where the step needs one. */
export function move(
  ctx: ActionContext,
  kind: "commit" | "release" | "pay" | "credit",
  household: string,
  n: number,
  payment: Payment,
  bankDivision: string = payment.division,
): void {
  const { division: indicatorDivision } = ctx.require(indicatorRecord, { indicator: payment.indicator }, "n");
  const free = { id: accountIds.indicator(payment.indicator), division: indicatorDivision };
  const committed = { id: accountIds.committed(payment.indicator), division: indicatorDivision };
  const transit = { id: accountIds.transit(payment.bank ?? ""), division: bankDivision };
  const payee = { id: accountIds.payee(household), division: payment.division };
  const [credit, debit] = {
    commit: [free, committed] as const,
    release: [committed, free] as const,
    pay: [committed, transit] as const,
    credit: [transit, payee] as const,
  }[kind];
  post(
    ctx,
    {
      kind,
      debit,
      credit,
      fen: payment.amountFen,
      on: kind === "pay" && payment.paidOn !== undefined ? payment.paidOn : ctx.date,
      about: `household/${household}/payments/${n}`,
      ...(payment.voucher === undefined ? {} : { document: payment.voucher }),
    },
    "",
  );
}

export function emit(
  ctx: ActionContext,
  type: string,
  household: string,
  n: number,
  payment: Payment,
  more: { readonly [key: string]: string } = {},
): void {
  ctx.emit(type, {
    household,
    n,
    division: payment.division,
    indicator: payment.indicator,
    amountFen: payment.amountFen,
    state: payment.state,
    ...more,
  });
}
