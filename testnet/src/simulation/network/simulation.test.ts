import { expect, test } from "vitest";
import { runSeeds } from "./run-seeds.ts";
import { simulate } from "./simulation.ts";

test.each([
  [3, 4],
  [11, 4],
  [2, 1],
  [5, 7],
])("seed %i with %i nodes gives the same events twice", async (seed, nodes) => {
  const first = await simulate({ seed, nodes });
  const second = await simulate({ seed, nodes });
  expect(second.lines).toEqual(first.lines);
  expect(second.digest).toBe(first.digest);
  expect(first.violation).toBeUndefined();
  // And another seed gives others.
  expect((await simulate({ seed: seed + 1, nodes })).digest).not.toBe(first.digest);
});

test("every line has its columns", async () => {
  const { lines } = await simulate({ seed: 1, nodes: 4 });
  for (const line of lines) expect(line).toMatch(/^ *\d+\.\d{3} (n\d+ *|- {3}) [a-z-]+( +\S+=.*)?$/);
});

test("without faults nothing goes wrong, and every height is decided in round 0", async () => {
  const { violation, laterRounds, blocks, counts } = await simulate({ seed: 1, nodes: 4, faults: [] });
  expect(violation).toBeUndefined();
  expect(laterRounds).toBe(0);
  expect(blocks).toBeGreaterThan(10);
  expect(counts["fault"]).toBeUndefined();
});

test("a few seeds of every size hold, and their faults were there", { timeout: 120_000 }, async () => {
  const { totals, failed } = await runSeeds({ seeds: 24, seedStart: 1_000, nodes: undefined }, 1, () => {});
  expect(failed.map(({ what, replay }) => `${what}\n${replay}`)).toEqual([]);
  expect(totals.blocks).toBeGreaterThan(200);
  expect(totals.laterRounds).toBeGreaterThan(0);
  expect(totals.counts["power-cut"]).toBeGreaterThan(5);
  expect(totals.counts["gave-up"]).toBeGreaterThan(0);
  expect(totals.packets.dropped).toBeGreaterThan(100);
  expect(totals.packets.duplicated).toBeGreaterThan(100);
});
