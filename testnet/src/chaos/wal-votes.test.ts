import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WalRecord } from "@jingzhun/consensus";
import {
  encodeRoundChange,
  encodeVote,
  PHASE,
  type VotePhase,
  ZERO_HASH,
} from "@jingzhun/ledger/certification";
import { openWal } from "@jingzhun/node";
import { encodeWalEntry } from "@jingzhun/node/parts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WalVotes } from "./wal-votes.ts";

const chainId = `test-${"0".repeat(32)}`;
const payload = (phase: VotePhase, round: number, hash: number) =>
  encodeVote({ chainId, epoch: 0, height: 5, round, phase, blockHash: new Uint8Array(32).fill(hash) });
const prepare = (round: number, hash: number): WalRecord => ({
  kind: "prepare",
  payload: payload(PHASE.prepare, round, hash),
});
const roundChange = (round: number, preparedRound: number): WalRecord => ({
  kind: "roundChange",
  payload: encodeRoundChange({
    chainId,
    epoch: 0,
    height: 5,
    round,
    ...(preparedRound < 0
      ? { preparedRound: null, preparedHash: null }
      : { preparedRound, preparedHash: ZERO_HASH }),
  } as Parameters<typeof encodeRoundChange>[0]),
  prepares: [],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jingzhun-wal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function votesOf(...records: (WalRecord | "cut")[]): Promise<WalVotes> {
  const wal = openWal(folder);
  for (const record of records) {
    if (record === "cut") await wal.cut();
    else await wal.append([encodeWalEntry({ record, body: null })]);
  }
  const votes = new WalVotes();
  votes.read(0, folder);
  votes.read(0, folder);
  await wal.close();
  return votes;
}

test("the same thing again, another round, another message are no conflict", async () => {
  const votes = await votesOf(prepare(0, 1), prepare(0, 1), roundChange(1, -1), prepare(1, 2));
  expect(votes.conflicts()).toEqual([]);
  expect(votes.places).toBe(3);
  expect(votes.highestRound).toBe(1);
});

test("two things at one place are, also when the log was cut in between", async () => {
  const votes = await votesOf(prepare(0, 1), "cut", prepare(0, 2));
  expect(votes.conflicts()).toHaveLength(1);
  expect(votes.conflicts()[0]).toContain("node 0 prepare height 5 round 0");
});

test("so are two claims for one round, and not those of two nodes", async () => {
  const votes = await votesOf(roundChange(1, -1), roundChange(1, 0));
  expect(votes.conflicts()[0]).toContain("roundChange height 5 round 1");
  rmSync(folder, { recursive: true });
  const [one, other] = [await votesOf(prepare(0, 1)), new WalVotes()];
  other.read(0, folder);
  rmSync(folder, { recursive: true });
  const wal = openWal(folder);
  await wal.append([encodeWalEntry({ record: prepare(0, 2), body: null })]);
  other.read(1, folder);
  await wal.close();
  expect([...one.conflicts(), ...other.conflicts()]).toEqual([]);
});
