import { expect, test } from "vitest";
import { refusalWord } from "./refusal-words.ts";

test("a refusal's values are said in words: roles, states of what is meant, levels, yuan", () => {
  const zh = (code: string, name: string, value: string | number) => refusalWord(code, name, value, "zh");
  expect(zh("permission.role", "roles", "county_officer, village_clerk")).toBe("县级审批、村信息员");
  expect(refusalWord("permission.role", "roles", "county_officer, village_clerk", "en")).toMatch(
    /^[^_]+, [^_]+$/,
  );
  // `rejected` is a state of files and of payments.
  expect(zh("household.state", "state", "rejected")).not.toBe(zh("fund.state", "state", "rejected"));
  expect(zh("fund.household_state", "state", "rejected")).toBe(zh("household.state", "state", "rejected"));
  expect(zh("division.level", "level", "village")).toBe("村");
  expect(zh("fund.overdrawn", "availableFen", 1_234_505)).toBe("12345.05");
  expect(zh("fund.overdrawn", "availableFen", -5)).toBe("-0.05");
  expect(zh("household.exists", "household", "H1, H2")).toBe("H1, H2");
  expect(zh("service.number", "next", 3)).toBe("3");
  expect(zh("permission.role", "roles", "nobody_knows")).toBe("nobody_knows");
  expect(refusalWord("x", "y", { a: 1 }, "zh")).toBeUndefined();
});
