import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { FieldSchema, FormFields } from "../../forms/field-schema.ts";
import { nothingLeft } from "./nothing-left.ts";

const schemaOf = (type: string) =>
  registry.describe().actions.find((action) => action.type === type)!.payload as FieldSchema;
const left = (type: string, prefill: FormFields, more: FormFields = { expectVersion: "3" }) =>
  nothingLeft(schemaOf(type), prefill, { ...prefill, ...more });
const householdId = "H0123456789ABCDEFG";

test("a decision on a named file asks for nothing more, once its version is known", () => {
  expect(left("household.approve", { householdId })).toBe(true);
  expect(left("household.approve", { householdId }, {})).toBe(false);
  expect(left("household.approve", { householdId }, { expectVersion: "3", remark: "已" })).toBe(false);
});

test("without the file, with a reason or with a choice there is something to fill in", () => {
  expect(left("household.approve", {})).toBe(false);
  expect(left("household.approve", { householdId: "" })).toBe(false);
  expect(left("household.reject", { householdId })).toBe(false);
  expect(left("household.update", { householdId, effectiveDate: "2026-01-01" })).toBe(false);
});
