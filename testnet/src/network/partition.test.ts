import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { poll } from "./processes.ts";
import { startNetwork, type TestNetwork } from "./start-network.ts";
import { agreement, registerHousehold, submitHousehold } from "./test-household.ts";

/** Until every node has noticed a silent peer: its ping's interval and time-out, and a loaded machine. */
const NOTICED_MS = 30_000;
/** Until commits go on after the repair: reconnecting, a round's time-out that has grown meanwhile, a loaded machine. */
const HEALED_MS = 40_000;

let network!: TestNetwork;
const all = [0, 1, 2, 3];

beforeAll(async () => {
  network = await startNetwork({ partitions: true });
  await registerHousehold(network);
}, 60_000);
afterEach(({ task }) => {
  if (task.result?.state === "fail") network.keep(task.name);
});
afterAll(async () => {
  await network?.[Symbol.asyncDispose]();
});

const heightOf = async (index: number) => (await network.status(index))!.height;
const saysNoQuorum = async (index: number) =>
  (await network.status(index))!.problems.some(({ code }) => code === "node.no_quorum");

/** Resolves with the ms that it took. */
async function within(ms: number, what: string, holds: () => Promise<boolean>): Promise<number> {
  const from = performance.now();
  if (!(await poll(async () => (await holds()) || undefined, ms)))
    throw new Error(`${what}: not in ${ms} ms`);
  return performance.now() - from;
}
const every = (nodes: readonly number[], holds: (index: number) => Promise<boolean>) => async () =>
  (await Promise.all(nodes.map(holds))).every(Boolean);

test("two against two: nothing is committed, every node says why, and after the repair they go on", async () => {
  await agreement(network, all);
  network.partition([0, 1], [2, 3]);
  const before = await heightOf(0);
  const waiting = await submitHousehold(network);
  await within(NOTICED_MS, "no quorum", every(all, saysNoQuorum));
  // All this time a transaction has been waiting to be put into a block.
  expect(await Promise.all(all.map(heightOf))).toEqual(all.map(() => before));

  network.heal();
  await within(
    HEALED_MS,
    "commits go on",
    every(all, async (index) => (await heightOf(index)) > before),
  );
  expect((await waiting.end).status).toBe("applied");
  await within(
    HEALED_MS,
    "all is well",
    every(all, async (index) => !(await saysNoQuorum(index))),
  );
  await agreement(network, all);
}, 120_000);

test("three against one: the three go on, and the one catches up after the repair", async () => {
  const head = await agreement(network, all);
  network.partition([3]);
  const { end } = await registerHousehold(network);
  expect(end.status).toBe("applied");
  await within(NOTICED_MS, "the one has noticed", () => saysNoQuorum(3));
  expect(await every([0, 1, 2], async (index) => !(await saysNoQuorum(index)))()).toBe(true);
  const cutOff = (await network.status(3))!;
  expect(`${cutOff.height} ${cutOff.blockHash}`).toBe(head);
  const reached = await agreement(network, [0, 1, 2]);
  expect(Number(reached.split(" ")[0])).toBeGreaterThan(cutOff.height);

  network.heal();
  await network.waitForHeight(Number(reached.split(" ")[0]), { nodes: [3], timeoutMs: HEALED_MS });
  await agreement(network, all);
}, 120_000);

test("groups name nodes that are there, each once", () => {
  expect(() => network.partition([0, 4])).toThrow("there is no node 4");
  expect(() => network.partition([0, 1], [1, 2])).toThrow("node 1 is named twice");
});
