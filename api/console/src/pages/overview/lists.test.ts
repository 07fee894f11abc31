import { expect, test } from "vitest";
import { listAddress } from "./lists.ts";

test("a figure opens its own page with the filter, or the generic list where there is none", () => {
  const state = { state: "registered" };
  expect(listAddress(["/households"], "households", "433124000000", state)).toBe(
    "/households?division=433124000000&state=registered",
  );
  expect(listAddress([], "households", "433124000000", state)).toBe(
    "/record-lists/household?division=433124000000",
  );
  expect(listAddress(["/funds", "/funds/payments"], "payments", "433124000000")).toBe(
    "/funds/payments?division=433124000000",
  );
});
