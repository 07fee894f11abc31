import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { decisions, fitting, nextSteps } from "./steps.ts";

const { actions } = registry.describe();
const stepsIn = (state: string) => nextSteps(actions, state).map(({ type }) => type);

test("an application is approved, turned down or withdrawn; a registered file no more", () => {
  expect(stepsIn("applied")).toEqual(
    expect.arrayContaining(["household.approve", "household.reject", "household.withdraw"]),
  );
  expect(stepsIn("registered")).not.toContain("household.approve");
  expect(stepsIn("registered")).toContain("household.update");
});

test("a row without states holds in all", () => {
  const rows = [
    { role: "a", jurisdiction: "division", states: ["applied"] },
    { role: "b", jurisdiction: "division" },
  ];
  expect(fitting(rows, "registered").map(({ role }) => role)).toEqual(["b"]);
});

test("what decides on a file is open to it before it is registered, and what one may always do isn't among it", () => {
  const decidedIn = (state: string) => decisions(actions, state).map(({ type }) => type);
  expect(decidedIn("applied")).toEqual(
    expect.arrayContaining(["household.approve", "household.reject", "household.withdraw"]),
  );
  expect(decidedIn("applied")).not.toContain("service.record");
  expect(decidedIn("registered")).toEqual([]);
});
