import { expect, test } from "vitest";
import { UNNAMED_BYTES_PER_PEER_MAX, UNNAMED_COUNTED_MS, UNNAMED_OVERHEAD_BYTES } from "../limits.ts";
import { UnnamedAttachments } from "./unnamed-attachments.ts";

const HALF = UNNAMED_BYTES_PER_PEER_MAX / 2 - UNNAMED_OVERHEAD_BYTES;

function counting() {
  const clock = { now: 0 };
  return { clock, unnamed: new UnnamedAttachments(() => clock.now) };
}

test("each peer has its own bound, and the same attachment counts once", () => {
  const { unnamed } = counting();
  expect(unnamed.take("a", "1", HALF)).toBe(true);
  expect(unnamed.take("a", "1", HALF)).toBe(true);
  expect(unnamed.take("a", "2", HALF)).toBe(true);
  expect(unnamed.take("a", "3", 1)).toBe(false);
  expect(unnamed.take("b", "3", 1)).toBe(true);
  expect(unnamed.count).toBe(3);
});

test("what a transaction names, now or later, doesn't count", () => {
  const { unnamed } = counting();
  unnamed.named(["1"]);
  for (const key of ["1", "2", "3"]) expect(unnamed.take("a", key, HALF)).toBe(true);
  expect(unnamed.take("a", "4", HALF)).toBe(false);
  unnamed.named(["2"]);
  expect(unnamed.take("a", "4", HALF)).toBe(true);
  unnamed.settled(["3"]);
  expect(unnamed.take("a", "5", HALF)).toBe(true);
  expect(unnamed.take("a", "6", HALF)).toBe(false);
});

test("even empty ones cost something, and after a day all are forgotten", () => {
  const { unnamed, clock } = counting();
  let taken = 0;
  while (unnamed.take("a", String(taken), 0)) taken++;
  expect(taken).toBe(UNNAMED_BYTES_PER_PEER_MAX / UNNAMED_OVERHEAD_BYTES);
  clock.now = UNNAMED_COUNTED_MS;
  expect(unnamed.take("a", "more", 0)).toBe(true);
  expect(unnamed.count).toBe(1);
});
