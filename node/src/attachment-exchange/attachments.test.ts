import { join } from "node:path";
import {
  type Action,
  type Attachment,
  attachmentId,
  encode,
  newId,
  type SignedTx,
  suite,
  type Value,
} from "@jingzhun/ledger";
import { Level } from "level";
import { expect, test } from "vitest";
import { startTestNodes, submission, type TestNodes, testSeed, VILLAGE } from "../test-network.ts";
import { decodeFetched, encodeFetch } from "../wire/blob-frames.ts";

const clerk = testSeed("clerk");
const villageAdmin = testSeed("village-admin");

/** A clerk of the village, registered step by step by who may. */
async function registerClerk(network: TestNodes): Promise<void> {
  const steps: [Action, Uint8Array | undefined][] = [
    [
      [
        "access.registerOrganisation",
        { organisation: "village", name: "十八洞村", kind: "village", division: VILLAGE },
      ],
      undefined,
    ],
    [
      [
        "access.registerAdmin",
        { organisation: "village", operator: "village-admin", publicKey: suite.publicKey(villageAdmin) },
      ],
      undefined,
    ],
    [
      [
        "access.registerOperator",
        {
          operator: "clerk",
          publicKey: suite.publicKey(clerk),
          roles: [{ role: "village_clerk", division: VILLAGE }],
        },
      ],
      villageAdmin,
    ],
  ];
  for (const [action, seed] of steps) {
    const status = await submit(network, 0, network.sign([action], seed === undefined ? {} : { seed }));
    expect(status).toMatchObject({ status: "applied" });
  }
}

async function submit(network: TestNodes, node: number, tx: SignedTx, timeoutMs = 15_000) {
  const { access } = network.node(node);
  const [result] = await access.submit([submission(tx)]);
  expect(result).toMatchObject({ status: "accepted" });
  return access.waitFinal(result!.id!, timeoutMs);
}

/** A household of one invented person, whose facts travel beside the transaction. */
function household(network: TestNodes, n: number): { tx: SignedTx; person: string; attachment: Attachment } {
  const facts: Value = {
    relation: "self",
    sex: "female",
    ethnicGroup: "miao",
    birthDate: "1960-05-01",
    education: "primary",
    schoolStatus: "none",
    health: ["healthy"],
    labour: "none",
    insurance: ["resident_medical"],
  };
  const salt = testSeed("attachment", n).subarray(0, 16);
  const attachment: Attachment = { class: "restricted", salt, bytes: encode(facts) };
  const person = newId("P", testSeed("person", n).subarray(0, 10));
  const action: Action = [
    "household.register",
    {
      householdId: newId("H", testSeed("household", n).subarray(0, 10)),
      division: VILLAGE,
      standard: "national",
      kind: "general",
      cause: { main: "illness", others: [] },
      flags: [],
      members: [{ personId: person, restricted: attachmentId(attachment) }],
      effectiveDate: "2020-01-01",
    },
  ];
  return { tx: network.sign([action], { seed: clerk, attachments: [attachment] }), person, attachment };
}

test("attachments reach every validator before their transaction is proposed, and those that were away later", async () => {
  await using network = await startTestNodes();
  await registerClerk(network);
  const height = network.node(0).access.head().height;
  await network.reach(height);

  const first = household(network, 1);
  const status = await submit(network, 1, first.tx);
  expect(status).toMatchObject({ status: "applied" });
  await network.reach((status as { height: number }).height);
  for (let i = 0; i < 4; i++) {
    const { core, access } = network.node(i);
    expect(core.parts.attachments.has(attachmentId(first.attachment)), `node ${i}`).toBe(true);
    expect(access.record(`person/${first.person}/restricted`)?.value).toMatchObject({
      facts: { sex: "female" },
    });
  }

  await network.stop(3);
  const second = household(network, 2);
  expect(await submit(network, 0, second.tx)).toMatchObject({ status: "applied" });
  await network.start(3);
  await network.reach(network.node(0).access.head().height);
  expect(network.node(3).core.parts.attachments.has(attachmentId(second.attachment))).toBe(true);
  expect(network.node(3).access.record(`person/${second.person}/restricted`)?.value).toBeDefined();

  const [missing] = await network
    .node(0)
    .access.submit([submission({ ...household(network, 3).tx, attachments: [] })]);
  expect(missing).toMatchObject({ status: "refused", refusal: { code: "attachment.missing" } });
  const other = household(network, 4);
  const swapped = { ...other.tx, attachments: [first.attachment] };
  const [unexpected] = await network.node(0).access.submit([submission(swapped)]);
  expect(unexpected).toMatchObject({ status: "refused", refusal: { code: "attachment.unexpected" } });
}, 60_000);

test("a transaction waits while less than a quorum holds its attachments", async () => {
  await using network = await startTestNodes();
  await registerClerk(network);
  await network.reach(network.node(0).access.head().height);
  await network.stop(2);
  await network.stop(3);
  const { tx } = household(network, 1);
  const { access, core } = network.node(0);
  const [result] = await access.submit([submission(tx)]);
  expect(await access.waitFinal(result!.id!, 1_000)).toEqual({ status: "pending" });
  expect(core.mempool.pool.executableCount).toBe(0);
  await network.start(2);
  expect(await access.waitFinal(result!.id!, 20_000)).toMatchObject({ status: "applied" });
}, 60_000);

test("an attachment that the disk damaged is fetched from a peer when someone asks for it, and served again", async () => {
  await using network = await startTestNodes();
  await registerClerk(network);
  const { tx, attachment } = household(network, 1);
  const status = await submit(network, 0, tx);
  expect(status).toMatchObject({ status: "applied" });
  await network.reach((status as { height: number }).height);
  const id = attachmentId(attachment);
  await expect.poll(() => network.node(2).core.parts.attachments.has(id)).toBe(true);

  await network.stop(2);
  const level = new Level<Uint8Array, Uint8Array>(join(network.configs[2]!.storage.folder, "attachments"), {
    keyEncoding: "view",
    valueEncoding: "view",
  });
  await level.open();
  const value = Uint8Array.from((await level.get(id))!);
  value[value.length >> 1]! ^= 1;
  await level.put(id, value);
  await level.close();
  await network.start(2);
  const { exchange, parts } = network.node(2).core;
  expect(parts.attachments.has(id)).toBe(false);

  const { transport } = network.node(1).core.parts;
  const peer = network.node(2).access.nodeId;
  await expect.poll(() => transport.isConnected(peer), { timeout: 10_000 }).toBe(true);
  const served = async () => decodeFetched(await transport.request(peer, "blob", encodeFetch([id])));
  await expect.poll(served, { timeout: 10_000 }).toEqual([attachment]);
  expect(parts.attachments.has(id)).toBe(true);
  expect(exchange.get(id)).toEqual(attachment);
}, 60_000);
