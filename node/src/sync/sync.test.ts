import {
  type Certificate,
  compareBytes,
  ExecutionAssertion,
  encodeHeader,
  type Header,
  headerHash,
  hex,
  JzError,
  sealMessage,
  signTx,
  suite,
  type ValidatorSet,
  validatorsHash,
  ZERO_HASH,
} from "@jingzhun/ledger";
import { StorageError } from "@jingzhun/ledger/storage";
import { expect, test } from "vitest";
import type { ExecutedBlock } from "../chain/chain.ts";
import type { Divergence } from "../divergence.ts";
import {
  HEAD_ANNOUNCE_MS,
  SYNC_ASIDE_BRIEFLY_MS,
  SYNC_ASIDE_MS,
  SYNC_BLOCKS_MAX,
  SYNC_PATIENCE_MS,
  SYNC_SLOW_MS,
  SYNC_TIMEOUT_MS,
} from "../limits.ts";
import { manualClock } from "../test-clock.ts";
import { registerVillage, testSeed } from "../test-network.ts";
import { decodeSyncRequest, encodeBlocks, encodeHead, type WireBlock } from "../wire/sync-frames.ts";
import { Sync, type SyncDeps } from "./sync.ts";

const CHAIN = `test-${"00".repeat(16)}`;
const START = 1_600_000_000_000;
const seeds = [0, 1, 2, 3]
  .map((i) => testSeed("consensus", i))
  .sort((a, b) => compareBytes(suite.publicKey(a), suite.publicKey(b)));
const set: ValidatorSet = seeds.map((seed, i) => ({
  organisation: `org-${i}`,
  consensusKey: suite.publicKey(seed),
  networkKey: suite.publicKey(testSeed("network", i)),
  addresses: [`/ip4/127.0.0.1/tcp/${7200 + i}`],
}));
/** This node is validator 0. */
const [SELF, ANN, BOB, EVE] = set.map(({ networkKey }) => hex(networkKey)) as [
  string,
  string,
  string,
  string,
];
const OBSERVER = "0b".repeat(32);
const fill = (byte: number) => new Uint8Array(32).fill(byte);
const settled = async () => {
  for (let i = 0; i < 40; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

function certify(
  headerBytes: Uint8Array,
  height: number,
  signers: readonly number[] = [0, 1, 2],
): Certificate {
  const place = { epoch: 0, height, round: 0, blockHash: headerHash(headerBytes) };
  const message = sealMessage({ ...place, seals: [] }, CHAIN);
  return {
    ...place,
    seals: signers.map((signer) => ({ signer, signature: suite.sign(message, seeds[signer]!) })),
  };
}

/** The network's blocks, by height. */
const headers: Header[] = [];
const blocks: WireBlock[] = [];
for (let height = 0; height <= 200; height++) {
  const header: Header = {
    chainId: CHAIN,
    epoch: 0,
    height,
    timestamp: START + height,
    parentHash: height === 0 ? ZERO_HASH : headerHash(encodeHeader(headers[height - 1]!)),
    proposer: set[1]!.consensusKey,
    txRoot: fill(3),
    eventRoot: fill(3),
    stateRoot: fill(4),
    validatorsHash: validatorsHash(set),
    nextValidatorsHash: validatorsHash(set),
    paramsHash: fill(3),
  };
  headers.push(header);
  const headerBytes = encodeHeader(header);
  blocks.push({ headerBytes, certificate: certify(headerBytes, height), txs: [] });
}

type Answerer = (from: number, count: number) => Promise<Uint8Array> | Uint8Array;

const honest: Answerer = (from, count) => encodeBlocks(blocks.slice(from, from + count));
const upTo =
  (last: number): Answerer =>
  (from, count) =>
    encodeBlocks(blocks.slice(from, Math.min(from + count, last + 1)));
const silent: Answerer = () => new Promise(() => {});

/** A node at block 0, its clock standing still, and peers that answer as the test says. */
function node(
  options: { readonly execute?: (header: Header) => Partial<Header>; readonly verify?: () => void } = {},
) {
  const clock = manualClock(START);
  const peers = new Map<string, Answerer>();
  const requests: { peer: string; from: number }[] = [];
  const warnings: { peer?: string; code?: string }[] = [];
  const errors: unknown[] = [];
  const held: string[] = [];
  const divergences: Divergence[] = [];
  const fatal: unknown[] = [];
  const certified: number[] = [];
  let head = { height: 0, hash: headerHash(encodeHeader(headers[0]!)), header: headers[0]! };
  let frame: (from: string, bytes: Uint8Array) => unknown = () => {};
  const chain = {
    chainId: CHAIN,
    epoch: 0,
    validators: set,
    params: { blockBytes: 1_000_000 },
    get head() {
      return head;
    },
    store: { get: () => undefined },
    onCommitted: () => {},
    async execute() {
      const right = headers[head.height + 1]!;
      const header = { ...right, ...options.execute?.(right) };
      const headerBytes = encodeHeader(header);
      const result = { entries: [], outcomeBytes: [], cost: 0 };
      return { header, headerBytes, hash: headerHash(headerBytes), result, txs: [] };
    },
    async commit({ header, hash }: ExecutedBlock) {
      head = { height: header.height, hash, header };
      return true;
    },
  };
  const sync = new Sync({
    chain,
    clock,
    exchange: {},
    signatures: {
      verify: async (items: { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array }[]) => {
        options.verify?.();
        return items.map(({ publicKey, message, signature }) => suite.verify(signature, message, publicKey));
      },
    },
    transport: {
      self: SELF,
      peers: () => [...peers.keys()].map((id) => ({ id })),
      send: () => true,
      onFrame: (_: string, handler: typeof frame) => {
        frame = handler;
      },
      onRequest: () => {},
      onPeer: () => {},
      request: (peer: string, _: string, bytes: Uint8Array, { timeoutMs }: { timeoutMs: number }) => {
        const asked = decodeSyncRequest(bytes);
        if (asked.kind !== "blocks") throw new Error("asked for something else");
        const { from, count } = asked;
        requests.push({ peer, from });
        return new Promise((resolve, reject) => {
          clock.setTimeout(timeoutMs, () => reject(new JzError("transport.timeout")));
          Promise.resolve(peers.get(peer)!(from, count)).then(resolve, reject);
        });
      },
    },
    logger: {
      warn: (values: { peer: string; code: string }) => warnings.push(values),
      error: (values: unknown) => errors.push(values),
      info: () => {},
    },
    onHead: () => {},
    onBegin: () => held.push("begin"),
    onEnd: () => held.push("end"),
    onCertified: ({ height }: Certificate) => certified.push(height),
    onOffer: async () => {},
    onDivergence: (divergence: Divergence) => divergences.push(divergence),
    onFatal: (error: unknown) => fatal.push(error),
  } as unknown as SyncDeps);
  const claim = (peer: string, height: number) => frame(peer, encodeHead(height, fill(1)));
  return {
    sync,
    clock,
    peers,
    requests,
    warnings,
    errors,
    held,
    divergences,
    fatal,
    certified,
    claim,
    height: () => head.height,
    asked: (peer: string) => requests.filter((request) => request.peer === peer).length,
    /** Lets time pass in steps, so that what is waited for in between happens. */
    async pass(ms: number, step = 500) {
      for (let done = 0; done < ms; done += step) {
        clock.advance(Math.min(step, ms - done));
        await settled();
      }
    },
  };
}

const fork = encodeHeader({ ...headers[1]!, parentHash: fill(9) });
const someTx = signTx(
  {
    chainId: CHAIN,
    senderKeyId: fill(1),
    nonce: new Uint8Array(16),
    expiresAt: START + 1_000,
    actions: [registerVillage("x")],
  },
  seeds[0]!,
  [],
);
const [one, two] = [blocks[1]!, blocks[2]!];
const badSeals = one.certificate.seals.map((seal) => ({ ...seal, signature: new Uint8Array(64) }));
const hostile: [string, string, Answerer][] = [
  [
    "a bad certificate",
    "sync.certificate",
    () => encodeBlocks([{ ...one, certificate: { ...one.certificate, seals: badSeals } }]),
  ],
  [
    "a certificate of too few signers",
    "certificate.no_quorum",
    () => encodeBlocks([{ ...one, certificate: certify(one.headerBytes, 1, [0, 1]) }]),
  ],
  [
    "the certificate of another block",
    "sync.mismatch",
    () => encodeBlocks([{ ...one, certificate: two.certificate }]),
  ],
  [
    "a block of another chain of blocks",
    "sync.parent",
    () => encodeBlocks([{ headerBytes: fork, certificate: certify(fork, 1), txs: [] }]),
  ],
  ["blocks out of order", "sync.order", () => encodeBlocks([two, one])],
  ["a gap between blocks", "sync.order", () => encodeBlocks([one, blocks[3]!])],
  ["transactions of strangers", "sync.unknown_key", () => encodeBlocks([{ ...one, txs: [someTx] }])],
  ["nothing of what it claims", "sync.no_block", () => encodeBlocks([])],
  [
    "more blocks than anyone asks for",
    "frame.invalid",
    () => encodeBlocks(blocks.slice(1, SYNC_BLOCKS_MAX + 2)),
  ],
  ["noise", "codec.trailing", () => new Uint8Array([0xff, 0x00])],
];

test.each(hostile)(
  "a peer that gives %s costs a request, is named, and another is asked",
  async (_, code, evil) => {
    const { peers, claim, height, asked, warnings, pass, sync, held } = node();
    peers.set(EVE, evil);
    peers.set(ANN, upTo(100));
    claim(EVE, 1_000_000);
    claim(ANN, 100);
    await settled();
    expect(height()).toBe(100);
    // What only executing can show is found while the next answer is on its way.
    const requestsMade = code === "sync.parent" || code === "sync.unknown_key" ? 2 : 1;
    expect(asked(EVE)).toBe(requestsMade);
    const [warning, ...more] = warnings;
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ peer: EVE, height: 1, code });
    // It is left aside whatever it claims, and then asked once more, as nobody else has what it speaks of.
    for (let second = 0; second < SYNC_ASIDE_MS / 1_000 - 1; second++) {
      claim(EVE, 1_000_000);
      await pass(1_000);
    }
    expect(asked(EVE)).toBe(requestsMade);
    await pass(3_000);
    expect(asked(EVE)).toBe(requestsMade + 1);
    expect(sync.active).toBe(false);
    expect(held.filter((word) => word === "begin").length).toBe(held.filter((word) => word === "end").length);
  },
);

test("a peer that never answers costs its time-out, holds up no consensus, and is asked last afterwards", async () => {
  const { peers, claim, height, asked, warnings, pass, held, sync, requests } = node();
  peers.set(EVE, silent);
  peers.set(ANN, upTo(100));
  claim(EVE, 1_000_000);
  claim(ANN, 100);
  await pass(SYNC_TIMEOUT_MS - 500);
  expect([height(), asked(EVE), held]).toEqual([0, 1, []]);
  await pass(1_000);
  expect(height()).toBe(100);
  expect(warnings).toMatchObject([{ peer: EVE, code: "transport.timeout" }]);
  await pass(SYNC_ASIDE_BRIEFLY_MS);
  peers.set(ANN, upTo(150));
  claim(ANN, 150);
  await settled();
  // It was asked again when it came back, as the only one that claimed more; that request is still open.
  expect([sync.active, height(), held.at(-1)]).toEqual([true, 100, "end"]);
  await pass(SYNC_TIMEOUT_MS);
  expect(height()).toBe(150);
  expect(requests.filter(({ peer }) => peer === EVE).length).toBeLessThanOrEqual(2);
});

test("consensus goes on when a peer stops answering between two answers", async () => {
  const { peers, claim, height, pass, held } = node();
  peers.set(EVE, (from, count) => (from === 1 ? honest(from, count) : silent(from, count)));
  claim(EVE, 200);
  await settled();
  expect([height(), held]).toEqual([SYNC_BLOCKS_MAX, ["begin"]]);
  await pass(SYNC_PATIENCE_MS, SYNC_PATIENCE_MS);
  expect(held).toEqual(["begin", "end"]);
});

test("answers without end that bring no further block end at the first of them", async () => {
  const { peers, claim, height, asked, warnings } = node();
  peers.set(EVE, () => encodeBlocks([one]));
  claim(EVE, 1_000_000);
  await settled();
  expect([height(), asked(EVE)]).toEqual([1, 2]);
  expect(warnings).toMatchObject([{ peer: EVE, height: 2, code: "sync.order" }]);
});

test("a peer whose connection broke is asked again as soon as it may be back", async () => {
  const { peers, claim, height, pass } = node();
  peers.set(ANN, () => Promise.reject(new JzError("transport.disconnected")));
  claim(ANN, 100);
  await settled();
  peers.set(ANN, upTo(100));
  await pass(HEAD_ANNOUNCE_MS);
  expect(height()).toBe(100);
});

test("a peer that drips one block at a time isn't the only one asked", async () => {
  const { peers, clock, claim, height, asked, pass } = node();
  peers.set(EVE, async (from) => {
    await new Promise<void>((resolve) => clock.setTimeout(SYNC_SLOW_MS + 1_000, resolve));
    return encodeBlocks(blocks.slice(from, from + 1));
  });
  peers.set(ANN, upTo(190));
  claim(EVE, 200);
  claim(ANN, 190);
  await pass(SYNC_SLOW_MS + 1_500);
  expect(height()).toBe(190);
  expect(asked(EVE)).toBeLessThanOrEqual(2);
  // Alone it is still of use: slow blocks are better than none.
  await pass(10 * (SYNC_SLOW_MS + 1_000));
  expect(height()).toBe(200);
});

test("a liar that announces without end is asked once a minute, and makes nobody say that this node is behind", async () => {
  const { peers, claim, asked, clock, sync, held } = node();
  peers.set(EVE, () => encodeBlocks([]));
  for (let second = 0; second < 600; second++) {
    claim(EVE, 1_000 + second);
    expect([sync.active, sync.highest]).toEqual([false, 0]);
    clock.advance(1_000);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(asked(EVE)).toBeLessThanOrEqual(600_000 / SYNC_ASIDE_MS + 1);
  expect(asked(EVE)).toBeGreaterThan(1);
  expect(held).toEqual([]);
  claim(ANN, 70);
  expect(sync.highest).toBe(70);
});

test("what only this node supposed of a peer is no lie of the peer", async () => {
  const { peers, sync, asked, warnings, height, claim } = node();
  peers.set(EVE, () => encodeBlocks([]));
  peers.set(ANN, upTo(5));
  sync.behind(5, undefined);
  await settled();
  expect(height()).toBe(5);
  expect(warnings).toEqual([]);
  peers.set(EVE, honest);
  claim(EVE, 10);
  await settled();
  expect([height(), asked(EVE)]).toEqual([5 + SYNC_BLOCKS_MAX, 2]);
});

test("this node's own trouble is held against no peer, and it is tried again", async () => {
  let busy = true;
  const { peers, claim, height, warnings, errors, pass } = node({
    verify: () => {
      if (busy) throw new JzError("overloaded");
    },
  });
  peers.set(ANN, upTo(100));
  claim(ANN, 100);
  await settled();
  expect([height(), warnings.length, errors.length]).toEqual([0, 0, 1]);
  busy = false;
  await pass(HEAD_ANNOUNCE_MS);
  expect(height()).toBe(100);
});

test("a failing disk is this node's end, not a peer's fault", async () => {
  const { peers, claim, fatal, warnings } = node({
    execute: () => {
      throw new StorageError("storage.damaged");
    },
  });
  peers.set(ANN, upTo(100));
  claim(ANN, 100);
  await settled();
  expect(fatal).toMatchObject([{ code: "storage.damaged" }]);
  expect(warnings).toEqual([]);
});

test("a certified block whose state doesn't come out is a divergence at the first peer's word", async () => {
  const { peers, claim, divergences, height } = node({
    execute: ({ height }) => (height === 7 ? { stateRoot: fill(9) } : {}),
  });
  peers.set(ANN, honest);
  claim(ANN, 100);
  await settled();
  expect(height()).toBe(6);
  expect(divergences).toHaveLength(1);
  const [{ headerBytes, own, certificate }] = divergences as [Divergence];
  expect(headerBytes).toEqual(blocks[7]!.headerBytes);
  expect(certificate.height).toBe(7);
  expect(own!.header.stateRoot).toEqual(fill(9));
});

test.each([
  ["outcomes don't come out", (): Partial<Header> => ({ txRoot: fill(9) })],
  [
    "execution throws",
    (): Partial<Header> => {
      throw new ExecutionAssertion(1, fill(7), new TypeError("not a function"));
    },
  ],
])(
  "where %s the transactions may have been swapped, until more validators give them than may be lying",
  async (_, execute) => {
    const { peers, claim, divergences, height, warnings } = node({ execute });
    peers.set(EVE, honest);
    claim(EVE, 100);
    peers.set(OBSERVER, honest);
    claim(OBSERVER, 100);
    await settled();
    expect(warnings.map(({ peer, code }) => [peer, code])).toEqual([
      [EVE, "sync.transactions"],
      [OBSERVER, "sync.transactions"],
    ]);
    expect(divergences).toEqual([]);
    peers.set(BOB, honest);
    claim(BOB, 100);
    await settled();
    expect(divergences).toHaveLength(1);
    expect(height()).toBe(0);
  },
);

test("every certificate that holds is shown, none that doesn't", async () => {
  const { peers, claim, certified } = node();
  peers.set(EVE, () => encodeBlocks([{ ...one, certificate: { ...one.certificate, seals: badSeals } }]));
  peers.set(ANN, upTo(3));
  claim(EVE, 90);
  claim(ANN, 3);
  await settled();
  expect(certified).toEqual([1, 2, 3]);
});
