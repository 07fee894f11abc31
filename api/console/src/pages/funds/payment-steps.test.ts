import { expect, test } from "vitest";
import { stepsOf } from "./payment-steps.ts";

const version = (n: number, ...changed: [string, unknown][]) => ({
  version: n,
  height: n,
  time: n,
  changed: changed.map(([field, to]) => ({ field, to })),
});

test("each version is one step, the first first", () => {
  const history = [
    version(6, ["householdConfirmed.at", 1], ["householdConfirmed.by", "household/H"]),
    version(5, ["bankConfirmed.by", "operator/b"], ["state", "acknowledged"]),
    version(4, ["paidOn", "2026-01-01"], ["state", "paid"]),
    version(3, ["approvals", []], ["state", "approved"]),
    version(2, ["approvals", []]),
    version(1, ["amountFen", 1], ["state", "applied"]),
  ];
  expect(stepsOf(history).map(({ kind }) => kind)).toEqual([
    "applied",
    "approval",
    "approved",
    "paid",
    "bank",
    "household",
  ]);
  expect(stepsOf([version(2, ["rejected.by", "x"], ["state", "rejected"])])[0]?.kind).toBe("rejected");
  expect(stepsOf([version(2, ["remark", "x"])])[0]?.kind).toBe("other");
});
