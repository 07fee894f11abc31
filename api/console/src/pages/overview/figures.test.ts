import { expect, test } from "vitest";
import { firstParts, fundFigures, partsOf, widestOf } from "./figures.ts";

test("the parts of a figure are those directly under its name, the largest first", () => {
  const counters = {
    households: 9,
    "households.cause.illness": 4,
    "households.cause.land": 5,
    "households.cause.water": 0,
    "households.cause_any.land": 8,
    "households.cause.land.deep": 1,
  };
  expect(partsOf(counters, "households.cause.")).toEqual([
    { id: "land", value: 5 },
    { id: "illness", value: 4 },
  ]);
});

test("parts that don't fit are summed up, not dropped", () => {
  const parts = [5, 4, 3, 2].map((value, i) => ({ id: `p${i}`, value }));
  expect(firstParts(parts, 4, "rest")).toEqual(parts);
  expect(firstParts(parts, 3, "rest")).toEqual([parts[0], parts[1], { id: "rest", value: 5 }]);
});

test("money that arrived is paid, approved and waiting, or stuck", () => {
  const county = {
    "funds.indicator_fen": 1_000,
    "funds.approved_fen": 700,
    "funds.paid_fen": 600,
    "funds.acknowledged_fen": 550,
  };
  expect(fundFigures(county)).toEqual({
    arrived: 1_000,
    paid: 600,
    waiting: 100,
    stuck: 400,
    unconfirmed: 50,
  });
});

test("where payments come from an indicator above, nothing is said to have arrived or be stuck", () => {
  expect(fundFigures({ "funds.approved_fen": 70, "funds.paid_fen": 60 })).toMatchObject({
    arrived: undefined,
    stuck: undefined,
    paid: 60,
    waiting: 10,
  });
  expect(fundFigures({})).toMatchObject({ arrived: 0, stuck: 0 });
});

test("of several roles the widest division is shown first", () => {
  expect(widestOf(["433124102003", "433124000000", "433124102000"])).toBe("433124000000");
  expect(widestOf([])).toBeUndefined();
});
