import { expect, test } from "vitest";
import { divisionPath, isVillage } from "./division-path.ts";

test("a path goes from the reader's own division to the chosen one", () => {
  expect(divisionPath("520000000000", "520123001002")).toEqual([
    "520000000000",
    "520100000000",
    "520123000000",
    "520123001000",
    "520123001002",
  ]);
  expect(divisionPath("520123000000", "520123001000")).toEqual(["520123000000", "520123001000"]);
});

test("what lies outside the own division leads back to it", () => {
  expect(divisionPath("520123000000", "530123001000")).toEqual(["520123000000"]);
  expect(divisionPath("520123001002", "520123001002")).toEqual(["520123001002"]);
  expect(divisionPath("520123000000", "")).toEqual(["520123000000"]);
});

test("only a code's last three digits make a village", () => {
  expect(isVillage("520123001002")).toBe(true);
  expect(isVillage("520123001000")).toBe(false);
});
