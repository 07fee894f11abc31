import { expect, test } from "vitest";
import { parseDuration, parseMoment } from "./cli.ts";

test("durations are sums of parts with units", () => {
  expect(parseDuration("8d")).toBe(8 * 86_400_000);
  expect(parseDuration("1d12h")).toBe(36 * 3_600_000);
  expect(parseDuration("500ms")).toBe(500);
  for (const text of ["", "8", "d8", "3x", "-1d", "0s", "1.5h", "1d 2h"]) {
    expect(() => parseDuration(text), text).toThrow(/expected a duration/);
  }
});

test("a moment is now, a civil date of Asia/Shanghai, or a time with its zone", () => {
  expect(parseMoment("2026-01-31")).toBe(Date.UTC(2026, 0, 30, 16));
  expect(parseMoment("2026-01-31T09:00:00+08:00")).toBe(Date.UTC(2026, 0, 31, 1));
  for (const text of ["2026-01-31T09:00:00", "yesterday", "2026-13-01", ""]) {
    expect(() => parseMoment(text), text).toThrow(/expected now/);
  }
});
