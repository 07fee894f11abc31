import { expect, test } from "vitest";
import { isDivisionPrefix, levelsOf } from "./division-levels.ts";

test("a division stands with those above it", () => {
  expect(levelsOf("433124102")).toEqual(["43", "4331", "433124", "433124102"]);
  expect(levelsOf("43")).toEqual(["43"]);
});

test("what isn't a code of some level is none", () => {
  for (const code of ["", "4", "433", "43312a", "4331241020030", "４３"]) {
    expect(isDivisionPrefix(code), code).toBe(false);
    expect(levelsOf(code)).toEqual([]);
  }
});
