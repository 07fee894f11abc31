import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import {
  decodeRoundChange,
  decodeVote,
  equalBytes,
  hex,
  PHASE,
  quorum,
  signatureInput,
  suite,
} from "@jingzhun/ledger";
import { expect, test, vi } from "vitest";
import { adoptOffline } from "./adoption.ts";
import { lastAdoption, signerFile } from "./signing/index.ts";
import { registerVillage, startTestNodes, submission, type TestNodes, testSeed } from "./test-network.ts";

interface Signed {
  readonly node: number;
  readonly height: number;
  /** epoch, height, round, phase */
  readonly place: string;
  readonly payload: string;
}

/** Everything that any node of this process signs for consensus, whatever becomes of it: more than any WAL holds. */
function recordSignatures(chainId: string, nodes: number): { readonly signed: Signed[] } & Disposable {
  const signed: Signed[] = [];
  const seeds = Array.from({ length: nodes }, (_, i) => hex(testSeed("consensus", i)));
  const prefix = signatureInput("consensus", chainId, new Uint8Array(0)).length;
  const { sign } = suite;
  const spy = vi.spyOn(suite, "sign").mockImplementation((message, seed) => {
    const node = seeds.indexOf(hex(seed));
    const payload = message.slice(prefix);
    if (node >= 0 && hex(message) === hex(signatureInput("consensus", chainId, payload))) {
      const { height, ...at } = placeOf(payload);
      const place = [at.epoch, height, at.round, at.phase].join("/");
      signed.push({ node, height, place, payload: hex(payload) });
    }
    return sign(message, seed);
  });
  return { signed, [Symbol.dispose]: () => spy.mockRestore() };
}

function placeOf(payload: Uint8Array) {
  try {
    return { ...decodeRoundChange(payload), phase: PHASE.roundChange };
  } catch {
    return decodeVote(payload);
  }
}

function expectNothingTwice(signed: readonly Signed[]): void {
  const said = new Map<string, string>();
  for (const { node, place, payload } of signed) {
    const key = `${node} ${place}`;
    expect(said.get(key) ?? payload, key).toBe(payload);
    said.set(key, payload);
  }
}

let more = 0;
async function commitOne(network: TestNodes, node = 0): Promise<number> {
  const { access } = network.node(node);
  const [result] = await access.submit([submission(network.sign([registerVillage(`village-${more++}`)]))]);
  const status = await access.waitFinal(result!.id!, 15_000);
  expect(status).toMatchObject({ status: "applied" });
  return (status as { height: number }).height;
}

/** Commits until every node's certificate of one block above `height` has validator `index`'s seal. */
async function commitWithSealOf(network: TestNodes, index: number, height = 0): Promise<number> {
  const signer = network.node(index).core.validatorIndex!;
  const sealed = async () => {
    const at = await commitOne(network);
    await network.reach(at);
    const stored = network.nodes.map((node) => node!.core.chain.store.header(at)!.certificate!);
    return stored.every(({ seals }) => seals.some((seal) => seal.signer === signer)) ? at : 0;
  };
  let at = 0;
  await expect.poll(async () => (at = await sealed()), { timeout: 30_000 }).toBeGreaterThan(height);
  return at;
}

const codesOf = (network: TestNodes, node: number) =>
  network
    .node(node)
    .access.status()
    .problems.map(({ code }) => code);

/** Node `victim` runs again without its memory: it must follow, vote again at H + 3 by itself, and sign nothing before. */
async function expectReturn(network: TestNodes, signed: Signed[], victim = 3): Promise<void> {
  const others = [0, 1, 2, 3].filter((i) => i !== victim);
  const [helper] = others;
  const { access, core, url } = network.node(victim);
  const { watch } = core.parts;
  await expect.poll(() => codesOf(network, victim), { timeout: 15_000 }).toContain("node.watching");
  expect(access.status().voting).toBe(false);
  expect(access.ready().reasons.map(({ code }) => code)).toContain("node.watching");
  expect((await fetch(`${url}/v1/health/ready`)).status).toBe(503);
  await expect.poll(() => watch.notes?.head ?? null, { timeout: 15_000 }).not.toBeNull();
  const head = watch.notes!.head!;
  const heads = others.map((i) => network.node(i).access.head().height);
  expect(head).toBeLessThanOrEqual(Math.max(...heads));
  const { resumesAt } = watch;
  expect(resumesAt).toBe(head + 3);
  const problem = access.status().problems.find(({ code }) => code === "node.watching")!;
  expect(problem.en).toContain(`H = ${head}`);
  expect(problem.en).toContain(`block ${resumesAt}`);
  const before = signed.length;

  while (network.node(helper!).access.head().height < head + 2) await commitOne(network, helper);
  await network.reach(head + 2);
  await expect.poll(() => watch.isWatching, { timeout: 5_000 }).toBe(false);
  expect(codesOf(network, victim)).toEqual([]);
  await expect.poll(() => access.status().voting, { timeout: 5_000 }).toBe(true);
  // A block may be decided before it votes: it takes part in one of the next.
  const takesPart = async () => {
    await network.reach(await commitOne(network, victim));
    return watch.signer!.used;
  };
  await expect.poll(takesPart, { timeout: 20_000 }).toBe(true);
  const own = signed.slice(before).filter(({ node }) => node === victim);
  expect(own.length).toBeGreaterThan(0);
  expect(Math.min(...own.map(({ height }) => height))).toBeGreaterThanOrEqual(resumesAt!);
  expectNothingTwice(signed);
  expect(network.node(victim).core.parts.incidents.keyElsewhere).toBe(false);
}

test.each<[string, number, (files: { folder: string; record: string; old: Buffer }) => void]>([
  ["its signer's record is gone", 0, ({ record }) => rmSync(record)],
  ["an old copy of its record was put back", 1, ({ record, old }) => writeFileSync(record, old)],
  [
    "its data is gone and an old copy of its record was put back",
    1,
    ({ folder, record, old }) => {
      writeFileSync(record, old);
      renameSync(folder, `${folder}-lost`);
    },
  ],
])(
  "one of four: %s: it follows and votes again by itself, and nothing is signed twice",
  async (_, kept, lose) => {
    await using network = await startTestNodes();
    using signatures = recordSignatures(network.chainId, 4);
    const { keys, storage } = network.configs[3]!;
    const record = signerFile(keys.folder);
    const old = readFileSync(record);
    await commitWithSealOf(network, 3);
    await network.stop(3);
    lose({ folder: storage.folder, record, old });
    await network.start(3);
    await expectReturn(network, signatures.signed);
    // What was there is there, under a name with the date.
    const aside = readdirSync(keys.folder).filter((name) => /^signer-until-\d{4}-\d\d-\d\dT/.test(name));
    expect(aside).toHaveLength(kept);
  },
  90_000,
);

test("one of four: killed and started while it watches: H is what it was", async () => {
  await using network = await startTestNodes();
  using signatures = recordSignatures(network.chainId, 4);
  await commitWithSealOf(network, 3);
  await network.stop(3);
  rmSync(signerFile(network.configs[3]!.keys.folder));
  await network.start(3);
  const notes = () => network.node(3).core.parts.watch.notes;
  await expect.poll(() => notes()?.head ?? null, { timeout: 15_000 }).not.toBeNull();
  const before = notes();
  // Nothing is committed in between: two more blocks would end the watch before it is looked at.
  await network.stop(3);
  await network.start(3);
  expect(notes()).toEqual(before);
  await expectReturn(network, signatures.signed);
}, 90_000);

test("one of four: its data and record were put back together, from before, and it is asked for blocks at once: the same", async () => {
  await using network = await startTestNodes();
  using signatures = recordSignatures(network.chainId, 4);
  await network.reach(await commitOne(network));
  // The one that proposes next, and so would sign as soon as there is a transaction.
  const { proposer } = network.node(0).access.head().header;
  const victim = network.nodes.findIndex((node) => equalBytes(node!.core.parts.consensusKey!, proposer));
  const helper = victim === 0 ? 1 : 0;
  const { keys, storage } = network.configs[victim]!;
  await network.stop(victim);
  const backup = `${storage.folder}-backup`;
  cpSync(storage.folder, backup, { recursive: true });
  const old = readFileSync(signerFile(keys.folder));
  await network.start(victim);
  const sealed = await commitWithSealOf(network, victim, network.node(helper).access.head().height);
  await network.stop(victim);
  rmSync(storage.folder, { recursive: true });
  renameSync(backup, storage.folder);
  writeFileSync(signerFile(keys.folder), old);
  const { access, core } = await network.start(victim);
  await access.submit([submission(network.sign([registerVillage("at-once")]))]);
  await expectReturn(network, signatures.signed, victim);
  expect(core.parts.watch.signer!.position.height).toBeGreaterThanOrEqual(sealed + 3);
}, 90_000);

test("two of four at once: nothing ends by itself and nothing is signed; their operator ends it", async () => {
  await using network = await startTestNodes();
  using signatures = recordSignatures(network.chainId, 4);
  await commitWithSealOf(network, 3);
  for (const i of [2, 3]) {
    await network.stop(i);
    rmSync(signerFile(network.configs[i]!.keys.folder));
  }
  const before = signatures.signed.length;
  await network.start(2);
  await network.start(3);
  for (const i of [2, 3]) {
    const { core } = network.node(i);
    await expect.poll(() => core.othersHeads.state.answered, { timeout: 15_000 }).toBe(3);
    await expect.poll(() => codesOf(network, i), { timeout: 15_000 }).toContain("node.watching_stuck");
    const stuck = network
      .node(i)
      .access.status()
      .problems.find(({ code }) => code === "node.watching_stuck")!;
    expect(stuck.remedy).toContain("jingzhun keys adopt");
  }
  const { access } = network.node(0);
  const { height } = access.head();
  const [result] = await access.submit([submission(network.sign([registerVillage("patient")]))]);
  expect(await access.waitFinal(result!.id!, 3_000)).toEqual({ status: "pending" });
  expect(network.nodes.map((node) => node!.access.head().height)).toEqual([height, height, height, height]);
  const byThem = signatures.signed.slice(before).filter(({ node }) => node >= 2);
  expect(byThem).toEqual([]);

  const config = network.configs[3]!;
  const lastSigned = { epoch: 0, height: height + 1, round: 0 };
  await expect(adoptOffline(config, { lastSigned, force: undefined })).rejects.toMatchObject({
    code: "storage.locked",
  });
  await network.stop(3);
  await expect(adoptOffline(config, { lastSigned, force: undefined })).rejects.toMatchObject({
    code: "adopt.others",
    values: { others: 3, needed: quorum(4) },
  });
  const adoption = await adoptOffline(config, { lastSigned, force: "2 and 3 lost their records together" });
  expect(lastAdoption(config.keys.folder)).toEqual(adoption);
  await network.start(3);
  expect(codesOf(network, 3)).not.toContain("node.watching");
  expect(await access.waitFinal(result!.id!, 30_000)).toMatchObject({ status: "applied" });
  // With three that vote the other one finds its way back.
  const returned = async () => {
    await network.reach(await commitOne(network));
    return network.node(2).access.status().voting;
  };
  await expect.poll(returned, { timeout: 30_000 }).toBe(true);
  expectNothingTwice(signatures.signed);
}, 120_000);

test("a single validator without its record: it says how it returns, and so it does", async () => {
  await using network = await startTestNodes({ nodes: 1 });
  using signatures = recordSignatures(network.chainId, 1);
  const [config] = network.configs;
  const { folder } = config!.keys;
  await commitOne(network);
  const { height } = network.node(0).access.head();
  await network.stop(0);
  rmSync(signerFile(folder));
  await network.start(0);
  expect(codesOf(network, 0)).toEqual(["node.watching", "node.watching_stuck"]);
  const [, stuck] = network.node(0).access.status().problems;
  expect(stuck!.remedy).toContain(`0/${height + 1}/`);
  await network.stop(0);

  const adopt = (at: number, epoch = 0) =>
    adoptOffline(config!, { lastSigned: { epoch, height: at, round: 0 }, force: undefined });
  await expect(adopt(height - 1)).rejects.toMatchObject({ code: "adopt.below" });
  await expect(adopt(height + 3)).rejects.toMatchObject({ code: "adopt.ahead" });
  await expect(adopt(height, 1)).rejects.toMatchObject({ code: "adopt.ahead" });
  await adopt(height + 1);
  await expect(adopt(height + 1)).rejects.toMatchObject({ code: "adopt.not_needed" });
  await network.start(0);
  expect(codesOf(network, 0)).toEqual([]);
  expect(await commitOne(network)).toBe(height + 1);
  expectNothingTwice(signatures.signed);
  // In the round behind the one that was adopted.
  const { certificate } = network.node(0).core.chain.head;
  expect(certificate!.round).toBe(1);
  expect(signatures.signed.at(-1)).toMatchObject({ place: `0/${height + 1}/1/${PHASE.commit}` });
}, 60_000);
