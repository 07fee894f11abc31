import { expect, test } from "vitest";
import { divisionName, loadDivisions } from "./divisions.ts";

test("every division stands once and has a parent that is there too", () => {
  const divisions = loadDivisions();
  const codes = new Set(divisions.map((division) => division.code));
  expect(codes.size).toBe(divisions.length);
  const orphans = divisions.filter((each) => each.level !== "province" && !codes.has(each.parent));
  expect(orphans).toEqual([]);
  expect(
    divisions.filter((each) => each.code.startsWith("4331") && "township village".includes(each.level))
      .length,
  ).toBe(1_913);
});

test("十八洞村 is where it is", () => {
  expect(divisionName("433124110226")).toBe("十八洞村");
  expect(() => divisionName("999999999999")).toThrow("no division 999999999999");
});
