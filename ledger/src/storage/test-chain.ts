import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Certificate } from "../block/certificate.ts";
import { encodeHeader, headerHash } from "../block/header.ts";
import { encode } from "../bytes/codec.ts";
import { utf8, ZERO_HASH } from "../bytes/text.ts";
import { H, recordKeyHash } from "../crypto/hashing.ts";
import { rejectionOutcome } from "../execute/rejection.ts";
import type { BlockResult, NewEntry, RejectionDetail } from "../execute/state.ts";
import { entryLeaf, valueHash } from "../log/entry.ts";
import { Forest } from "../log/forest.ts";
import { entrySalt, FIRST_SECRET, nextSecret } from "../log/salt.ts";
import { encodeEvent, encodeOutcome, type Outcome } from "../transaction/outcome.ts";
import type { Tx } from "../transaction/tx.ts";
import type { CommitInput } from "./block-batch.ts";
import { openStore, type StoreOptions } from "./open.ts";

/** A change of one record: text, or undefined to delete. Keys that begin with `secret/` are restricted. */
export type Change = readonly [key: string, value: string | undefined];

const CHAIN_ID = `storage-${"0123456789abcdef".repeat(2)}`;
const START = 1_700_000_000_000;

/** What each version of each record was, kept apart from the store as its witness. */
export interface Version {
  readonly index: number;
  readonly height: number;
  readonly version: number;
  readonly value: string | undefined;
}

/** Makes blocks as execution would, without rules: the store can't tell. */
export class TestChain {
  readonly blocks: CommitInput[] = [];
  readonly versions = new Map<string, Version[]>();
  readonly forest = Forest.empty();
  #secrets = new Map<string, Uint8Array>();
  #parent: Uint8Array = ZERO_HASH;
  #timestamp = START;

  /**
   * The next block: each change a transaction, and after them those that are refused. Several blocks may be made before
   * one is committed.
   */
  block(
    changes: readonly Change[],
    options: { after?: number; refused?: readonly RejectionDetail[] } = {},
  ): CommitInput {
    const { refused = [] } = options;
    const height = this.blocks.length;
    this.#timestamp += options.after ?? 1000;
    const txs: Tx[] = height === 0 ? [] : [...changes, ...refused].map((_, i) => testTx(height, i));
    const outcomes: Outcome[] = txs.map((_, i) =>
      i < changes.length ? { status: "applied" } : rejectionOutcome(refused[i - changes.length]!),
    );
    const entries = changes.map((change, txIndex) => this.#entry(change, txIndex, height));
    const newest = new Map(entries.map((entry) => [entry.key, entry]));
    for (const entry of newest.values()) entry.last = true;
    this.forest.append(entries);
    const events = txs
      .slice(0, changes.length)
      .map((_, txIndex) => ({ txIndex, type: "test.changed", data: { height } }));
    const result: BlockResult = {
      height,
      timestamp: this.#timestamp,
      txIds: txs.map((tx) => testTxId(tx)),
      outcomes,
      outcomeBytes: outcomes.map(encodeOutcome),
      events,
      eventBytes: events.map(encodeEvent),
      entries,
      txRoot: ZERO_HASH,
      eventRoot: ZERO_HASH,
      validatorsHash: ZERO_HASH,
      nextValidators: [],
      nextValidatorsHash: ZERO_HASH,
      paramsHash: ZERO_HASH,
      cost: 0,
      rejectedCost: 0,
      rejections: new Map(refused.map((detail, i) => [changes.length + i, detail])),
    };
    const headerBytes = encodeHeader({
      chainId: CHAIN_ID,
      epoch: 0,
      height,
      timestamp: this.#timestamp,
      parentHash: this.#parent,
      proposer: ZERO_HASH,
      txRoot: ZERO_HASH,
      eventRoot: ZERO_HASH,
      stateRoot: this.forest.root(),
      validatorsHash: ZERO_HASH,
      nextValidatorsHash: ZERO_HASH,
      paramsHash: ZERO_HASH,
    });
    this.#parent = headerHash(headerBytes);
    const seals = [0, 1, 2].map((signer) => ({ signer, signature: new Uint8Array(64).fill(signer) }));
    const certificate: Certificate = { epoch: 0, height, round: 0, blockHash: this.#parent, seals };
    const block = { headerBytes, certificate: height === 0 ? undefined : certificate, txs, result };
    this.blocks.push(block);
    return block;
  }

  #entry([key, text]: Change, txIndex: number, height: number): NewEntry {
    const versions = this.versions.get(key) ?? [];
    const before = versions.at(-1);
    const index = this.forest.count + txIndex;
    const value = text === undefined ? undefined : encode({ text });
    const keyHash = recordKeyHash(key);
    const restricted = key.startsWith("secret/");
    const secret = nextSecret(this.#secrets.get(key) ?? FIRST_SECRET, [new Uint8Array(16).fill(txIndex)]);
    if (restricted) this.#secrets.set(key, secret);
    const salt = restricted && value !== undefined ? entrySalt(secret, keyHash, index) : undefined;
    const fields = {
      index,
      height,
      txIndex,
      keyHash,
      valueHash: valueHash(salt, value),
      previous: before?.index ?? 0,
      version: (before?.version ?? 0) + 1,
    };
    this.versions.set(key, [...versions, { index, height, version: fields.version, value: text }]);
    return {
      ...fields,
      key,
      class: restricted ? "restricted" : "open",
      value,
      ...(salt === undefined ? {} : { salt }),
      ...(restricted ? { secret } : {}),
      leaf: entryLeaf(fields),
      last: false,
    };
  }
}

/** A transaction of 300 bytes that nothing else looks into. */
function testTx(height: number, place: number): Tx {
  const body = new Uint8Array(300);
  body.set(utf8(`tx ${height} ${place}`));
  return { body, signature: new Uint8Array(64).fill(place) };
}

export function testTxId(tx: Tx): Uint8Array {
  return H("tx", (h) => h.bytes(tx.body));
}

/** Rows by the first letter of the text: `text.first/<letter>/<key>`. */
function testRows(key: string) {
  if (key.startsWith("secret/")) return undefined;
  return (value: unknown): string[] => {
    const text =
      value instanceof Uint8Array ? new TextDecoder().decode(value.subarray(6)).replace(/^[^a-z]/, "") : "";
    return [`text.first/${text[0] ?? ""}/${key}`];
  };
}

/** Options to open a store whose block 0 is the chain's. */
export function storeOptions(path: string, chain: TestChain): StoreOptions {
  return {
    path,
    genesisHash: H("genesis", (h) => h.bytes(utf8("test"))),
    indexRows: testRows,
    firstBlock: () => chain.blocks[0] ?? chain.block([]),
  };
}

/** A new store of a new chain whose block 0 has these records. */
export async function newStore(path: string, records: readonly Change[] = []) {
  const chain = new TestChain();
  chain.block(records);
  const store = await openStore(storeOptions(path, chain));
  return { chain, store, reopen: () => openStore(storeOptions(path, chain)) };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): Disposable & { readonly path: string; join(...parts: string[]): string } {
  const path = mkdtempSync(join(tmpdir(), "jingzhun-storage-"));
  return {
    path,
    join: (...parts) => join(path, ...parts),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
