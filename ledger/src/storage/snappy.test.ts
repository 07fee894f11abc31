import { expect, test } from "vitest";
import { unsnap } from "./snappy.ts";

test("literals and copies of each form, overlapping ones too", () => {
  // "abcd", then a copy of 4 from 4 back, then 8 from 1 back (overlapping), each in another form.
  const bytes = Uint8Array.of(16, 0b0000_1100, 97, 98, 99, 100, 0b0000_0001, 4, 0b0001_1110, 1, 0);
  expect(unsnap(bytes).toString()).toBe("abcdabcddddddddd");
  const long = Uint8Array.of(100, 60 << 2, 99, ...new Uint8Array(100).fill(120));
  expect(unsnap(long).toString()).toBe("x".repeat(100));
});

test("bytes that aren't snappy are refused, never read beyond", () => {
  for (const bytes of [
    [5, 0, 97],
    [4, 0b0000_0001, 1],
    [2, 0b0000_1100, 97, 98, 99, 100],
    [],
    [9, 0xff, 0xff, 0xff, 0xff, 0xff, 0],
  ]) {
    expect(() => unsnap(Uint8Array.from(bytes))).toThrow(RangeError);
  }
});
