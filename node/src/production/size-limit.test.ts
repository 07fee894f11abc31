import { expect, test } from "vitest";
import { SizeLimit } from "./size-limit.ts";
import { waitingWindow } from "./waiting-window.ts";

test("the size halves after an undecided round and grows by an eighth of full per decided height", () => {
  const size = new SizeLimit();
  expect(size.of(0)).toBe(1);
  size.undecidedRound();
  size.undecidedRound();
  expect(size.factor).toBe(1 / 4);
  size.decidedHeight();
  expect(size.factor).toBe(3 / 8);
  for (let i = 0; i < 10; i++) size.decidedHeight();
  expect(size.factor).toBe(1);
  for (let i = 0; i < 100; i++) size.undecidedRound();
  expect(size.factor).toBeGreaterThan(0);
});

test("a fresh proposal of round r is at most 1/2^r of full, whatever the size limit", () => {
  const size = new SizeLimit();
  expect([0, 1, 2, 3].map((round) => size.of(round))).toEqual([1, 1 / 2, 1 / 4, 1 / 8]);
});

test("a proposer waits for no company at light load, and for half of the last block at heavy load", () => {
  expect(waitingWindow(0)).toEqual({ ms: 0, enough: 1 });
  expect(waitingWindow(24).ms).toBe(0);
  expect(waitingWindow(500)).toEqual({ ms: 50, enough: 250 });
  expect(waitingWindow(100_000)).toEqual({ ms: 100, enough: 2_000 });
});
