import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { withField } from "./edit.ts";
import type { FieldSchema, FormFields } from "./field-schema.ts";
import { guardsOf } from "./guards.ts";
import { changesAgainst, changesSince, mergeRows, type SeenVersion } from "./merging.ts";
import { buildPayload } from "./payload.ts";

const HOUSEHOLD = "H1T40PHRRQG890TEF0";
const PERSON = "PJB8TWNZEG6T4Q8QY3";
const schemaOf = (type: string) =>
  registry.describe().actions.find((action) => action.type === type)?.payload as FieldSchema;
const seen = (version: number, changed: SeenVersion["changed"], operator = "clerk-1"): SeenVersion => ({
  version,
  time: version * 1000,
  by: { keyId: "aa", operator },
  changed,
});

test("what changed since: from what I saw to what stands now, by whoever was last", () => {
  const history = [
    seen(4, [{ field: "kind", from: "destitute", to: "low_income_edge" }], "officer-1"),
    seen(3, [
      { field: "kind", from: "general", to: "destitute" },
      { field: "flags", from: [], to: ["only_child"] },
    ]),
    seen(2, [{ field: "standard", from: "national", to: "provincial" }]),
  ];
  const changes = changesSince(history, 2);
  expect(changes).toMatchObject([
    { field: "kind", from: "general", to: "low_income_edge", by: { operator: "officer-1" }, time: 4000 },
    { field: "flags", from: [], to: ["only_child"], by: { operator: "clerk-1" } },
  ]);
  expect(changesSince(history, 4)).toEqual([]);
});

test("changed and changed back is no change", () => {
  const history = [
    seen(3, [{ field: "kind", from: "destitute", to: "general" }]),
    seen(2, [{ field: "kind", from: "general", to: "destitute" }]),
  ];
  expect(changesSince(history, 1)).toEqual([]);
  const gone = [
    seen(3, [{ field: "monitoring", from: "clue", to: null }]),
    seen(2, [{ field: "monitoring", from: null, to: "clue" }]),
  ];
  expect(changesSince(gone, 1)).toEqual([]);
});

function rowsOf(type: string, fields: FormFields, changes: [string, unknown, unknown][], at = 0) {
  const guard = guardsOf(type, fields)[at]!;
  const full = changes.map(([field, from, to]) => ({ field, from, to, by: undefined, time: 0 }));
  return mergeRows(guard, schemaOf(type), fields, full);
}

test("of an update, only what both changed differently is to be decided; the rest of theirs stays by itself", () => {
  const fields = {
    householdId: HOUSEHOLD,
    kind: "destitute",
    standard: "provincial",
    effectiveDate: "2020-05-01",
  };
  const rows = rowsOf("household.update", fields, [
    ["kind", "general", "low_income_edge"],
    ["standard", "national", "provincial"],
    ["flags", [], ["only_child"]],
    ["effectiveDate", "2020-01-01", "2020-04-01"],
    ["responsible", [], ["cadre-1"]],
  ]);
  expect(rows.map(({ field, conflict, mine }) => [field, conflict, mine])).toEqual([
    ["kind", true, "destitute"],
    ["standard", false, "provincial"],
    ["flags", false, undefined],
    ["effectiveDate", true, "2020-05-01"],
    ["responsible", false, undefined],
  ]);
  // Taking theirs leaves an optional field out; a required one is said again.
  expect(rows[0]?.taken).toBeUndefined();
  expect(rows[3]?.taken).toBe("2020-04-01");
  const merged = withField(fields, "kind", rows[0]?.taken);
  expect(buildPayload(schemaOf("household.update"), merged).payload).not.toHaveProperty("kind");
});

test("what replaces the whole record would drop what they entered: that is to be decided, too", () => {
  const fields: FormFields = {
    householdId: HOUSEHOLD,
    effectiveDate: "2020-05-01",
    restricted: { debtFen: "1,000", living: { safeWater: true } },
    persons: [{ personId: PERSON, restricted: { health: ["chronic"] } }],
  };
  const type = "household.updateRestricted";
  const rows = rowsOf(type, fields, [
    ["facts.debtFen", 0, 123_450],
    ["facts.savingsFen", null, 500],
    ["facts.living.safeWater", null, true],
    ["facts.living.landHundredthMu", null, 415],
    ["facts.income", null, [{ line: "crops", period: "2020", fen: 813_093 }]],
  ]);
  expect(rows.map(({ path, conflict }) => [path, conflict])).toEqual([
    ["restricted.debtFen", true],
    ["restricted.savingsFen", true],
    ["restricted.living.safeWater", false],
    ["restricted.living.landHundredthMu", true],
    ["restricted.income", true],
  ]);
  expect(rows[0]).toMatchObject({ mine: 100_000, to: 123_450, taken: "1234.50" });
  const merged = rows.reduce<FormFields>(
    (before, { path = "", taken }) => withField(before, path, taken),
    fields,
  );
  expect(merged["restricted"]).toEqual({
    debtFen: "1234.50",
    savingsFen: "5",
    living: { safeWater: true, landHundredthMu: "415" },
    income: [{ line: "crops", period: "2020", fen: "8130.93" }],
  });

  const [ofPerson] = rowsOf(type, fields, [["facts.health", ["healthy"], ["disabled"]]], 1);
  expect(ofPerson).toMatchObject({
    path: "persons.0.restricted.health",
    conflict: true,
    taken: ["disabled"],
  });
  // A form that leaves the household's own facts alone drops nothing of them.
  const { restricted: _, ...onlyPersons } = fields;
  expect(rowsOf(type, onlyPersons, [["facts.debtFen", 0, 5]])[0]?.conflict).toBe(false);
});

test("of a record without a history, what the form names is compared with what stands now", () => {
  const fields = { operator: "clerk-1", status: "suspended", reason: "离岗" };
  const guard = guardsOf("access.setOperatorStatus", fields)[0]!;
  const changes = changesAgainst(guard, schemaOf("access.setOperatorStatus"), fields, {
    status: "active",
    organisation: "village-1",
  });
  expect(changes.map(({ field, to }) => [field, to])).toEqual([["status", "active"]]);
});
