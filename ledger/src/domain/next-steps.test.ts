import { expect, test } from "vitest";
import { registry } from "./index.ts";
import { nextSteps } from "./next-steps.ts";

const household = (registration: string) => ({ key: "household/H1", value: { registration } });
const payment = (state: string) => ({ key: "household/H1/payments/1", value: { state } });
const actions = (...written: { key: string; value: object }[]) =>
  nextSteps(registry, written as Parameters<typeof nextSteps>[1]).map(({ action }) => action);

test("an application waits for the county's officer, of the kinds of organisation that may approve", () => {
  const [approve, ...others] = nextSteps(registry, [household("applied"), household("applied")]);
  expect(approve).toMatchObject({ action: "household.approve", title: { zh: "县级审批建档" } });
  expect(approve?.roles).toEqual([
    { role: "county_officer", jurisdiction: "division", organisationKinds: ["poverty", "civil"] },
  ]);
  expect(others.map(({ action }) => action)).toEqual(["household.reject", "household.withdraw"]);
});

test("a payment waits for two kinds of approver, then for who pays", () => {
  const [approve] = nextSteps(registry, [payment("applied")]);
  expect(approve).toMatchObject({ action: "fund.approve", title: { en: "Approve a payment" } });
  expect(approve?.roles).toEqual([
    { role: "county_officer", jurisdiction: "division", organisationKinds: ["poverty", "civil"] },
    { role: "finance_approver", jurisdiction: "division", organisationKinds: ["finance"] },
  ]);
  expect(actions(payment("approved"))).toEqual(["fund.reject", "fund.pay"]);
});

test("what has no state, is gone or is at its end leads nowhere", () => {
  expect(actions(household("withdrawn"))).toEqual([]);
  expect(nextSteps(registry, [{ key: "household/H1", value: undefined }])).toEqual([]);
  expect(actions({ key: "operator/clerk", value: {} }, { key: "no/such", value: {} })).toEqual([]);
});
