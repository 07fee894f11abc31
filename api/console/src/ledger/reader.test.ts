import { expect, test } from "vitest";
import { mayTry, roleWords } from "./reader.ts";

const officer = {
  kind: "operator",
  organisationKind: "poverty",
  roles: [
    { role: "county_officer", division: "433124000000" },
    { role: "county_officer", division: "433100000000" },
  ],
} as const;

test("a role's rows apply to whoever holds it, in an organisation of the kinds that they name", () => {
  const reader = { ...officer, roles: [...officer.roles] };
  expect(mayTry([{ role: "county_officer", jurisdiction: "division" }], reader)).toBe(true);
  expect(
    mayTry([{ role: "county_officer", jurisdiction: "division", organisationKinds: ["civil"] }], reader),
  ).toBe(false);
  expect(mayTry([{ role: "cadre", jurisdiction: "division" }], reader)).toBe(false);
});

test("households and admin keys act in roles of their own", () => {
  expect(roleWords({ kind: "household", roles: [] })).toEqual(["household"]);
  expect(roleWords({ kind: "admin", roles: [] })).toEqual(["admin_key"]);
  expect(roleWords({ ...officer, roles: [...officer.roles] })).toEqual(["county_officer"]);
});
