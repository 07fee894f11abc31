import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeMessage, type Message, unsignedVote } from "@jingzhun/consensus";
import { encodeHeader, equalBytes, headerHash, hex, PHASE, signBytes } from "@jingzhun/ledger";
import { expect, test, vi } from "vitest";
import { Chain, type ExecutedBlock } from "./chain/chain.ts";
import { DIVERGENCE_FILE, incidentFiles, KEY_ELSEWHERE_FILE, openIncidents } from "./incidents.ts";
import { problem } from "./problems.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { registerVillage, startTestNodes, submission, type TestNodes, testSeed } from "./test-network.ts";
import { encodeConsensusMessage } from "./wire/consensus-frames.ts";

const finding = { epoch: 0, height: 7, round: 1, type: "prepare", how: "test", noticedAt: 1 } as const;

async function commitOne(network: TestNodes, node: number, name: string): Promise<number> {
  const { access } = network.node(node);
  const [result] = await access.submit([submission(network.sign([registerVillage(name)]))]);
  const status = await access.waitFinal(result!.id!, 15_000);
  expect(status).toMatchObject({ status: "applied" });
  return (status as { height: number }).height;
}

test("a file is the reason, over restarts, until it is removed; the first finding stays", () => {
  using folder = temporaryFolder();
  const files = incidentFiles(folder.path, folder.path);
  const first = openIncidents(files);
  expect([first.keyElsewhere, first.divergedAt]).toEqual([false, undefined]);
  first.keyMetElsewhere(finding);
  first.keyMetElsewhere({ ...finding, height: 9 });
  expect(JSON.parse(readFileSync(files.keyElsewhere, "utf8"))).toEqual(finding);
  expect(openIncidents(files).keyElsewhere).toBe(true);
  rmSync(files.keyElsewhere);
  expect(openIncidents(files).keyElsewhere).toBe(false);
  // Whatever became of its contents.
  writeFileSync(files.divergence, '{"height": 12');
  writeFileSync(files.keyElsewhere, "");
  const damaged = openIncidents(files);
  expect([damaged.keyElsewhere, damaged.divergedAt]).toEqual([true, 0]);
});

test("what can't be stored holds in this process all the same", () => {
  using folder = temporaryFolder();
  const missing = join(folder.path, "missing");
  const incidents = openIncidents({ keyElsewhere: join(missing, "a"), divergence: join(missing, "b") });
  expect(() => incidents.keyMetElsewhere(finding)).toThrow();
  expect(incidents.keyElsewhere).toBe(true);
});

test("a node whose key signs elsewhere is silent, says so, and after a restart still is; its operator ends it", async () => {
  await using network = await startTestNodes();
  await network.reach(await commitOne(network, 0, "before"));
  const victim = network.node(3);
  const { chain, parts } = victim.core;
  const signer = victim.core.validatorIndex!;
  const height = chain.head.height + 1;
  const vote = { epoch: 0, height, round: 3, phase: PHASE.prepare, blockHash: new Uint8Array(32).fill(1) };
  const unsigned = unsignedVote(signer, { chainId: network.chainId, ...vote });
  const signature = signBytes("consensus", network.chainId, unsigned.payload, testSeed("consensus", 3));
  const message: Message = { type: "prepare", ...unsigned, signature };
  const frame = encodeConsensusMessage(encodeMessage(message));
  network.node(1).core.parts.transport.send(victim.access.nodeId, "consensus", frame);

  const codes = () =>
    network
      .node(3)
      .access.status()
      .problems.map(({ code }) => code);
  await expect.poll(codes, { timeout: 5_000 }).toContain("node.key_elsewhere");
  expect(victim.access.status().voting).toBe(false);
  expect(victim.access.ready().ok).toBe(false);
  expect(victim.access.ready().reasons).toContainEqual(problem("node.key_elsewhere"));
  const ready = await fetch(`${victim.url}/v1/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain("node.key_elsewhere");
  const file = join(network.configs[3]!.keys.folder, KEY_ELSEWHERE_FILE);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ height, round: 3, type: "prepare" });
  await expect.poll(() => parts.watch.signer!.position.round).toBe(3);

  // The others go on; the silent one follows.
  await network.reach(await commitOne(network, 0, "without-its-vote"));
  await network.stop(3);
  await network.start(3);
  expect(codes()).toContain("node.key_elsewhere");
  expect(network.node(3).access.ready().ok).toBe(false);
  const raised = { epoch: 0, height, round: 3, phase: PHASE.prepare };
  await network.reach(await commitOne(network, 1, "still-without"));
  expect(network.node(3).core.parts.watch.signer!.position).toEqual(raised);

  // The remedy names this file.
  expect(problem("node.key_elsewhere").remedy).toContain(KEY_ELSEWHERE_FILE);
  await network.stop(3);
  rmSync(file);
  await network.start(3);
  expect(codes()).not.toContain("node.key_elsewhere");
  // A block may be decided before it votes: it takes part in one of the next.
  let more = 0;
  const signedAt = async () => {
    await network.reach(await commitOne(network, 3, `with-it-again-${more++}`));
    return network.node(3).core.parts.watch.signer!.position.height;
  };
  await expect.poll(signedAt, { timeout: 20_000 }).toBeGreaterThan(height);
  expect(existsSync(file)).toBe(false);
}, 60_000);

/** The same block with a state that nobody else computes. */
/** Of blocks with transactions: an empty one may come at any moment. */
function wrong(block: ExecutedBlock): ExecutedBlock {
  if (block.txs.length === 0) return block;
  const header = { ...block.header, stateRoot: new Uint8Array(32).fill(9) };
  const headerBytes = encodeHeader(header);
  return { ...block, header, headerBytes, hash: headerHash(headerBytes) };
}

function expectReport(network: TestNodes, index: number, height: number): void {
  const { folder } = network.configs[index]!.storage;
  const report = JSON.parse(readFileSync(join(folder, DIVERGENCE_FILE), "utf8"));
  expect(report).toMatchObject({ height, differing: ["stateRoot"], failure: null });
  expect(report.own.header.stateRoot).toBe("09".repeat(32));
  expect(report.transactions).toHaveLength(1);
  expect(report.ownEntries.map(({ key }: { key: string }) => key)).toContain("organisation/diverging");
  expect(report.hash).toBe(hex(network.node(0).core.chain.store.header(height)!.hash));
  const { access } = network.node(index);
  expect(access.head().height).toBe(height - 1);
  expect(access.status()).toMatchObject({ voting: false });
  expect(access.status().problems).toContainEqual(problem("node.diverged", { height }));
  expect(access.ready().ok).toBe(false);
}

test("a node that computes another state than a quorum reports it and stands still, until its data is set aside", async () => {
  await using network = await startTestNodes();
  await network.reach(await commitOne(network, 0, "before"));
  const { proposer } = network.node(0).access.head().header;
  const isProposer = (i: number) => equalBytes(network.node(i).core.parts.consensusKey!, proposer);
  const victim = isProposer(3) ? 2 : 3;
  const { chain } = network.node(victim).core;
  const seal = chain.seal.bind(chain);
  chain.seal = (...args) => wrong(seal(...args));
  const height = await commitOne(network, 0, "diverging");
  const diverged = () => network.node(victim).core.parts.incidents.divergedAt;
  await expect.poll(diverged, { timeout: 15_000 }).toBe(height);
  expectReport(network, victim, height);

  const later = await commitOne(network, 0, "without-it");
  await network.stop(victim);
  await network.start(victim);
  await network.reach(later, [0, 1]);
  expectReport(network, victim, height);
  // Nothing waits in it for ever: whoever asks is sent to another node.
  const late = submission(network.sign([registerVillage("nowhere")]));
  await expect(network.node(victim).access.submit([late])).rejects.toThrow("execution.closed");

  // The remedy: the data folder is set aside as it is, and everything is fetched anew.
  const remedy = problem("node.diverged").remedy;
  expect(remedy).toContain(DIVERGENCE_FILE);
  const { folder } = network.configs[victim]!.storage;
  await network.stop(victim);
  renameSync(folder, `${folder}-diverged`);
  await network.start(victim);
  await network.reach(later);
  const { access } = network.node(victim);
  expect(hex(access.head().hash)).toBe(hex((await network.node(0).access.block(access.head().height))!.hash));
  expect(access.status().problems).toEqual([]);
  await network.reach(await commitOne(network, victim, "with-it-again"));
}, 60_000);

test("a node that was away finds in sync that it computes another state", async () => {
  await using network = await startTestNodes();
  await network.reach(await commitOne(network, 0, "before"));
  await network.stop(3);
  const height = await commitOne(network, 0, "diverging");
  const right = new Set(network.nodes.flatMap((node) => (node === undefined ? [] : [node.core.chain])));
  const { seal } = Chain.prototype;
  using _ = vi.spyOn(Chain.prototype, "seal").mockImplementation(function (this: Chain, ...args) {
    const block = seal.apply(this, args);
    return right.has(this) ? block : wrong(block);
  });
  await network.start(3);
  const diverged = () => network.node(3).core.parts.incidents.divergedAt;
  await expect.poll(diverged, { timeout: 15_000 }).toBe(height);
  expectReport(network, 3, height);
}, 60_000);
