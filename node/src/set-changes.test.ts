import { type Action, decodeHeader, hex, newId, quorum, suite, validatorsHash } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { registerVillage, startTestNodes, submission, type TestNodes, testSeed } from "./test-network.ts";

const ORG = "org-4";

test("a network of four takes in a fifth validator and lets another go while blocks go on", async () => {
  await using network = await startTestNodes({ nodes: 4, spare: 1, params: { heartbeat: 200 } });
  const { access } = network.node(0);
  // The newcomer's organisation, then its node as an observer that may have restricted data.
  await decide(network, {
    registerOrganisation: {
      organisation: ORG,
      name: ORG,
      kind: "health",
      division: "433124000000",
      adminKeys: [suite.publicKey(testSeed("admin", 4))],
    },
  });
  const networkKey = suite.publicKey(testSeed("network", 4));
  const addresses = [...network.configs[4]!.p2p.listen];
  await decide(network, { addObserver: { organisation: ORG, networkKey, addresses, entitled: true } });
  const newcomer = await network.start(4);
  await network.reach(access.head().height);
  expect(newcomer.access.status()).toMatchObject({ role: "observer", voting: false });

  const consensusKey = suite.publicKey(testSeed("consensus", 4));
  const proposalId = await decide(network, {
    addValidator: { organisation: ORG, consensusKey, networkKey, addresses },
  });
  await network.reach(access.head().height);
  expect(access.validators()).toHaveLength(4);
  const head = newcomer.access.head();
  const activation: Action = [
    "governance.activate",
    { proposalId, height: head.height, blockHash: head.hash },
  ];
  // Signed and submitted by the newcomer's own node.
  const joined = await act(network, activation, testSeed("consensus", 4), 4);
  await network.reach(joined);
  expect(access.validators()).toHaveLength(5);
  await network.reach(joined + 1);
  expect(newcomer.access.status()).toMatchObject({ role: "validator", voting: true });

  // With five, four must sign: with one of the old away nothing goes on without the newcomer.
  await network.stop(3);
  expect(quorum(5)).toBe(4);
  const without = access.head().height;
  await network.reach(without + 2, [0, 1, 2, 4]);
  const signed = await access.block(without + 2);
  const index = access.validators().findIndex((each) => hex(each.consensusKey) === hex(consensusKey));
  expect(signed!.certificate!.seals.map(({ signer }) => signer)).toContain(index);

  // Ten heights after the last change the one that is away may go.
  await network.reach(joined + 9, [0, 1, 2, 4]);
  const gone = suite.publicKey(testSeed("consensus", 3));
  await decide(network, { removeValidator: { consensusKey: gone } }, [0, 1, 2]);
  const last = access.head().height;
  expect(
    access
      .validators()
      .map(({ organisation }) => organisation)
      .sort(),
  ).toEqual(["org-0", "org-1", "org-2", ORG]);
  await act(network, registerVillage("after"), testSeed("admin", 0), 4);
  await network.reach(last + 1, [0, 1, 2, 4]);

  // Each header names the set that sealed it, and the next one where it changes.
  let sets = 0;
  for (let height = 1; height <= last; height++) {
    const { header } = (await access.block(height))!;
    const before = decodeHeader((await access.block(height - 1))!.headerBytes);
    expect(hex(header.validatorsHash)).toBe(hex(before.nextValidatorsHash));
    if (hex(header.nextValidatorsHash) !== hex(header.validatorsHash)) sets++;
    expect(hex((await newcomer.access.block(height))!.hash)).toBe(hex((await access.block(height))!.hash));
  }
  expect(sets).toBe(2);
  expect(hex((await access.block(last + 1))!.header.validatorsHash)).toBe(
    hex(validatorsHash(access.validators())),
  );

  // A validator that isn't genesis's finds the set in its own state when it starts again.
  await network.stop(4);
  await network.start(4);
  await network.reach(last + 2, [0, 1, 2, 4]);
}, 90_000);

/** Submits to a node, and waits there; the height of its block. */
async function act(network: TestNodes, action: Action, seed: Uint8Array, at = 0): Promise<number> {
  const { access } = network.node(at);
  const [result] = await access.submit([submission(network.sign([action], { seed }))]);
  expect(result).toMatchObject({ status: "accepted" });
  const status = await access.waitFinal(result!.id!, 20_000);
  expect(status).toMatchObject({ status: "applied" });
  return (status as { height: number }).height;
}

/** Proposed and approved by these organisations; the proposal's id. */
async function decide(
  network: TestNodes,
  change: { readonly [name: string]: unknown },
  by: readonly number[] = [0, 1, 2],
): Promise<string> {
  const proposalId = newId(
    "G",
    suite.hash(testSeed(JSON.stringify(Object.keys(change)), drawn++)).subarray(0, 10),
  );
  const proposal = ["governance.propose", { proposalId, reason: "测试", ...change }] as unknown as Action;
  await act(network, proposal, testSeed("admin", by[0]!));
  for (const i of by.slice(1)) {
    await act(network, ["governance.approve", { proposalId }], testSeed("admin", i));
  }
  return proposalId;
}
let drawn = 0;
