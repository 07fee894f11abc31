import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ReplayWindow } from "./replay-window.ts";

const id = (n: number) => new Uint8Array(createHash("sha256").update(String(n)).digest());
const join = (ids: Uint8Array[]) => new Uint8Array(Buffer.concat(ids.map((one) => one.subarray(0, 8))));
const MINUTE = 60_000;

test("knows what was included for 15 minutes of block time, forgets it at most 2 minutes later, invents nothing", () => {
  const window = new ReplayWindow(12345);
  let next = 0;
  const included: { time: number; ids: Uint8Array[] }[] = [];
  for (let minute = 0; minute < 40; minute++) {
    const time = 1_700_000_000_000 + minute * MINUTE + 500;
    const ids = Array.from({ length: minute % 7 === 0 ? 0 : 700 * (minute % 5) + 3 }, () => id(next++));
    window.add(time, join(ids));
    included.push({ time, ids });
    for (const block of included) {
      const age = time - block.time;
      if (age <= 15 * MINUTE) expect(block.ids.every((one) => window.mayHave(one))).toBe(true);
      if (age > 17 * MINUTE) expect(block.ids.some((one) => window.mayHave(one))).toBe(false);
    }
  }
  for (let n = 0; n < 5000; n++) expect(window.mayHave(id(1e9 + n))).toBe(false);
  expect(window.bytes).toBeLessThan(15 * 2800 * 16);
});

test("keeps ids whose fingerprint is zero", () => {
  const window = new ReplayWindow(0);
  const zero = new Uint8Array(32);
  window.add(MINUTE, join([id(1)]));
  expect(window.mayHave(zero)).toBe(false);
  window.add(MINUTE, join([zero]));
  expect(window.mayHave(zero)).toBe(true);
});

test("over its memory bound it says 'look it up', never 'no', until what it left out is old", () => {
  const window = new ReplayWindow(7, 40_000);
  const start = 1_700_000_000_000;
  for (let n = 0; n < 100; n++)
    window.add(start + n, join(Array.from({ length: 100 }, (_, i) => id(100 * n + i))));
  expect(window.bytes).toBeLessThan(100_000);
  for (let n = 0; n < 10_000; n++) expect(window.mayHave(id(n))).toBe(true);
  window.add(start + 14 * MINUTE, join([id(77_777)]));
  expect(window.mayHave(id(9_999))).toBe(true);
  window.add(start + 20 * MINUTE, join([])); // the tables are gone, but 77,777 was left out
  expect(window.mayHave(id(77_777))).toBe(true);
  window.add(start + 31 * MINUTE, join([id(88_888)]));
  expect(window.mayHave(id(9_999))).toBe(false);
  expect(window.mayHave(id(88_888))).toBe(true);
});
