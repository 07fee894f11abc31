import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { ACTS } from "./open-steps.ts";
import { entryErrors, refusedPayment, stepActions } from "./step-entry.ts";

const empty = { reason: "", voucher: "", bank: "", paidOn: "" };
const filled = { reason: " 重复申请 ", voucher: "拨2026-1", bank: "bank", paidOn: "2026-11-25" };
const payment = { household: "H0123456789ABCDEFG", n: 2, version: 3 };

test("only what a step asks for has to be filled in", () => {
  expect(entryErrors("fund.approve", empty)).toEqual({});
  expect(Object.keys(entryErrors("fund.reject", empty))).toEqual(["reason"]);
  expect(Object.keys(entryErrors("fund.pay", empty))).toEqual(["voucher", "bank", "paidOn"]);
  for (const act of ACTS) expect(entryErrors(act, filled)).toEqual({});
});

test("each payment is one action, and the payload is what the action takes", () => {
  const actions = stepActions("fund.approve", [payment, { ...payment, n: 5 }], empty);
  expect(actions.map(([, payload]) => payload["n"])).toEqual([2, 5]);
  expect(stepActions("fund.reject", [payment], filled)[0]?.[1]).toMatchObject({
    reason: "重复申请",
    expectVersion: 3,
  });
  const { actions: described } = registry.describe();
  for (const act of ACTS) {
    const [type, payload] = stepActions(act, [payment], filled)[0]!;
    const { properties } = described.find((each) => each.type === type)!.payload as { properties: object };
    expect(Object.keys(payload).filter((name) => !(name in properties))).toEqual([]);
  }
});

test("a refusal names the payment that it is about", () => {
  expect(refusedPayment(["a", "b"], "actions.1.n")).toBe("b");
  expect(refusedPayment(["a", "b"], "actions.1")).toBe("b");
  expect(refusedPayment(["a", "b"], "expiresAt")).toBeUndefined();
});
