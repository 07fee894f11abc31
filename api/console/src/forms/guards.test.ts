import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { fitsPattern } from "../records/sources.ts";
import type { FieldSchema } from "./field-schema.ts";
import { guardsOf } from "./guards.ts";

const HOUSEHOLD = "H1T40PHRRQG890TEF0";
const PERSON = "PJB8TWNZEG6T4Q8QY3";
const { actions, records } = registry.describe();
const takesVersion = (schema: FieldSchema) => "expectVersion" in (schema.properties ?? {});

const named = {
  householdId: HOUSEHOLD,
  n: "3",
  organisation: "village-1",
  operator: "clerk-1",
  key: "aa",
  persons: [{ personId: PERSON, restricted: {} }],
};

test("every action that takes a version is guarded by a record that there is, of the kind it is shown as", () => {
  const guarded = actions.filter(({ payload }) => takesVersion(payload as FieldSchema));
  expect(guarded.length).toBeGreaterThan(10);
  for (const { type } of guarded) {
    const guards = guardsOf(type, named);
    expect(guards.length, type).toBeGreaterThan(0);
    for (const { key, record } of guards) {
      const pattern = records.find(({ name }) => name === record)?.pattern ?? "";
      expect(fitsPattern(pattern, key), `${type} ${key}`).toBe(true);
    }
  }
  const others = actions.filter(({ payload }) => !takesVersion(payload as FieldSchema));
  for (const { type } of others) expect(guardsOf(type, named), type).toEqual([]);
});

test("each member's facts have their own version, and their own place in the form", () => {
  const [file, member] = guardsOf("household.updateRestricted", named);
  expect(file?.key).toBe(`household/${HOUSEHOLD}/restricted`);
  expect(file?.pathOf("facts.living.fuel")).toBe("restricted.living.fuel");
  expect(member).toMatchObject({
    key: `person/${PERSON}/restricted`,
    versionPath: "persons.0.expectVersion",
    household: HOUSEHOLD,
  });
  expect(member?.pathOf("facts.health")).toBe("persons.0.restricted.health");
});

test("nothing is asked for while nothing is named", () => {
  expect(guardsOf("household.update", { householdId: "H1" })).toEqual([]);
  expect(guardsOf("service.edit", { householdId: HOUSEHOLD, n: "" })).toEqual([]);
  expect(guardsOf("access.grantRole", { operator: " " })).toEqual([]);
});
