import { expect, test } from "vitest";
import type { Reader } from "../auth/reader.ts";
import { divisionScope, permits, rows, withinDivision } from "./permission.ts";

test("a division's scope is the digits its subdivisions share", () => {
  expect(
    ["430000000000", "433100000000", "433124000000", "433124110000", "433124110226"].map(divisionScope),
  ).toEqual(["43", "4331", "433124", "433124110", "433124110226"]);
});

test("within: itself and below, never beside or above", () => {
  expect(withinDivision("433124110226", "433124000000")).toBe(true);
  expect(withinDivision("433124", "433124000000")).toBe(true);
  expect(withinDivision("4331", "433124000000")).toBe(false);
  expect(withinDivision("433125000000", "433124000000")).toBe(false);
});

test("a subject without the part that a row asks for grants nothing", () => {
  const reader: Reader = {
    keyId: "00",
    kind: "operator",
    organisation: "a",
    organisationKind: "poverty",
    roles: [{ role: "auditor", division: "433124000000" }],
  };
  const table = [...rows("division", "auditor"), ...rows("own_household", "auditor")];
  expect(permits(reader, table, {})).toBe(false);
  expect(permits(reader, table, { household: undefined })).toBe(false);
  expect(permits(reader, table, { division: "433124110226" })).toBe(true);
});
