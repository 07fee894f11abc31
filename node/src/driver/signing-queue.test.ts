import { unsignedVote, type WalRecord } from "@jingzhun/consensus";
import { JzError, PHASE, suite } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import type { Signer, Wal } from "../signing/index.ts";
import { SigningQueue } from "./signing-queue.ts";

const CHAIN = `scenario-${"00".repeat(16)}`;
const blockHash = new Uint8Array(32).fill(1);
const vote = { chainId: CHAIN, epoch: 0, height: 5, round: 0, phase: PHASE.prepare, blockHash } as const;
const message = { type: "prepare" as const, ...unsignedVote(0, vote) };
const record: WalRecord = { kind: "prepare", payload: message.payload };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A queue whose disk and signer do as told, and what happened, in order. */
function queue({ append, sign }: { append?: () => Promise<void>; sign?: () => Promise<Uint8Array> }) {
  const seen: string[] = [];
  const wal = {
    append: () => {
      seen.push("wal");
      return append?.() ?? Promise.resolve();
    },
  } as unknown as Wal;
  const signer = {
    publicKey: suite.publicKey(new Uint8Array(32).fill(2)),
    sign: () => {
      seen.push("signer");
      return sign?.() ?? Promise.resolve(new Uint8Array(64));
    },
  } as unknown as Signer;
  const signing = new SigningQueue({
    wal,
    right: { signer, isWaiting: false },
    chainId: CHAIN,
    bodyOf: () => undefined,
    onSigned: () => seen.push("signed"),
    onRefused: (error) => seen.push(`refused ${error.code}`),
    onFailed: (error) => seen.push(`failed ${(error as JzError).code}`),
  });
  return { signing, seen };
}

test("the WAL is on the disk before the signer is asked, whatever is signed", async () => {
  let synced = () => {};
  const { signing, seen } = queue({ append: () => new Promise<void>((resolve) => (synced = resolve)) });
  signing.sign(message, record, null);
  await settled();
  expect(seen).toEqual(["wal"]);
  synced();
  await signing.idle();
  expect(seen).toEqual(["wal", "signer", "signed"]);
});

test.each(["signer.lower", "signer.other_bytes", "signer.unprepared"])("%s is a refusal", async (code) => {
  const { signing, seen } = queue({ sign: () => Promise.reject(new JzError(code)) });
  signing.sign(message, record, null);
  await signing.idle();
  expect(seen).toEqual(["wal", "signer", `refused ${code}`]);
});

test.each(["signer.write", "signer.payload"])("%s is a failure", async (code) => {
  const { signing, seen } = queue({ sign: () => Promise.reject(new JzError(code)) });
  signing.sign(message, record, null);
  await signing.idle();
  expect(seen).toEqual(["wal", "signer", `failed ${code}`]);
});

test("a WAL that can't be written is a failure, for what is signed and for what is only logged", async () => {
  const { signing, seen } = queue({ append: () => Promise.reject(new JzError("wal.write")) });
  signing.sign(message, record, null);
  await signing.idle();
  signing.log(record);
  await settled();
  expect(seen).toEqual(["wal", "failed wal.write", "wal", "failed wal.write"]);
});

test("once ended, nothing is signed, not even what waits for the disk", async () => {
  let synced = () => {};
  const { signing, seen } = queue({ append: () => new Promise<void>((resolve) => (synced = resolve)) });
  signing.sign(message, record, null);
  signing.sign(message, record, null);
  await settled();
  signing.end();
  synced();
  await signing.idle();
  signing.sign(message, record, null);
  await signing.idle();
  expect(seen).toEqual(["wal"]);
});
