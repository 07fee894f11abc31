import { hex } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { registerVillage, startTestNodes, submission, type TestNodes } from "./test-network.ts";

async function submitAndWait(network: TestNodes, node: number, name: string) {
  const { access } = network.node(node);
  const [result] = await access.submit([submission(network.sign([registerVillage(name)]))]);
  expect(result).toMatchObject({ status: "accepted" });
  return access.waitFinal(result!.id!, 15_000);
}

async function expectSameBlocks(network: TestNodes, height: number, indexes: readonly number[]) {
  for (let at = 0; at <= height; at++) {
    const blocks = await Promise.all(indexes.map((i) => network.node(i).access.block(at)));
    const hashes = new Set(blocks.map((block) => hex(block!.hash)));
    expect(hashes.size, `block ${at}`).toBe(1);
  }
}

test("four nodes order, execute and keep the same blocks; one dead goes unnoticed, two dead stop them", async () => {
  await using network = await startTestNodes();
  for (let i = 0; i < 4; i++) {
    expect(await submitAndWait(network, i, `village-${i}`)).toMatchObject({ status: "applied" });
  }
  const height = Math.max(...network.nodes.map((node) => node!.access.head().height));
  await network.reach(height);
  await expectSameBlocks(network, height, [0, 1, 2, 3]);
  expect(network.node(3).access.record("organisation/village-0")?.value).toMatchObject({ kind: "village" });

  await network.stop(1);
  expect(await submitAndWait(network, 0, "without-1")).toMatchObject({ status: "applied" });
  expect(await submitAndWait(network, 2, "without-1-too")).toMatchObject({ status: "applied" });
  await network.start(1);
  const ahead = Math.max(...[0, 2, 3].map((i) => network.node(i).access.head().height));
  await network.reach(ahead);
  await expectSameBlocks(network, ahead, [0, 1, 2, 3]);
  expect(await submitAndWait(network, 1, "by-1-again")).toMatchObject({ status: "applied" });

  await network.stop(2);
  await network.stop(3);
  const { access } = network.node(0);
  const before = access.head().height;
  const [result] = await access.submit([submission(network.sign([registerVillage("patient")]))]);
  expect(await access.waitFinal(result!.id!, 1_500)).toEqual({ status: "pending" });
  expect(access.head().height).toBeLessThanOrEqual(before + 1);
  expect(access.status().problems.map(({ code }) => code)).toContain("node.no_quorum");
  await network.start(2);
  await network.start(3);
  expect(await access.waitFinal(result!.id!, 20_000)).toMatchObject({ status: "applied" });
  const last = access.head().height;
  await network.reach(last);
  await expectSameBlocks(network, last, [0, 1, 2, 3]);
}, 60_000);
