import { expect, test } from "vitest";
import { entryNumber } from "./entry-number.ts";

test("an entry's number is plain decimal digits from 1", () => {
  expect(["1", "12", "9999"].map(entryNumber)).toEqual([1, 12, 9999]);
  const odd = ["", "0", "007", "1e3", "0x10", "1.0", "-1", "+1", " 1", "１", "1234567", "__proto__"];
  expect(odd.map(entryNumber)).toEqual(odd.map(() => undefined));
});
