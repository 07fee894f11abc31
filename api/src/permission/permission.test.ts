import { expect, test } from "vitest";
import type { Reader } from "../auth/reader.ts";
import { permits, rows } from "./permission.ts";

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
