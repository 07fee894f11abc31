import { expect, test } from "vitest";
import { pickRoles } from "./pick-roles.ts";

const operator = (role: string, division: string, name = role) => ({
  role,
  division,
  name,
  organisation: "o",
  key: "",
});

test("offers one of each role, of the demonstration's village first, in the order of a file's way", () => {
  const operators = [
    operator("auditor", "433124000000"),
    operator("village_clerk", "433124110001", "elsewhere"),
    operator("village_clerk", "433124110226", "here"),
    operator("org_admin", "433124000000"),
  ];
  const { first, others } = pickRoles(operators);
  expect(first.map(({ name }) => name)).toEqual(["here", "auditor"]);
  expect(others.map(({ name }) => name)).toEqual(["elsewhere", "org_admin"]);
});

test("a network without operators offers nobody", () => {
  expect(pickRoles([])).toEqual({ first: [], others: [] });
});
