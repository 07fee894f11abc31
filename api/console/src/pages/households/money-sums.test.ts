import { expect, test } from "vitest";
import { isSpending, sumsByYear } from "./money-sums.ts";

test("months join their year; income and spending are summed apart, in fen", () => {
  const lines = [
    { line: "wages", period: "2019-11", fen: 10 },
    { line: "wages", period: "2020-01", fen: 100_001 },
    { line: "crops", period: "2020", fen: 200_002 },
    { line: "production_cost", period: "2020-03", fen: 7 },
    { line: "medical_cost", period: "2020", fen: 5 },
  ];
  expect(sumsByYear(lines)).toEqual([
    { year: "2020", incomeFen: 300_003, spendingFen: 12 },
    { year: "2019", incomeFen: 10, spendingFen: 0 },
  ]);
  expect(sumsByYear([])).toEqual([]);
});

test("relief and loans come in, though they don't last; cost goes out", () => {
  expect(["loan", "temporary_relief", "pension"].map(isSpending)).toEqual([false, false, false]);
  expect(["deduction_other", "schooling_cost"].map(isSpending)).toEqual([true, true]);
});
