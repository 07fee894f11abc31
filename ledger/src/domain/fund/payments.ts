import { organisationRecord } from "../access/schema.ts";
import { divisionScope, withinDivision } from "../division/codes.ts";
import { fileSubject, requireFile } from "../household/file.ts";
import { personRecord } from "../household/person.ts";
import { COUNTED_STATES } from "../household/states.ts";
import { defineAction } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { approvalsNeeded, lacksFinance } from "./approvals.ts";
import { countFunds } from "./counters.ts";
import { indicatorRecord } from "./indicator-schema.ts";
import { PAYMENTS_MAX } from "./limits.ts";
import {
  applyPayload,
  approvePaymentPayload,
  type Payment,
  paymentRecord,
  paymentsRecord,
  payPayload,
  rejectPaymentPayload,
} from "./payment-schema.ts";
import { emit, move, paymentOf, paymentSubject, step } from "./payment-step.ts";
import { paymentSteps } from "./states.ts";

export const apply = defineAction({
  type: "fund.apply",
  title: { zh: "申请资金", en: "Apply for money" },
  payload: applyPayload,
  cost: 15,
  permission: [
    { role: "village_clerk", jurisdiction: "division", states: COUNTED_STATES },
    { role: "township_officer", jurisdiction: "division", states: COUNTED_STATES },
    { role: "county_officer", jurisdiction: "division", states: COUNTED_STATES },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n: expected, indicatorId, personId, ...facts } = payload;
    const file = requireFile(ctx, household);
    const state = paymentSteps.next("fund.apply");
    if (state === undefined) throw new Error("no step applies");
    ctx.check(COUNTED_STATES.includes(file.registration), "fund.household_state", "householdId", {
      state: file.registration,
    });
    if (personId !== undefined) {
      const person = ctx.require(personRecord, { person: personId }, "personId");
      ctx.check(person.household === household, "fund.not_member", "personId", { person: personId });
    }
    const indicator = ctx.require(indicatorRecord, { indicator: indicatorId }, "indicatorId");
    ctx.check(withinDivision(file.division, indicator.division), "fund.earmark_division", "indicatorId", {
      division: indicator.division,
    });
    ctx.check(divisionScope(indicator.division).length >= 6, "fund.indicator_level", "indicatorId");
    ctx.check(
      indicator.purpose === undefined || indicator.purpose === facts.purpose,
      "fund.earmark_purpose",
      "purpose",
      { purpose: indicator.purpose ?? "" },
    );
    const kinds = indicator.householdKinds;
    ctx.check(kinds === undefined || kinds.includes(file.kind), "fund.earmark_kind", "indicatorId", {
      kinds: (kinds ?? []).join(", "),
    });
    ctx.check(
      indicator.until === undefined || facts.entitlementDate <= indicator.until,
      "fund.earmark_until",
      "entitlementDate",
      { until: indicator.until ?? "" },
    );
    ctx.check(facts.amountFen <= indicator.amountFen, "fund.above_indicator", "amountFen", {
      amountFen: indicator.amountFen,
    });
    notInFuture(ctx, facts.entitlementDate, "entitlementDate");
    const n = (ctx.get(paymentsRecord, { household })?.count ?? 0) + 1;
    if (n > PAYMENTS_MAX) ctx.refuse("fund.too_many_payments", "householdId");
    ctx.check(expected === undefined || expected === n, "fund.number", "n", { next: n });
    const payment: Payment = {
      state,
      division: file.division,
      indicator: indicatorId,
      ...(personId === undefined ? {} : { person: personId }),
      ...facts,
      appliedBy: ctx.sender.actor,
      appliedOn: ctx.date,
      needed: approvalsNeeded(ctx, facts.amountFen),
      approvals: [],
    };
    ctx.put(paymentsRecord, { household }, { count: n });
    ctx.put(paymentRecord, { household, n }, payment);
    countFunds(ctx, file.division, { "payments.applied": 1 });
    emit(ctx, "fund.applied", household, n, payment);
  },
});

export const approve = defineAction({
  type: "fund.approve",
  title: { zh: "审批资金", en: "Approve a payment" },
  payload: approvePaymentPayload,
  cost: 15,
  permission: (
    [
      ["county_officer", ["poverty", "civil"]],
      ["finance_approver", ["finance"]],
    ] as const
  ).map(([role, organisationKinds]) => ({
    role,
    jurisdiction: "division" as const,
    organisationKinds,
    states: paymentSteps.from("fund.approve"),
  })),
  subject: (ctx, payload) => paymentSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n } = payload;
    const before = paymentOf(ctx, payload);
    const next = step(ctx, "fund.approve", before);
    ctx.separate("", before.appliedBy, ...before.approvals.map((approval) => approval.by));
    ctx.expectVersion(paymentRecord, { household, n }, payload.expectVersion);
    const finance = ctx.sender.organisationKind === "finance";
    const approvals = [...before.approvals, { by: ctx.sender.actor, finance, on: ctx.date }];
    const last = approvals.length >= before.needed;
    if (last && lacksFinance(before.needed, approvals)) ctx.refuse("fund.finance_approval", "");
    const after: Payment = { ...before, approvals, state: last ? next : before.state };
    ctx.put(paymentRecord, { household, n }, after);
    if (last) {
      move(ctx, "commit", household, n, after);
      countFunds(ctx, after.division, { "payments.approved": 1, "funds.approved_fen": after.amountFen });
    }
    emit(ctx, last ? "fund.approved" : "fund.approval_given", household, n, after);
  },
});

export const reject = defineAction({
  type: "fund.reject",
  title: { zh: "驳回资金申请", en: "Reject a payment" },
  payload: rejectPaymentPayload,
  cost: 15,
  permission: (["county_officer", "finance_approver", "finance_officer"] as const).map((role) => ({
    role,
    jurisdiction: "division" as const,
    organisationKinds: ["poverty", "civil", "finance"],
    states: paymentSteps.from("fund.reject"),
  })),
  subject: (ctx, payload) => paymentSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n } = payload;
    const before = paymentOf(ctx, payload);
    const state = step(ctx, "fund.reject", before);
    ctx.separate("", before.appliedBy);
    ctx.expectVersion(paymentRecord, { household, n }, payload.expectVersion);
    const after: Payment = {
      ...before,
      state,
      rejected: { by: ctx.sender.actor, on: ctx.date, reason: payload.reason },
    };
    ctx.put(paymentRecord, { household, n }, after);
    const committed = before.state === "approved";
    if (committed) move(ctx, "release", household, n, after);
    countFunds(ctx, after.division, {
      "payments.rejected": 1,
      ...(committed ? { "payments.approved": -1, "funds.approved_fen": -after.amountFen } : {}),
    });
    emit(ctx, "fund.rejected", household, n, after);
  },
});

export const pay = defineAction({
  type: "fund.pay",
  title: { zh: "拨付资金", en: "Pay" },
  payload: payPayload,
  cost: 15,
  permission: [
    {
      role: "finance_officer",
      jurisdiction: "division",
      organisationKinds: ["finance"],
      states: paymentSteps.from("fund.pay"),
    },
  ],
  subject: (ctx, payload) => paymentSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n, voucher, bank, paidOn } = payload;
    const before = paymentOf(ctx, payload);
    const state = step(ctx, "fund.pay", before);
    // Approving and paying out are incompatible duties.
    ctx.separate("", before.appliedBy, ...before.approvals.map((approval) => approval.by));
    ctx.expectVersion(paymentRecord, { household, n }, payload.expectVersion);
    notInFuture(ctx, paidOn, "paidOn");
    const payer = ctx.require(organisationRecord, { organisation: bank }, "bank");
    ctx.check(payer.kind === "bank" && payer.status === "active", "fund.not_a_bank", "bank", { bank });
    const after: Payment = { ...before, state, voucher, bank, paidBy: ctx.sender.actor, paidOn };
    ctx.put(paymentRecord, { household, n }, after);
    move(ctx, "pay", household, n, after, payer.division);
    const { source } = ctx.require(indicatorRecord, { indicator: after.indicator }, "n");
    countFunds(ctx, after.division, {
      "payments.paid": 1,
      "funds.paid_fen": after.amountFen,
      [`funds.paid_fen.source.${source}`]: after.amountFen,
      [`funds.paid_fen.purpose.${after.purpose}`]: after.amountFen,
    });
    emit(ctx, "fund.paid", household, n, after);
  },
});
