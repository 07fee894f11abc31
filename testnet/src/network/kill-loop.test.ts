import { afterAll, beforeAll, expect, test } from "vitest";
import { ClientRecord, contradictions } from "./client-record.ts";
import { poll } from "./processes.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";

/** No acknowledged transaction is lost and no answer is taken back: kill -9 under load, against the clients' record. */

let network!: TestNetwork;

beforeAll(async () => {
  network = await startNetwork({ nodes: 4 });
}, 60_000);
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

test("validators killed under load: what clients were told is what every node says afterwards", async () => {
  const record = await ClientRecord.start(network, 8);
  const more = async (count: number) => {
    const wanted = record.finals + count;
    expect(await poll(() => (record.finals >= wanted ? true : undefined), 40_000), "the load goes on").toBe(
      true,
    );
  };
  // One at a time the others go on; with two of four away nothing is final until one is back.
  for (const killed of [[0], [1, 3], [2]]) {
    await more(12);
    await Promise.all(killed.map((index) => network.kill(index)));
    if (killed.length === 1) await more(6);
    await Promise.all(killed.map((index) => network.start(index)));
  }
  await more(12);
  await record.stop();
  expect(contradictions(record.told, await record.accounts())).toEqual([]);
  const ends = new Set(record.told.map(({ end }) => end?.status));
  expect(ends).toContain("applied");
  expect(ends).toContain("rejected");
}, 180_000);
