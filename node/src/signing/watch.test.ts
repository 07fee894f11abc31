import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  encodeVote,
  PHASE,
  signatureInput,
  suite,
  type ValidatorSet,
  type VotePhase,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { silentLogger } from "../logging.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { manualClock } from "../test-clock.ts";
import { createSigner, openSigner, openWatch, type Position, readSignerRecord, signerFile } from "./index.ts";
import { encodePositionCopy } from "./position-copy.ts";
import { WATCH_FILE } from "./watch-files.ts";

const chainId = `test-${"0".repeat(32)}`;
const seed = new Uint8Array(32).fill(9);
const publicKey = suite.publicKey(seed);
const logger = silentLogger();
const clock = manualClock();
const setOf = (...seeds: number[]): ValidatorSet =>
  seeds.map((each) => ({
    organisation: `org-${each}`,
    consensusKey: new Uint8Array(32).fill(each),
    networkKey: new Uint8Array(32).fill(each + 100),
    addresses: [],
  }));
const set = setOf(1, 2, 3, 4);
const at = (height: number, round = 0, phase: Position["phase"] = PHASE.commit): Position => ({
  epoch: 0,
  height,
  round,
  phase,
});
const open = (folder: string, copy?: Position, key = publicKey) =>
  openWatch({
    folder,
    seed,
    copy: copy === undefined ? undefined : encodePositionCopy(key, copy),
    epoch: 0,
    clock,
    logger,
  });
const setAside = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("signer-until-"));

test("a record that is whole and not below its copy is used; a copy of another key says nothing", async () => {
  using folder = temporaryFolder();
  createSigner(folder.path, publicKey, at(7));
  for (const watch of [
    open(folder.path),
    open(folder.path, at(7)),
    open(folder.path, at(99), set[0]!.consensusKey),
  ]) {
    expect(watch.isWatching).toBe(false);
    expect(watch.signer!.position).toEqual(at(7));
    expect(watch.positionCopy()).toEqual(encodePositionCopy(publicKey, at(7)));
    await watch.close();
  }
});

test.each([
  ["missing", () => {}],
  ["damaged", (folder: string) => writeFileSync(signerFile(folder), "x")],
  ["behind_copy", (folder: string) => createSigner(folder, publicKey, at(6, 9))],
] as const)(
  "a %s record: silent up to H + 2, then a new record; the old file stays",
  async (reason, make) => {
    using folder = temporaryFolder();
    make(folder.path);
    const before = reason === "missing" ? [] : [readFileSync(signerFile(folder.path))];
    const watch = open(folder.path, at(7));
    expect(watch.notes).toMatchObject({ reason, since: clock.now(), head: null, signed: at(7) });
    expect([watch.signer, watch.positionCopy(), watch.resumesAt]).toEqual([null, undefined, undefined]);
    // Without H nothing ends.
    watch.advance(1_000, set);
    expect(watch.isWatching).toBe(true);
    watch.settle(8, set);
    expect(watch.resumesAt).toBe(11);
    watch.advance(9, set);
    expect(watch.signer).toBeNull();
    watch.advance(10, set);
    expect(watch.isWatching).toBe(false);
    expect(watch.signer!.position).toEqual(at(11, 0, PHASE.roundChange));
    expect(readdirSync(folder.path)).not.toContain(WATCH_FILE);
    expect(setAside(folder.path).map((name) => readFileSync(join(folder.path, name)))).toEqual(before);

    const sign = (height: number) => {
      const { epoch, round, phase } = at(height, 0, PHASE.prepare);
      const vote = {
        chainId,
        epoch,
        height,
        round,
        phase: phase as VotePhase,
        blockHash: new Uint8Array(32),
      };
      const payload = encodeVote(vote);
      const position = at(height, 0, PHASE.prepare);
      return watch.signer!.sign(position, payload, signatureInput("consensus", chainId, payload));
    };
    await expect(sign(10)).rejects.toMatchObject({ code: "signer.lower" });
    expect(await sign(11)).toBeInstanceOf(Uint8Array);
    await watch.close();
    // And after a restart nothing is left of it.
    const again = open(folder.path, at(11, 0, PHASE.roundChange));
    expect(again.isWatching).toBe(false);
    await again.close();
  },
);

test("a restart keeps since when, and H; what a crash left behind a new record is cleared away", async () => {
  using folder = temporaryFolder();
  const first = open(folder.path);
  const { since } = first.notes!;
  clock.advance(60_000);
  const second = open(folder.path);
  expect(second.notes).toMatchObject({ since, head: null });
  second.settle(8, set);
  const third = open(folder.path);
  expect(third.notes).toMatchObject({ since, head: 8 });
  expect(third.isSettled(set)).toBe(true);
  // H never falls, and another set has to be asked again.
  expect(third.isSettled(setOf(1, 2, 3, 5))).toBe(false);
  third.advance(10, setOf(1, 2, 3, 5));
  expect(third.isWatching).toBe(true);
  third.settle(5, setOf(1, 2, 3, 5));
  expect(third.resumesAt).toBe(11);
  const notes = readFileSync(join(folder.path, WATCH_FILE));
  third.advance(10, setOf(1, 2, 3, 5));
  await third.close();
  writeFileSync(join(folder.path, WATCH_FILE), notes);
  const fourth = open(folder.path);
  expect(fourth.isWatching).toBe(false);
  expect(readdirSync(folder.path)).not.toContain(WATCH_FILE);
  await fourth.close();
});

test("a crash between the old record's new name and the new record goes on with the same H", async () => {
  using folder = temporaryFolder();
  const first = open(folder.path);
  first.settle(8, set);
  const notes = readFileSync(join(folder.path, WATCH_FILE));
  first.advance(10, set);
  await first.close();
  rmSync(signerFile(folder.path));
  writeFileSync(join(folder.path, WATCH_FILE), notes);
  const second = open(folder.path);
  expect(second.notes).toMatchObject({ head: 8 });
  second.advance(10, set);
  expect(second.signer!.position).toEqual(at(11, 0, PHASE.roundChange));
  await second.close();
});

test("notes that can't be read say that the node watches, whatever its record", async () => {
  using folder = temporaryFolder();
  createSigner(folder.path, publicKey, at(7));
  writeFileSync(join(folder.path, WATCH_FILE), '{"head": 3');
  const watch = open(folder.path);
  expect(watch.notes).toMatchObject({ head: null, set: null });
  watch.settle(8, set);
  watch.advance(10, set);
  expect(setAside(folder.path)).toHaveLength(1);
  await watch.close();
});

test("a record found to be old while the node runs: it stops at once, and the new one begins behind all that is known", async () => {
  using folder = temporaryFolder();
  createSigner(folder.path, publicKey, at(3));
  const watch = open(folder.path);
  const changes: string[] = [];
  watch.onChange({ begun: () => changes.push("begun"), ended: () => changes.push("ended") });
  watch.begin("behind_seal", at(5));
  expect(watch.signer).toBeNull();
  watch.met(at(12, 4));
  watch.met(at(6));
  watch.settle(8, set);
  expect(watch.resumesAt).toBe(12);
  watch.advance(20, set);
  expect(changes).toEqual(["begun", "ended"]);
  expect(watch.signer!.position).toEqual(at(12, 4));
  await watch.close();
  expect(readSignerRecord(folder.path).position).toEqual(at(12, 4));
});

test("without a consensus key nothing is signed, and nothing watched", async () => {
  using folder = temporaryFolder();
  const watch = openWatch({ folder: folder.path, seed: undefined, copy: undefined, epoch: 0, clock, logger });
  expect([watch.signer, watch.isWatching, watch.positionCopy()]).toEqual([null, false, undefined]);
  expect(readdirSync(folder.path)).toEqual([]);
  await watch.close();
});

test("a record of another key is no reason to watch: it is refused", () => {
  using folder = temporaryFolder();
  createSigner(folder.path, new Uint8Array(32).fill(4));
  expect(() => open(folder.path)).toThrow(expect.objectContaining({ code: "signer.other_key" }));
  expect(() => openSigner(folder.path, seed)).toThrow();
});
