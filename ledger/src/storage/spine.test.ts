import { expect, test } from "vitest";
import type { StoredEntry } from "./entry-page.ts";
import { extend, jumpVersion, type Spine } from "./spine.ts";
import { versionAtHeight, versionNumber } from "./versions.ts";

test("any version of 2,000 is found by number and by height in at most 3·log₂ steps, and it is the right one", () => {
  const entries: StoredEntry[] = [];
  let spine: Spine = [];
  let longest = 0;
  for (let version = 1; version <= 2000; version++) {
    const index = 3 * version;
    const height = 10 + 2 * Math.floor(version / 3); // several versions a block, gaps between
    const extended = extend(spine, version - 1, { index, height });
    spine = extended.spine;
    longest = Math.max(longest, spine.length);
    expect(extended.jump?.index ?? 0).toBe(3 * jumpVersion(version));
    entries[index] = {
      index,
      height,
      version,
      previous: 3 * (version - 1),
      jump: extended.jump?.index ?? 0,
      jumpHeight: extended.jump?.height ?? 0,
      txIndex: 0,
      key: "r",
      class: "open",
      deleted: false,
      value: undefined,
      valueHash: new Uint8Array(32),
    };
  }
  expect(longest).toBeLessThanOrEqual(12);
  let steps = 0;
  const read = (index: number) => {
    steps++;
    return entries[index]!;
  };
  const newest = entries[6000]!;
  for (let version = 1; version <= 2000; version++) {
    steps = 0;
    expect(versionNumber(newest, version, read).version).toBe(version);
    expect(steps).toBeLessThanOrEqual(33);
  }
  for (let height = 0; height <= 1400; height++) {
    steps = 0;
    const wanted = entries.filter((entry) => entry !== undefined && entry.height <= height).at(-1);
    expect(versionAtHeight(newest, height, read)).toBe(wanted);
    expect(steps).toBeLessThanOrEqual(33);
  }
});
