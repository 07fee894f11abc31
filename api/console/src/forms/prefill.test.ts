import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { startFields } from "./edit.ts";
import type { FieldSchema } from "./field-schema.ts";
import { buildPayload } from "./payload.ts";
import { prefillOf } from "./prefill.ts";

const schemaOf = (type: string) =>
  registry.describe().actions.find((action) => action.type === type)?.payload as FieldSchema;
const prefilled = (type: string, search: string) => prefillOf(schemaOf(type), new URLSearchParams(search));

test("an address fills in what fits the form", () => {
  expect(prefilled("household.approve", "householdId=H163PCN80JA5SNA6A5&expectVersion=3")).toEqual({
    fields: { householdId: "H163PCN80JA5SNA6A5", expectVersion: "3" },
    dropped: [],
  });
});

test("what doesn't fit is dropped and named, whatever it is", () => {
  const search =
    "members=5&restricted=x&cause=y&flags=only_child&kind=nobody&division=12&effectiveDate=2020-02-31" +
    "&householdId=H1&__proto__=a&constructor=b&standard=national&remark=";
  const { fields, dropped } = prefilled("household.register", search);
  expect(fields).toEqual({ standard: "national" });
  expect(dropped).toEqual([
    "members",
    "restricted",
    "cause",
    "flags",
    "kind",
    "division",
    "effectiveDate",
    "householdId",
    "__proto__",
    "constructor",
  ]);
});

test("no address of any action breaks its form", () => {
  for (const { type, payload } of registry.describe().actions) {
    const schema = payload as FieldSchema;
    const names = Object.keys(schema.properties ?? {});
    for (const text of ["5", "[]", "true", "__proto__", "2020-01-01"]) {
      const given = new URLSearchParams(names.map((name) => [name, text]));
      const { fields } = prefillOf(schema, given);
      const start = { ...startFields(type, schema), ...fields };
      const { errors } = buildPayload(schema, start);
      for (const name of Object.keys(fields)) expect(errors.has(name), `${type} ${name}=${text}`).toBe(false);
    }
  }
});
