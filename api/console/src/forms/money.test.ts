import fc from "fast-check";
import { expect, test } from "vitest";
import { yuanOf } from "../texts/formats.ts";
import { editableYuan, fenOf, wholeOf } from "./money.ts";

test.each([
  ["0", 0],
  ["0.01", 1],
  ["1.1", 110],
  ["1.", 100],
  ["19.99", 1999],
  ["12,345.67", 1234567],
  ["１２３．４５", 12345],
  [" ¥ 1 200.50 ", 120050],
  ["300元", 30000],
  ["90071992547409.91", Number.MAX_SAFE_INTEGER],
])("%j is %d fen", (text, fen) => {
  expect(fenOf(text)).toBe(fen);
});

test.each([
  "",
  "-",
  "1.234",
  "1e3",
  "0x10",
  "1.2.3",
  "12,34",
  "1,2345",
  "一百",
  "90071992547409.92",
  "NaN",
  "Infinity",
])("%j isn't an amount", (text) => {
  expect(fenOf(text)).toBeUndefined();
});

test("every amount is shown and typed back without a difference", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (fen) => {
      expect(fenOf(editableYuan(fen))).toBe(fen);
      expect(fenOf(yuanOf(fen))).toBe(fen);
    }),
  );
});

test("whole numbers: full-width digits yes, fractions no", () => {
  expect(wholeOf("１２")).toBe(12);
  expect(wholeOf("1,200")).toBe(1200);
  expect(wholeOf("1.5")).toBeUndefined();
  expect(wholeOf("9007199254740993")).toBeUndefined();
});
