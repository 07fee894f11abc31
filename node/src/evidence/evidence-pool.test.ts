import { encodeMessage, type Message, unsignedVote } from "@jingzhun/consensus";
import {
  contradiction,
  type Evidence,
  encodeEvidence,
  encodeVote,
  hex,
  keyId,
  PHASE,
  signBytes,
  suite,
  validatorIndex,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { registerVillage, startTestNodes, submission, type TestNodes, testSeed } from "../test-network.ts";
import { encodeConsensusMessage, encodeEvidenceFrame } from "../wire/consensus-frames.ts";
import { EvidencePool, type EvidencePoolDeps } from "./evidence-pool.ts";

const TWIN = 3;

/** Two PREPAREs of the twin's key. */
function evidenceOf(chainId: string, seed: Uint8Array, height: number): Evidence {
  const [a, b] = [1, 2].map((byte) => {
    const blockHash = new Uint8Array(32).fill(byte);
    const payload = encodeVote({ chainId, epoch: 0, height, round: 0, phase: PHASE.prepare, blockHash });
    return { payload, signature: signBytes("consensus", chainId, payload, seed) };
  });
  return contradiction("prepare", suite.publicKey(seed), a!, b!)!;
}

function prepare(network: TestNodes, height: number, byte: number): Uint8Array {
  const { chainId } = network;
  const seed = testSeed("consensus", TWIN);
  const set = network.node(0).access.validators();
  const blockHash = new Uint8Array(32).fill(byte);
  const vote = { chainId, epoch: 0, height, round: 0, phase: PHASE.prepare, blockHash };
  const unsigned = unsignedVote(validatorIndex(set, suite.publicKey(seed)), vote);
  const signature = signBytes("consensus", chainId, unsigned.payload, seed);
  return encodeConsensusMessage(encodeMessage({ ...unsigned, type: "prepare", signature } as Message));
}

test("a validator that signs twice in one place stands on the chain, and its node falls silent", async () => {
  await using network = await startTestNodes();
  const one = await network.node(0).access.submit([submission(network.sign([registerVillage("one")]))]);
  await network.node(0).access.waitFinal(one[0]!.id!, 10_000);
  await network.reach(network.node(0).access.head().height);
  const height = network.node(0).access.head().height + 1;
  // Only node 0 sees both.
  const { transport } = network.node(TWIN).core.parts;
  const to = hex(suite.publicKey(testSeed("network", 0)));
  for (const byte of [1, 2]) transport.send(to, "consensus", prepare(network, height, byte));

  const key = `governance/accused/${hex(keyId(suite.publicKey(testSeed("consensus", TWIN))))}`;
  const honest = [0, 1, 2];
  await expect
    .poll(() => honest.map((i) => network.node(i).access.record(key)?.value), { timeout: 15_000 })
    .toEqual(honest.map(() => expect.objectContaining({ count: 1 })));
  await expect.poll(() => honest.map((i) => network.node(i).core.evidence.pending)).toEqual([0, 0, 0]);
  const { proposal } = network.node(0).access.record(key)!.value as { proposal: string };
  expect(network.node(1).access.record(`governance/proposals/${proposal}`)?.value).toMatchObject({
    state: "open",
    approvals: [],
  });
  // The twin heard of it too: its key is in somebody else's hands, or it is broken.
  await expect
    .poll(() => network.node(TWIN).core.parts.incidents.keyElsewhere, { timeout: 10_000 })
    .toBe(true);

  // One report was enough: the other validators saw it before their turn.
  const { access } = network.node(0);
  let reports = 0;
  for (let at = height; at <= access.head().height; at++) {
    const block = (await access.block(at))!;
    reports += block.txs.length;
  }
  expect(reports).toBe(1);
  // The three others go on.
  const more = await access.submit([submission(network.sign([registerVillage("two")]))]);
  expect(await access.waitFinal(more[0]!.id!, 10_000)).toMatchObject({ status: "applied" });
}, 60_000);

/** A pool over nothing: what it takes, and what it passes on. */
function alone(options: { known?: readonly string[]; consensusKey?: Uint8Array | null } = {}) {
  const chainId = `test-${"0a".repeat(16)}`;
  const sent: string[] = [];
  const warned: unknown[] = [];
  let connected: (peer: string, connected: boolean) => void = () => {};
  const known = new Set(options.known ?? [accusedKey(testSeed("a"))]);
  const pool = new EvidencePool({
    chain: {
      chainId,
      validators: [],
      store: { get: (key: string) => (known.has(key) ? { value: new Uint8Array([0xc0]) } : undefined) },
      onCommitted: () => {},
    },
    transport: {
      peers: () => [{ id: "p" }, { id: "q" }],
      onPeer: (handler: typeof connected) => {
        connected = handler;
      },
      send: (peer: string, _: string, frame: Uint8Array) => sent.push(`${peer} ${hex(frame)}`),
    },
    logger: { error: () => {}, warn: (...args: unknown[]) => warned.push(args) },
    consensusKey: null,
    signSystem: null,
  } as unknown as EvidencePoolDeps);
  return { pool, chainId, sent, warned, connect: (peer: string) => connected(peer, true) };
}

function accusedKey(seed: Uint8Array): string {
  return `key/${hex(keyId(suite.publicKey(seed)))}`;
}

test("what a peer says is verified, passed on once, and told to those who come later", () => {
  const { pool, chainId, sent, connect } = alone();
  const bytes = encodeEvidence(evidenceOf(chainId, testSeed("a"), 5));
  const frame = hex(encodeEvidenceFrame(bytes));
  expect(pool.hear(bytes, "p")).toMatchObject({ height: 5, type: "prepare" });
  expect(pool.hear(bytes, "q")).toBe(undefined);
  expect(sent).toEqual([`q ${frame}`]);
  connect("r");
  expect(sent.at(-1)).toBe(`r ${frame}`);
  expect([pool.found, pool.pending]).toEqual([1, 1]);
});

test("a peer that lies once isn't listened to again, and one key fills no memory", () => {
  const { pool, chainId, warned } = alone();
  const good = evidenceOf(chainId, testSeed("a"), 5);
  const forged = encodeEvidence({ ...good, first: { ...good.first, signature: good.second.signature } });
  expect(pool.hear(forged, "p")).toBe(undefined);
  expect(pool.hear(encodeEvidence(good), "p")).toBe(undefined);
  expect(warned).toHaveLength(1);
  expect(pool.hear(new Uint8Array(3), "r")).toBe(undefined);
  expect(pool.hear(encodeEvidence(good), "r")).toBe(undefined);
  for (let height = 1; height <= 20; height++)
    pool.hear(encodeEvidence(evidenceOf(chainId, testSeed("a"), height)), "q");
  expect(pool.pending).toBe(4);
  // Of a key that the chain doesn't know nothing is kept.
  expect(pool.hear(encodeEvidence(evidenceOf(chainId, testSeed("b"), 5)), "q")).toBe(undefined);
});
