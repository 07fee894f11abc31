import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTestClock, systemClock } from "./clock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const DAY = 86_400_000;

describe("the test network's clock", () => {
  it("moves forward for all who read the file, and only forward", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "clock.json");
    const one = openTestClock(file);
    const other = openTestClock(file);
    const told: number[] = [];
    other.onMove((now) => told.push(now));
    const start = one.now();
    expect(one.advance(8 * DAY)).toBeGreaterThanOrEqual(start + 8 * DAY);
    other.refresh();
    expect(Math.abs(other.now() - one.now())).toBeLessThan(50);
    expect(told).toHaveLength(1);
    const monotonic = one.monotonic();
    expect(() => one.advance(-1)).toThrow(expect.objectContaining({ code: "clock.backwards" }));
    expect(() => one.set(start)).toThrow(expect.objectContaining({ code: "clock.backwards" }));
    expect(() => one.set(0.5)).toThrow(expect.objectContaining({ code: "clock.invalid" }));
    const before = one.offset();
    for (const ms of [300 * 365 * DAY, Number.MAX_SAFE_INTEGER]) {
      expect(() => one.advance(ms)).toThrow(expect.objectContaining({ code: "clock.too_far" }));
      expect(() => one.set(ms)).toThrow(expect.objectContaining({ code: "clock.too_far" }));
    }
    expect(one.offset()).toBe(before);
    expect(one.monotonic() - monotonic).toBeLessThan(1_000);
    one.close();
    other.close();
    const restarted = openTestClock(file);
    expect(restarted.offset()).toBe(one.offset());
    restarted.close();
  });

  it("starts in the past and comes back to the host's time", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "clock.json");
    writeFileSync(file, `{"offset":${-60 * DAY}}`);
    const clock = openTestClock(file);
    expect(Math.abs(clock.now() - (Date.now() - 60 * DAY))).toBeLessThan(50);
    clock.set(Date.now());
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
    clock.close();
  });

  it("takes into account what another node wrote meanwhile, never what is older", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "clock.json");
    const clock = openTestClock(file);
    writeFileSync(file, `{"offset":${DAY}}`);
    clock.advance(DAY);
    expect(clock.offset()).toBe(2 * DAY);
    writeFileSync(file, `{"offset":5}`);
    clock.refresh();
    expect(clock.offset()).toBe(2 * DAY);
    clock.close();
  });

  it("says what is wrong with its file, at the start and later", () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "clock.json");
    for (const content of [
      "",
      "{",
      "null",
      '{"offset":1.5}',
      '{"offset":"1"}',
      '{"offset":9007199254740991}',
    ]) {
      writeFileSync(file, content);
      expect(() => openTestClock(file)).toThrow(expect.objectContaining({ code: "clock.file" }));
    }
    writeFileSync(file, '{"offset":7}');
    const problems: string[] = [];
    const clock = openTestClock(file, ({ code }) => problems.push(code));
    writeFileSync(file, "{");
    clock.refresh();
    expect(problems).toEqual(["clock.file"]);
    expect(clock.offset()).toBe(7);
    clock.close();
  });

  it("stays where it was when its file can't be written", () => {
    using folder = temporaryFolder();
    const clock = openTestClock(join(folder.path, "gone", "clock.json"));
    expect(() => clock.advance(DAY)).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(clock.offset()).toBe(0);
    clock.close();
  });

  it("reads the file by itself within a second or so", async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, "clock.json");
    const clock = openTestClock(file);
    const moved = new Promise((resolve) => clock.onMove(resolve));
    writeFileSync(file, `{"offset":${DAY}}`);
    await moved;
    expect(clock.offset()).toBe(DAY);
    clock.close();
  });
});

describe("timers", () => {
  it("fire once, or not at all when cancelled", async () => {
    const clock = systemClock();
    const fired: string[] = [];
    const cancel = clock.setTimeout(5, () => fired.push("cancelled"));
    await new Promise<void>((resolve) => {
      clock.setTimeout(10, () => {
        fired.push("kept");
        resolve();
      });
      cancel();
    });
    expect(fired).toEqual(["kept"]);
  });
});
