import {
  type Certificate,
  compareBytes,
  encodeHeader,
  type Header,
  headerHash,
  hex,
  JzError,
  sealMessage,
  suite,
  type ValidatorSet,
  validatorsHash,
  ZERO_HASH,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { WATCH_ASK_MS } from "../limits.ts";
import { silentLogger } from "../logging.ts";
import { problem, watchProblems } from "../problems.ts";
import type { SignatureItem } from "../signatures/index.ts";
import { Watch } from "../signing/index.ts";
import { watchFilesInMemory } from "../signing/test-watch-files.ts";
import { manualClock } from "../test-clock.ts";
import { testSeed } from "../test-network.ts";
import { type CertifiedHead, decodeSyncRequest, encodeCertifiedHead } from "../wire/sync-frames.ts";
import { OthersHeads, type OthersHeadsDeps } from "./others-heads.ts";

const CHAIN = `test-${"00".repeat(16)}`;
const SEEDS = Array.from({ length: 8 }, (_, i) => testSeed("consensus", i)).sort((a, b) =>
  compareBytes(suite.publicKey(a), suite.publicKey(b)),
);
const setOf = (...indexes: number[]): ValidatorSet =>
  indexes.map((i) => ({
    organisation: `org-${i}`,
    consensusKey: suite.publicKey(SEEDS[i]!),
    networkKey: suite.publicKey(testSeed("network", i)),
    addresses: [],
  }));
const FOUR = setOf(0, 1, 2, 3);
/** This node is validator 0. */
const [SELF, ANN, BOB, EVE] = FOUR.map(({ networkKey }) => hex(networkKey)) as [
  string,
  string,
  string,
  string,
];
const fill = (byte: number) => new Uint8Array(32).fill(byte);
const settled = async () => {
  for (let i = 0; i < 20; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

function headAt(height: number, set = FOUR, stateRoot = fill(4)) {
  const header: Header = {
    chainId: CHAIN,
    epoch: 0,
    height,
    timestamp: 1_600_000_000_000 + height,
    parentHash: ZERO_HASH,
    proposer: set[0]!.consensusKey,
    txRoot: fill(3),
    eventRoot: fill(3),
    stateRoot,
    validatorsHash: validatorsHash(set),
    nextValidatorsHash: validatorsHash(set),
    paramsHash: fill(3),
  };
  const headerBytes = encodeHeader(header);
  return { height, header, headerBytes, hash: headerHash(headerBytes) };
}

/** @param keys indexes of the seeds that sign as the set's members 0, 1, … */
function certified(height: number, set = FOUR, keys = [0, 1, 2], watching = false): CertifiedHead {
  const { headerBytes, hash } = headAt(height, set);
  if (height === 0) return { headerBytes, certificate: undefined, watching };
  const place = { epoch: 0, height, round: 0, blockHash: hash };
  const message = sealMessage({ ...place, seals: [] }, CHAIN);
  const seals = keys.map((key, signer) => ({ signer, signature: suite.sign(message, SEEDS[key]!) }));
  const certificate: Certificate = { ...place, seals };
  return { headerBytes, certificate, watching };
}

type Answer = () => CertifiedHead | Uint8Array | Promise<CertifiedHead>;

/** A node without a record at block `height`, and peers that answer as the test says. */
function watcher(options: { readonly set?: ValidatorSet; readonly height?: number } = {}) {
  const clock = manualClock();
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const warned: string[] = [];
  const fatal: unknown[] = [];
  let set = options.set ?? FOUR;
  let head = headAt(options.height ?? 0, set);
  const committed: (() => void)[] = [];
  let onPeer: (peer: string, connected: boolean) => void = () => {};
  const files = watchFilesInMemory(FOUR[0]!.consensusKey);
  const notes = { since: clock.now(), reason: "missing", head: null, set: null, signed: null } as const;
  const logger = {
    ...silentLogger(),
    debug: () => {},
    warn: (facts: { peer?: string }) => facts.peer !== undefined && warned.push(facts.peer),
  } as unknown as OthersHeadsDeps["logger"];
  const make = (begun = files.notes ?? notes) => {
    const watch = new Watch({ signer: null, notes: begun, files, epoch: 0, clock, logger: silentLogger() });
    const heads = new OthersHeads({
      chain: {
        chainId: CHAIN,
        epoch: 0,
        get head() {
          return head;
        },
        get validators() {
          return set;
        },
        store: { header: (height: number) => headAt(height, set) },
        onCommitted: (listener: () => void) => committed.push(listener),
      } as unknown as Chain,
      watch,
      transport: {
        self: SELF,
        isConnected: (peer: string) => answers.has(peer),
        onPeer: (handler: typeof onPeer) => (onPeer = handler),
        async request(peer: string, _: string, frame: Uint8Array) {
          expect(decodeSyncRequest(frame)).toEqual({ kind: "head" });
          asked.push(peer);
          const answer = await answers.get(peer)!();
          return answer instanceof Uint8Array ? answer : encodeCertifiedHead(answer);
        },
      } as unknown as OthersHeadsDeps["transport"],
      signatures: {
        verify: async (items: SignatureItem[]) =>
          items.map(({ publicKey, message, signature }) => suite.verify(signature, message, publicKey)),
      } as unknown as OthersHeadsDeps["signatures"],
      clock,
      logger,
      onFatal: (error) => fatal.push(error),
    });
    return { watch, heads };
  };
  const node = {
    ...make(),
    files,
    clock,
    asked,
    warned,
    fatal,
    /** A peer that may be asked from now on. */
    async connect(peer: string, answer: Answer) {
      answers.set(peer, answer);
      onPeer(peer, true);
      await settled();
    },
    answers,
    async wait(ms = WATCH_ASK_MS) {
      clock.advance(ms);
      await settled();
    },
    async commit(height: number, next = set) {
      set = next;
      head = headAt(height, set);
      for (const listener of committed) listener();
      await settled();
    },
    /** The process ends and another begins. */
    restart() {
      node.heads.stop();
      committed.length = 0;
      Object.assign(node, make());
      node.heads.start();
    },
    codes: () =>
      watchProblems(node.watch, { ...node.heads.state, epoch: 0, height: head.height }).map(
        ({ code }) => code,
      ),
  };
  node.heads.start();
  return node;
}

test("all three others of four must answer, however late; H is the highest, and H + 3 the first height it votes for", async () => {
  const node = watcher();
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(12));
  let tell: (head: CertifiedHead) => void = () => {};
  await node.connect(EVE, () => new Promise((resolve) => (tell = resolve)));
  await node.wait(60_000);
  expect(node.watch.notes!.head).toBeNull();
  expect(node.heads.state).toEqual({ answered: 2, needed: 3, voting: 3 });
  expect(node.codes()).toEqual(["node.watching", "node.watching_unanswered"]);
  tell(certified(11));
  await settled();
  expect(node.files.notes).toMatchObject({ head: 12 });
  expect(node.watch.resumesAt).toBe(15);
  expect(node.codes()).toEqual(["node.watching"]);
  const text = problem("node.watching", { since: "", whyZh: "", whyEn: "", head: 12, resumesAt: 15 });
  expect(text.zh).toContain("从区块 15 起");
  // Heads that come later change nothing: its old self is long dead.
  node.answers.set(ANN, () => certified(99));
  await node.wait();
  for (const height of [12, 13]) {
    await node.commit(height);
    expect(node.watch.signer).toBeNull();
  }
  await node.commit(14);
  expect(node.watch.signer!.position).toMatchObject({ height: 15, round: 0 });
  expect(node.codes()).toEqual([]);
  const questions = node.asked.length;
  await node.wait(60_000);
  expect(node.asked.length).toBe(questions);
  expect(node.fatal).toEqual([]);
});

test("fewer than a quorum of others: nothing ends, whatever the blocks", async () => {
  const node = watcher();
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(10));
  for (let height = 11; height < 40; height++) await node.commit(height);
  await node.wait(600_000);
  expect([node.watch.isWatching, node.watch.resumesAt]).toEqual([true, undefined]);
});

test("of three, both others must answer, and they make the blocks without it", async () => {
  const set = setOf(0, 1, 2);
  const node = watcher({ set });
  await node.connect(ANN, () => certified(3, set, [0, 1]));
  expect([node.watch.notes!.head, node.codes()[1]]).toEqual([null, "node.watching_unanswered"]);
  await node.connect(BOB, () => certified(4, set, [0, 1]));
  expect([node.watch.resumesAt, node.codes()]).toEqual([7, ["node.watching"]]);
  await node.commit(6);
  expect(node.watch.isWatching).toBe(false);
});

test("of seven, five of the six others are enough", async () => {
  const set = setOf(0, 1, 2, 3, 4, 5, 6);
  const node = watcher({ set });
  const others = set.slice(1).map(({ networkKey }) => hex(networkKey));
  for (const peer of others.slice(0, 4)) await node.connect(peer, () => certified(3, set, [0, 1, 2, 3, 4]));
  expect(node.watch.notes!.head).toBeNull();
  await node.connect(others[4]!, () => certified(2, set, [0, 1, 2, 3, 4]));
  expect(node.watch.notes!.head).toBe(3);
});

test.each<[string, Answer]>([
  ["sealed by one key three times", () => certified(90, FOUR, [1, 1, 1])],
  ["sealed by too few", () => certified(90, FOUR, [0, 1])],
  ["of another block", () => ({ ...certified(90), headerBytes: headAt(91).headerBytes })],
  ["without a certificate", () => ({ ...certified(90), certificate: undefined })],
  [
    "of a block here, but another one",
    () => ({ ...certified(4), headerBytes: headAt(4, FOUR, fill(9)).headerBytes }),
  ],
  ["malformed", () => Uint8Array.of(1, 2, 3)],
])("a head %s doesn't count as an answer; a true one later does", async (_, lie) => {
  const node = watcher({ height: 5 });
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(11));
  await node.connect(EVE, lie);
  await node.wait();
  expect(node.watch.notes!.head).toBeNull();
  expect(node.warned).toContain(EVE);
  expect(node.heads.state.answered).toBe(2);
  node.answers.set(EVE, () => certified(10));
  await node.wait();
  expect(node.watch.notes!.head).toBe(11);
});

test("one that names less than it has changes nothing, the network's first block counts as well", async () => {
  const node = watcher();
  await node.connect(EVE, () => certified(0));
  await node.connect(ANN, () => certified(41));
  await node.connect(BOB, () => certified(42));
  expect(node.watch.notes!.head).toBe(42);

  const young = watcher();
  for (const peer of [ANN, BOB, EVE]) await young.connect(peer, () => certified(0));
  expect(young.watch.resumesAt).toBe(3);
});

test("a refusal and a peer that leaves are no answers: they are asked again", async () => {
  const node = watcher();
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(10));
  await node.connect(EVE, () => Promise.reject(new JzError("transport.disconnected")));
  expect(node.watch.notes!.head).toBeNull();
  node.answers.delete(EVE);
  await node.wait();
  await node.connect(EVE, () => certified(10));
  expect(node.watch.notes!.head).toBe(10);
});

test("a restart in the middle: H is kept, and asked for again only where it wasn't known", async () => {
  const node = watcher();
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(12));
  node.restart();
  await settled();
  // What was answered to the process before is asked again: nothing weaker begins.
  expect(node.heads.state.answered).toBe(2);
  expect(node.watch.notes!.head).toBeNull();
  await node.connect(EVE, () => certified(11));
  expect(node.watch.notes!.head).toBe(12);
  for (const peer of [ANN, BOB, EVE]) node.answers.set(peer, () => certified(99));
  node.restart();
  await node.wait();
  expect(node.watch.resumesAt).toBe(15);
  await node.commit(14);
  expect(node.watch.isWatching).toBe(false);
});

test("another set is asked anew before anything ends; H doesn't fall", async () => {
  const node = watcher();
  for (const peer of [ANN, BOB, EVE]) await node.connect(peer, () => certified(10));
  expect(node.watch.notes!.head).toBe(10);
  const next = setOf(0, 1, 2, 4);
  const eva = hex(next[3]!.networkKey);
  for (const peer of [ANN, BOB]) node.answers.set(peer, () => certified(9, next, [0, 1, 2]));
  await node.commit(12, next);
  expect(node.watch.isWatching).toBe(true);
  expect(node.heads.state).toMatchObject({ answered: 2 });
  await node.connect(eva, () => certified(8, next, [0, 1, 2]));
  expect(node.watch.isWatching).toBe(false);
  expect(node.files.renewed).toMatchObject([{ height: 13 }]);
});

test("a head of a set that isn't known here yet is asked for again when it is", async () => {
  const next = setOf(0, 1, 2, 4);
  const node = watcher();
  await node.connect(ANN, () => certified(30, next));
  await node.connect(BOB, () => certified(30, next));
  await node.connect(hex(next[3]!.networkKey), () => certified(30, next));
  expect(node.warned).toEqual([]);
  expect(node.heads.state.answered).toBe(0);
  await node.commit(20, next);
  expect(node.watch.notes!.head).toBe(30);
});

test("where fewer than a quorum of others votes, it says that nothing ends by itself, and how it can be ended", async () => {
  const node = watcher();
  await node.connect(ANN, () => certified(10));
  await node.connect(BOB, () => certified(10));
  await node.connect(EVE, () => certified(10, FOUR, [0, 1, 2], true));
  expect(node.codes()).toEqual(["node.watching", "node.watching_stuck"]);
  const [, stuck] = watchProblems(node.watch, { ...node.heads.state, epoch: 0, height: 10 });
  expect(stuck!.en).toContain("only 2 other validators");
  expect(stuck!.remedy).toContain("keys adopt");
  expect(stuck!.remedy).toContain("0/12/");
  // The other one votes again.
  node.answers.set(EVE, () => certified(10));
  await node.wait();
  expect(node.codes()).toEqual(["node.watching"]);

  for (const set of [setOf(0), setOf(0, 1)]) {
    expect(watcher({ set }).codes()).toEqual(["node.watching", "node.watching_stuck"]);
  }
});
