import { type Action, type Attachment, attachmentId, encode, hex, newId, suite } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import {
  registerVillage,
  startTestNodes,
  submission,
  type TestNodes,
  testSeed,
  VILLAGE,
} from "./test-network.ts";

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
  const keyOf = (i: number) => hex(network.node(i).core.parts.networkKey);
  const isConnected = () => access.details().peers.filter(({ connected }) => connected);
  expect(isConnected().map(({ networkKey }) => networkKey)).toEqual([keyOf(1)]);
  await network.start(2);
  await network.start(3);
  expect(await access.waitFinal(result!.id!, 20_000)).toMatchObject({ status: "applied" });
  const last = access.head().height;
  await network.reach(last);
  const heights = () => access.details().peers.map((peer) => peer.height);
  await expect.poll(heights).toEqual([last, last, last]);
  const { peers, disk } = access.details();
  const others = access.validators().filter(({ networkKey }) => hex(networkKey) !== keyOf(0));
  expect(peers).toMatchObject(others.map(({ organisation }) => ({ organisation, connected: true })));
  // One machine, one clock: what differs is the way of a proposal and what it waited for.
  const skews = peers.flatMap(({ skewMs }) => (skewMs === undefined ? [] : [skewMs]));
  expect(skews.length).toBeGreaterThan(0);
  for (const skew of skews) expect(Math.abs(skew)).toBeLessThan(5_000);
  expect(disk!.freeBytes).toBeLessThanOrEqual(disk!.totalBytes);
  await expectSameBlocks(network, last, [0, 1, 2, 3]);
}, 60_000);

test("a transaction that no block could take expires, and says so only with a block that shows it", async () => {
  await using network = await startTestNodes();
  await network.stop(2);
  await network.stop(3);
  const { access } = network.node(0);
  const tx = network.sign([registerVillage("too-late")], { expiresInMs: 1_500 });
  const [result] = await access.submit([submission(tx)]);
  const { id } = result!;
  expect(await access.waitFinal(id!, 2_500)).toEqual({ status: "pending" });
  // Who never saw it, and isn't told when it expires, knows nothing; who is told waits for the block too.
  const stranger = network.node(1).access;
  const unknown = new Uint8Array(32).fill(7);
  expect(await stranger.txStatus(unknown)).toEqual({ status: "unknown" });
  expect(await stranger.txStatus(unknown, Date.now() - 1)).toEqual({ status: "pending" });
  await network.start(2);
  await network.start(3);
  expect(await access.waitFinal(id!, 20_000)).toEqual({ status: "expired" });
  expect(await stranger.waitFinal(unknown, 20_000, Date.now() - 2_000)).toEqual({ status: "expired" });
  expect(access.record("organisation/too-late")).toBeUndefined();
}, 60_000);

test("moving the clock of a test network shows in the next block, on every node", async () => {
  await using network = await startTestNodes();
  await network.reach(0);
  const { access } = network.node(0);
  const before = access.head().height;
  const day = 86_400_000;
  const now = await access.testnet!.advanceClock(8 * day);
  // A head isn't older because the clock was moved.
  expect(access.ready()).toEqual({ ok: true, reasons: [] });
  expect(access.sinceHeadMs()).toBeLessThan(60_000);
  await network.reach(before + 1);
  // A block that was under way still has the time before.
  const newest = () => access.head().header.timestamp;
  await expect.poll(newest, { timeout: 15_000 }).toBeGreaterThan(Date.now() + 8 * day - 60_000);
  // Each node looks at the clock file once a second.
  const slowest = () => Math.min(...network.nodes.map((node) => node!.access.now()));
  await expect.poll(slowest, { timeout: 5_000 }).toBeGreaterThanOrEqual(now);
  await expect(access.testnet!.setClock(now - day)).rejects.toMatchObject({ code: "clock.backwards" });
}, 60_000);

test("the same submission twice is one transaction, and an answer given is never taken back", async () => {
  await using network = await startTestNodes();
  const bytes = submission(network.sign([registerVillage("once")]));
  const [first, again] = await network.node(0).access.submit([bytes, bytes]);
  expect(first).toMatchObject({ status: "accepted" });
  expect(again).toMatchObject({ status: "known" });
  const applied = await network.node(0).access.waitFinal(first!.id!, 15_000);
  expect(applied).toMatchObject({ status: "applied", txIndex: 0 });
  await network.reach(network.node(0).access.head().height);
  for (const node of network.nodes) {
    const [known] = await node!.access.submit([bytes]);
    expect(known).toEqual({ id: first!.id, status: "known", txStatus: applied });
  }
  // The same name a second time is a transaction of its own, and a rejected one.
  const [second] = await network.node(1).access.submit([submission(network.sign([registerVillage("once")]))]);
  expect(await network.node(1).access.waitFinal(second!.id!, 15_000)).toMatchObject({
    status: "rejected",
    code: "organisation.exists",
    path: "actions.0.organisation",
  });
}, 60_000);

test("why a transaction was refused on restricted grounds is known to every node that executed it, syncing or not", async () => {
  await using network = await startTestNodes();
  const send = async (who: string, action: Action, attachments: Attachment[] = []) => {
    const tx = network.sign([action], { attachments, ...(who === "admin" ? {} : { seed: testSeed(who) }) });
    const [sent] = await network.node(0).access.submit([submission(tx)]);
    expect(sent).toMatchObject({ status: "accepted" });
    return network.node(0).access.waitFinal(sent!.id!, 15_000);
  };
  const publicKey = (who: string) => suite.publicKey(testSeed(who));
  await send("admin", registerVillage("village"));
  await send("admin", [
    "access.registerAdmin",
    { organisation: "village", operator: "manager", publicKey: publicKey("manager") },
  ]);
  const roles = [{ role: "village_clerk", division: VILLAGE }];
  expect(
    await send("manager", [
      "access.registerOperator",
      { operator: "clerk", publicKey: publicKey("clerk"), roles },
    ]),
  ).toMatchObject({ status: "applied" });
  await network.stop(3);

  const id = (word: string) => testSeed(word).subarray(0, 10);
  const unborn: Attachment = {
    class: "restricted",
    salt: testSeed("unborn").subarray(0, 16),
    bytes: encode({
      relation: "self",
      sex: "female",
      birthDate: "2999-01-01",
      ethnicGroup: "miao",
      health: ["healthy"],
    }),
  };
  const refused = await send(
    "clerk",
    [
      "household.register",
      {
        householdId: newId("H", id("household")),
        division: VILLAGE,
        standard: "national",
        kind: "general",
        cause: { main: "illness", others: [] },
        flags: [],
        members: [{ personId: newId("P", id("person")), restricted: attachmentId(unborn) }],
        effectiveDate: "2020-05-30",
      },
    ],
    [unborn],
  );
  expect(refused).toMatchObject({ status: "rejected", code: "restricted.refused", path: "" });
  const place = refused as Extract<typeof refused, { status: "rejected" }>;
  const reason = await network.node(0).access.restrictedReason(place);
  expect(reason).toEqual({ code: "household.birth_date", path: expect.stringContaining("members.0") });

  await network.start(3);
  await network.reach(place.height);
  for (const node of network.nodes) expect(await node!.access.restrictedReason(place)).toEqual(reason);
}, 60_000);
