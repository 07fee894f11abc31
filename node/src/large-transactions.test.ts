import { hex } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { GOSSIP_TX_BYTES_MAX, PART_BYTES } from "./limits.ts";
import { registerVillage, startTestNodes, submission } from "./test-network.ts";
import { idKey } from "./wire/id-key.ts";

const ACTIONS = 900;

test("large transactions are announced, pulled and ordered; a node that was away gets their blocks in parts", async () => {
  await using network = await startTestNodes();
  await network.stop(3);
  const { access } = network.node(0);
  const submissions = [0, 1, 2, 3].map((n) => {
    const actions = Array.from({ length: ACTIONS }, (_, i) => registerVillage(`village-${n}-${i}`));
    return submission(network.sign(actions));
  });
  const total = submissions.reduce((sum, { length }) => sum + length, 0);
  expect(Math.min(...submissions.map(({ length }) => length))).toBeGreaterThan(GOSSIP_TX_BYTES_MAX);
  expect(total).toBeGreaterThan(PART_BYTES);
  const results = await access.submit(submissions);
  expect(results.map(({ status }) => status)).toEqual(submissions.map(() => "accepted"));
  const ids = results.map(({ id }) => id!);
  // In the pool of a node that wasn't told otherwise, or in a block already.
  const arrived = () => {
    const { core } = network.node(1);
    return ids.every((id) => core.mempool.pool.has(idKey(id)) || core.chain.store.windowHas(id));
  };
  await expect.poll(arrived, { timeout: 4_000 }).toBe(true);
  for (const id of ids) expect(await access.waitFinal(id, 20_000)).toMatchObject({ status: "applied" });
  const { height } = access.head();
  await network.start(3);
  await network.reach(height);
  for (let at = 1; at <= height; at++) {
    const blocks = await Promise.all([0, 1, 2, 3].map((i) => network.node(i).access.block(at)));
    expect(new Set(blocks.map((block) => hex(block!.hash))).size, `block ${at}`).toBe(1);
  }
  for (const node of network.nodes) expect(node!.core.parts.transport.stats().gossipRejected).toBe(0);
}, 90_000);
