import type { Action } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { reasonOf } from "./history.ts";

test("the reason in a record's history is its own, where one transaction acts on several records", () => {
  const actions: Action[] = [
    ["fund.reject", { householdId: "H1", n: 1, reason: "重复申请" }],
    ["fund.reject", { householdId: "H1", n: 2, reason: "材料不全" }],
    ["household.close", { householdId: "H2", reason: "整户迁出" }],
    ["household.update", { householdId: "H3", members: [{ personId: "P3" }], reason: "更正" }],
    ["household.assign", { householdId: "H4" }],
  ];
  const of = (key: string) => reasonOf(actions, key);
  expect(of("household/H1/payments/1")).toBe("重复申请");
  expect(of("household/H1/payments/2")).toBe("材料不全");
  expect(of("household/H2")).toBe("整户迁出");
  expect(of("person-restricted/P3")).toBe("更正");
  expect(of("household/H4")).toBeUndefined();
  expect(of("household/H5")).toBeUndefined();
  // What only one action can have changed, it changed, whether it names the record or not.
  expect(reasonOf([actions[2]!], "indicator/I1")).toBe("整户迁出");
});
