import { type Input, type Message, type Output, type Qbft, unsignedVote } from "@jingzhun/consensus";
import {
  type Certificate,
  compareBytes,
  type Evidence,
  ExecutionAssertion,
  encodeHeader,
  headerHash,
  hex,
  PHASE,
  signBytes,
  suite,
  type ValidatorSet,
  type VotePhase,
  validatorsHash,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import type { Divergence } from "../divergence.ts";
import { incidentsInMemory } from "../incidents.ts";
import { RESEND_INTERVAL_MS, TIMESTAMP_TOLERANCE_MS } from "../limits.ts";
import { silentLogger } from "../logging.ts";
import { type Signer, Watch } from "../signing/index.ts";
import { FIRST_POSITION, type Position } from "../signing/position.ts";
import { watchFilesInMemory } from "../signing/test-watch-files.ts";
import { manualClock } from "../test-clock.ts";
import { testSeed } from "../test-network.ts";
import { encodeValueAnswer } from "../wire/consensus-frames.ts";
import { encodeProposalValue } from "../wire/proposal-value.ts";
import { ConsensusDriver, type DriverDeps } from "./driver.ts";

const CHAIN = `test-${"00".repeat(16)}`;
const seeds = [0, 1, 2, 3]
  .map((i) => testSeed("consensus", i))
  .sort((a, b) => compareBytes(suite.publicKey(a), suite.publicKey(b)));
const set: ValidatorSet = seeds.map((seed, i) => ({
  organisation: `org-${i}`,
  consensusKey: suite.publicKey(seed),
  networkKey: suite.publicKey(testSeed("network", i)),
  addresses: [`/ip4/127.0.0.1/tcp/${7200 + i}`],
}));
const peers = set.map(({ networkKey }) => hex(networkKey));
const fill = (byte: number) => new Uint8Array(32).fill(byte);
const HEIGHT = 5;
const header = {
  chainId: CHAIN,
  epoch: 0,
  height: HEIGHT - 1,
  timestamp: 1_600_000_000_000,
  parentHash: fill(1),
  proposer: set[1]!.consensusKey,
  txRoot: fill(3),
  eventRoot: fill(3),
  stateRoot: fill(3),
  validatorsHash: fill(3),
  nextValidatorsHash: fill(3),
  paramsHash: fill(3),
};
const head = { height: header.height, header, hash: headerHash(encodeHeader(header)) };
const next = { ...header, height: HEIGHT, timestamp: header.timestamp + 1, parentHash: head.hash };
const headerBytes = encodeHeader(next);
const hash = headerHash(headerBytes);
const value = encodeProposalValue({ headerBytes, ids: [] });
const certificate: Certificate = { epoch: 0, height: HEIGHT, round: 0, blockHash: hash, seals: [] };
const settled = async () => {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

/** Signed by validator `signer`. */
function voteOf(signer: number, round: number, phase: VotePhase, blockHash = hash): Message {
  const type = phase === PHASE.prepare ? "prepare" : "commit";
  const unsigned = unsignedVote(signer, {
    chainId: CHAIN,
    epoch: 0,
    height: HEIGHT,
    round,
    phase,
    blockHash,
  });
  const signature = signBytes("consensus", CHAIN, unsigned.payload, seeds[signer]!);
  return { type, ...unsigned, signature };
}

/** A machine that answers each input with what the test says, and remembers the inputs. */
function scripted(): Qbft & { readonly inputs: Input[]; script: (input: Input) => Output[] } {
  const machine = {
    inputs: [] as Input[],
    script: (_: Input): Output[] => [],
    step(input: Input) {
      machine.inputs.push(input);
      return machine.script(input);
    },
    status: () => ({
      height: HEIGHT,
      round: 0,
      awake: true,
      decided: false,
      proposer: 1,
      self: 0,
      preparedRound: null,
    }),
    copy: () => machine,
  };
  return machine;
}

/** Validator 0's driver, with parts that do as the test says. */
function drive(
  options: {
    readonly execute?: () => Promise<ExecutedBlock>;
    readonly build?: () => Promise<ExecutedBlock>;
    readonly collect?: "never";
    readonly recordAt?: Position;
    readonly stored?: (height: number) => unknown;
    /** the block of the machine's height is durable already */
    readonly isBehind?: boolean;
  } = {},
) {
  const clock = manualClock(header.timestamp + 1_000);
  const qbft = scripted();
  const incidents = incidentsInMemory();
  const seen: string[] = [];
  const behind: [number, string | undefined][] = [];
  const fatal: unknown[] = [];
  const divergences: Divergence[] = [];
  const committed: ExecutedBlock[] = [];
  const executed = { header: next, headerBytes, hash, txs: [], result: { txIds: [] } };
  const execute = options.execute ?? (async () => executed as unknown as ExecutedBlock);
  const chain = {
    chainId: CHAIN,
    epoch: 0,
    head: options.isBehind === true ? { height: HEIGHT, header: next, hash } : head,
    validators: set,
    params: { blockBytes: 1_000_000, roundTimeout: 1_000, tenure: 64 },
    execute,
    onCommitted: () => {},
    store: { head, header: (height: number) => options.stored?.(height) },
    commit: async (block: ExecutedBlock) => {
      committed.push(block);
    },
  } as unknown as Chain;
  const signer = {
    publicKey: set[0]!.consensusKey,
    position: options.recordAt ?? FIRST_POSITION,
    sign: async () => {
      seen.push("signed");
      return new Uint8Array(64);
    },
    raise: async ({ height, round }: Position) => {
      seen.push(`raised ${height}/${round}`);
    },
    close: async () => {
      seen.push("closed");
    },
  } as unknown as Signer;
  const files = watchFilesInMemory(set[0]!.consensusKey);
  const logger = silentLogger();
  const watch = new Watch({ signer, notes: undefined, files, epoch: 0, clock, logger });
  const driver = new ConsensusDriver({
    qbft,
    chain,
    incidents,
    watch,
    startGate: { isOpen: true },
    clock,
    logger,
    consensusKey: set[0]!.consensusKey,
    mempool: {
      oldest: () => ({ ids: [], stored: [] }),
      pool: { get: () => undefined, has: () => false },
      admission: { isHere: () => options.collect === "never", settled: () => new Promise(() => {}) },
    },
    exchange: {},
    production: {
      woke: () => {},
      roundEntered: () => {},
      heightStarted: () => {},
      build: options.build,
    },
    transport: {
      self: peers[0]!,
      peers: () => [],
      isConnected: () => true,
      send: () => seen.push("sent"),
      request: async () => encodeValueAnswer(value),
      onFrame: () => {},
      onRequest: () => {},
      onPeer: () => {},
    },
    signatures: {
      verify: async (items: { publicKey: Uint8Array; message: Uint8Array; signature: Uint8Array }[]) =>
        items.map(({ publicKey, message, signature }) => suite.verify(signature, message, publicKey)),
    },
    wal: { records: () => [], append: async () => {}, cut: async () => {} },
    onBehind: (height: number, peer: string | undefined) => behind.push([height, peer]),
    onDivergence: (divergence: Divergence) => divergences.push(divergence),
    onFatal: (error: unknown) => fatal.push(error),
  } as unknown as DriverDeps);
  /** Has the machine give this output now. */
  const output = async (...outputs: Output[]) => {
    qbft.script = () => {
      qbft.script = () => [];
      return outputs;
    };
    driver.wake();
    await settled();
  };
  return { driver, clock, qbft, incidents, watch, seen, behind, fatal, divergences, committed, output };
}

const assertion = new ExecutionAssertion(HEIGHT, fill(7), new TypeError("not a function"));
const signPrepare: Output = {
  type: "sign",
  message: voteOf(0, 0, PHASE.prepare),
  persist: { kind: "prepare", payload: new Uint8Array(1) },
  body: null,
};

test("an execution that throws in somebody's proposal is no vote, and never the node's end", async () => {
  const { driver, qbft, fatal, output, behind } = drive({ execute: () => Promise.reject(assertion) });
  const { inputs } = qbft;
  driver.start();
  await output({ type: "fetchProposal", height: HEIGHT, round: 1, hash, holders: [1, 2] });
  await output({
    type: "validateProposal",
    height: HEIGHT,
    round: 0,
    hash,
    value,
    justifiedByPrepared: true,
    proposer: 1,
  });
  expect(fatal).toEqual([]);
  expect(inputs.map(({ type }) => type)).not.toContain("proposalBuilt");
  expect(inputs.map(({ type }) => type)).not.toContain("proposalValidated");
  // Decided by others all the same: the block itself is asked for, and shows who differs.
  await output({ type: "decided", height: HEIGHT, round: 0, hash, value, validated: false, certificate });
  expect(fatal).toEqual([]);
  expect(behind).toEqual([[HEIGHT, undefined]]);
});

test("an execution that throws while this node builds costs it its proposal, not its life", async () => {
  const { driver, qbft, fatal, output } = drive({ build: () => Promise.reject(assertion) });
  driver.start();
  await output({ type: "buildProposal", height: HEIGHT, round: 0 });
  expect(fatal).toEqual([]);
  expect(qbft.inputs.map(({ type }) => type)).not.toContain("proposalBuilt");
  const broken = drive({ build: () => Promise.reject(new Error("disk")) });
  broken.driver.start();
  await broken.output({ type: "buildProposal", height: HEIGHT, round: 0 });
  expect(broken.fatal).toHaveLength(1);
});

test("a prepared block that this node lacks is fetched, executed and proposed again", async () => {
  const { driver, qbft, output } = drive();
  driver.start();
  await output({ type: "fetchProposal", height: HEIGHT, round: 1, hash, holders: [1, 2] });
  expect(qbft.inputs.at(-1)).toEqual({
    type: "proposalBuilt",
    height: HEIGHT,
    round: 1,
    value,
    hash,
  });
});

test("a decided block whose transactions don't come is fetched whole after 2 s, and may still come by itself", async () => {
  const missing = encodeProposalValue({ headerBytes, ids: [fill(9)] });
  const { driver, clock, behind, output, committed } = drive({ collect: "never" });
  driver.start();
  const decided = { type: "decided", height: HEIGHT, round: 0, hash, validated: false, certificate } as const;
  await output({ ...decided, value: missing });
  clock.advance(RESEND_INTERVAL_MS - 1);
  await settled();
  expect(behind).toEqual([]);
  clock.advance(1);
  await settled();
  expect(behind).toEqual([[HEIGHT, undefined]]);
  expect(committed).toEqual([]);

  const prompt = drive();
  prompt.driver.start();
  await prompt.output({ ...decided, value });
  expect(prompt.committed).toHaveLength(1);
  prompt.clock.advance(RESEND_INTERVAL_MS);
  await settled();
  expect(prompt.behind).toEqual([]);
});

test("peers that speak of later heights, and a decided block without its value, send this node to sync at once", async () => {
  const { driver, behind, output } = drive();
  driver.start();
  await output({ type: "wantFuture", height: HEIGHT + 3 });
  await output({
    type: "decided",
    height: HEIGHT,
    round: 0,
    hash,
    value: null,
    validated: false,
    certificate,
  });
  expect(behind).toEqual([
    [HEIGHT + 2, undefined],
    [HEIGHT, undefined],
  ]);
});

/** What executing the proposal gives where the header says something else. */
const other = (field: Partial<typeof next>) => async () => {
  const own = { ...next, ...field };
  return { header: own, headerBytes: encodeHeader(own), hash, txs: [] } as unknown as ExecutedBlock;
};
const judge: Output = {
  type: "validateProposal",
  height: HEIGHT,
  round: 0,
  hash,
  value,
  justifiedByPrepared: true,
  proposer: 1,
};

test.each([
  ["refused before", [judge], null],
  ["never judged", [], value],
])("a decided block with another state than ours, %s, is a divergence", async (_, before, at) => {
  const { driver, output, divergences, behind, committed } = drive({
    execute: other({ stateRoot: fill(9) }),
  });
  driver.start();
  await output(...before);
  expect(divergences).toEqual([]);
  await output({ type: "decided", height: HEIGHT, round: 0, hash, value: at, validated: false, certificate });
  expect(divergences).toMatchObject([{ headerBytes, certificate, own: { header: { stateRoot: fill(9) } } }]);
  expect([behind, committed]).toEqual([[], []]);
});

test("a decided block whose transactions give another root may be garbled: it is fetched before anyone is accused", async () => {
  const { driver, output, divergences, behind } = drive({ execute: other({ txRoot: fill(9) }) });
  driver.start();
  await output({ type: "decided", height: HEIGHT, round: 0, hash, value, validated: false, certificate });
  expect([divergences, behind]).toEqual([[], [[HEIGHT, undefined]]]);
});

test("a signature of the own key beyond the signer's record silences the node and raises the record", async () => {
  const { driver, incidents, seen, output } = drive();
  driver.start();
  await output({ type: "verify", message: voteOf(1, 4, PHASE.prepare), from: peers[1]! });
  expect(incidents.keyElsewhere).toBe(false);
  await output(signPrepare);
  expect(seen).toEqual(["signed"]);
  await output({ type: "verify", message: voteOf(0, 4, PHASE.prepare), from: peers[1]! });
  expect(incidents.findings).toMatchObject([{ epoch: 0, height: HEIGHT, round: 4, type: "prepare" }]);
  await output(signPrepare);
  await driver.stop();
  expect(seen).toEqual(["signed", `raised ${HEIGHT}/4`]);
});

test("an own signature that the record covers, or one that doesn't hold, is no sign of another process", async () => {
  const recordAt = { epoch: 0, height: HEIGHT, round: 4, phase: PHASE.commit };
  const covered = drive({ recordAt });
  covered.driver.start();
  await covered.output({ type: "verify", message: voteOf(0, 4, PHASE.commit), from: peers[1]! });
  expect(covered.incidents.keyElsewhere).toBe(false);

  const forged = drive();
  forged.driver.start();
  const message = { ...voteOf(0, 4, PHASE.commit), signature: new Uint8Array(64) } as Message;
  await forged.output({ type: "verify", message, from: peers[1]! });
  expect(forged.incidents.keyElsewhere).toBe(false);
});

const seals = [0, 1, 2].map((signer) => ({ signer, signature: new Uint8Array(64) }));
const othersSeals = [1, 2, 3].map((signer) => ({ signer, signature: new Uint8Array(64) }));
const LONG_AGO = header.timestamp;
const SINCE_THE_START = header.timestamp + 1_000 + TIMESTAMP_TOLERANCE_MS + 1;

test("an own seal in a block from before the start shows an old record: the node watches", async () => {
  const recordAt = { epoch: 0, height: HEIGHT - 2, round: 0, phase: PHASE.commit };
  const { driver, incidents, watch, seen, output } = drive({ recordAt });
  driver.certified({ ...certificate, height: HEIGHT - 1, seals: othersSeals }, set, LONG_AGO);
  driver.certified({ ...certificate, height: HEIGHT - 2, seals }, set, LONG_AGO);
  expect(watch.isWatching).toBe(false);
  driver.certified({ ...certificate, height: HEIGHT - 1, seals }, set, LONG_AGO);
  expect(watch.notes).toMatchObject({ reason: "behind_seal", signed: { height: HEIGHT - 1 } });
  expect(incidents.keyElsewhere).toBe(false);
  // Nothing is signed, and what was signed before isn't sent again.
  await output(signPrepare, { type: "send", message: voteOf(0, 0, PHASE.prepare), to: 1 });
  expect(seen).toEqual(["closed"]);

  // What its old self can't have made is another process's, watching or not.
  driver.certified({ ...certificate, height: HEIGHT, seals }, set, SINCE_THE_START);
  expect(incidents.findings).toMatchObject([{ height: HEIGHT, type: "commit" }]);
});

test("an own seal in a block that came after the start counts like one in a message", async () => {
  const { driver, incidents, watch, seen } = drive();
  driver.certified({ ...certificate, height: HEIGHT - 1, seals }, set, SINCE_THE_START);
  expect(incidents.findings).toMatchObject([{ height: HEIGHT - 1, type: "commit" }]);
  expect(watch.isWatching).toBe(false);
  await driver.stop();
  expect(seen).toEqual([`raised ${HEIGHT - 1}/0`]);
});

test("a message of the own key that its old self can't have signed silences a node that watches", async () => {
  const { driver, incidents, watch, output } = drive();
  driver.start();
  watch.begin("behind_seal", { epoch: 0, height: HEIGHT - 3, round: 0, phase: PHASE.commit });
  watch.settle(HEIGHT - 2, set);
  await output({ type: "verify", message: voteOf(0, 4, PHASE.prepare), from: peers[1]! });
  expect(incidents.keyElsewhere).toBe(false);

  const twin = drive();
  twin.driver.start();
  twin.watch.begin("behind_seal", { epoch: 0, height: HEIGHT - 3, round: 0, phase: PHASE.commit });
  twin.watch.settle(HEIGHT - 3, set);
  await twin.output({ type: "verify", message: voteOf(0, 4, PHASE.prepare), from: peers[1]! });
  expect(twin.incidents.findings).toMatchObject([{ height: HEIGHT, type: "prepare" }]);
});

test("what a watching node wants signed at its height is signed when it may vote before the height ends", async () => {
  const { driver, watch, qbft, output } = drive();
  driver.start();
  watch.begin("behind_seal", { epoch: 0, height: HEIGHT - 3, round: 0, phase: PHASE.commit });
  await output(signPrepare);
  watch.settle(HEIGHT - 3, set);
  const signed = () => qbft.inputs.filter(({ type }) => type === "signed").length;
  await settled();
  expect(signed()).toBe(0);
  watch.advance(HEIGHT - 1, set);
  await settled();
  expect(signed()).toBe(1);
});

test("nothing is signed for a height whose block came by sync while the machine still works on it", async () => {
  const { driver, seen, fatal, output } = drive({ isBehind: true });
  driver.pause();
  // The bodies that it would persist went with the block.
  await output({ ...signPrepare, body: hash });
  await output(signPrepare);
  expect(seen).not.toContain("signed");
  expect(fatal).toEqual([]);
});

test("a record that is behind the own seals in the stored blocks is noticed at start, before anything is signed", async () => {
  const stored = (height: number) => ({
    // Whatever the clock of this start says.
    header: { ...header, height, timestamp: SINCE_THE_START, validatorsHash: validatorsHash(set) },
    certificate: { ...certificate, height, seals: height === HEIGHT - 2 ? seals : othersSeals },
  });
  const behind = drive({ stored, recordAt: { epoch: 0, height: HEIGHT - 3, round: 9, phase: PHASE.commit } });
  behind.driver.start();
  expect(behind.watch.notes).toMatchObject({ reason: "behind_seal", signed: { height: HEIGHT - 2 } });
  await behind.output(signPrepare);
  expect(behind.seen).toEqual(["closed"]);

  const even = drive({ stored, recordAt: { epoch: 0, height: HEIGHT - 2, round: 0, phase: PHASE.commit } });
  even.driver.start();
  expect([even.incidents.keyElsewhere, even.watch.isWatching]).toEqual([false, false]);
});

test("evidence against the own key silences the node, evidence against another's doesn't", async () => {
  const evidence = (signer: number): Evidence => ({
    type: "prepare",
    epoch: 0,
    height: HEIGHT,
    round: 0,
    consensusKey: set[signer]!.consensusKey,
    first: voteOf(signer, 0, PHASE.prepare),
    second: voteOf(signer, 0, PHASE.prepare, fill(8)),
  });
  const { driver, incidents, seen, output } = drive();
  driver.start();
  await output({ type: "evidence", signer: 2, evidence: evidence(2) });
  expect(incidents.keyElsewhere).toBe(false);
  await output({ type: "evidence", signer: 0, evidence: evidence(0) }, signPrepare);
  expect(incidents.keyElsewhere).toBe(true);
  expect(seen).not.toContain("signed");
});
