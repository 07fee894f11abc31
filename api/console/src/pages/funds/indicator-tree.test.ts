import { expect, test } from "vitest";
import { rowsOf, treeOf } from "./indicator-tree.ts";

const line = (
  id: string,
  parent: string | undefined,
  amountFen: number,
  freeFen: number,
  committedFen = 0,
) => ({
  id,
  parent,
  division: "433124000000",
  amountFen,
  freeFen,
  committedFen,
});

const COUNTRY = line("A", undefined, 1_000, 100);
const PROVINCE = line("B", "A", 900, 200);
const COUNTY = line("C", "B", 700, 300, 150);

test("what is neither passed down, approved nor free was paid; sums take in what lies below", () => {
  const [top] = treeOf([COUNTRY, PROVINCE, COUNTY]);
  expect(top).toMatchObject({ allocatedFen: 900, spentFen: 250, committedFen: 150, remainingFen: 600 });
  const county = top?.children[0]?.children[0];
  expect(county).toMatchObject({ allocatedFen: 0, spentFen: 250, committedFen: 150, remainingFen: 300 });
  // Every fen of the top is somewhere.
  expect((top?.spentFen ?? 0) + (top?.committedFen ?? 0) + (top?.remainingFen ?? 0)).toBe(1_000);
});

test("an indicator whose parent can't be read stands at the top", () => {
  expect(treeOf([COUNTY, PROVINCE]).map(({ indicator }) => indicator.id)).toEqual(["B"]);
  expect(treeOf([COUNTY]).map(({ indicator }) => indicator.id)).toEqual(["C"]);
});

test("rows go from top to bottom and leave out what is closed", () => {
  const tree = treeOf([COUNTRY, PROVINCE, COUNTY]);
  const shown = (closed: string[]) =>
    rowsOf(tree, new Set(closed)).map(({ indicator, level }) => `${level}${indicator.id}`);
  expect(shown([])).toEqual(["1A", "2B", "3C"]);
  expect(shown(["B"])).toEqual(["1A", "2B"]);
});
