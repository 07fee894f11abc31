import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Attachment,
  BlockExecution,
  type Certificate,
  chainIdOf,
  decode,
  decodeGenesis,
  decodeSignedTx,
  decodeTxBody,
  decodeValidators,
  encodeCertificate,
  encodeCurrentValueProof,
  encodeVote,
  executable,
  genesisSaltOf,
  hex,
  JzError,
  type Params,
  PHASE,
  registry,
  sealHeader,
  signBytes,
  simulate,
  suite,
  type Tx,
  txId,
  type ValidatorSet,
  type Value,
  validatorIndex,
  verifyTx,
} from "@jingzhun/ledger";
import { type LedgerStore, openLedger, type StoredEntry } from "@jingzhun/ledger/storage";
import type {
  BlockView,
  NodeAccess,
  RecordVersion,
  SubmitResult,
  TestOperator,
  TxPlace,
  TxStatus,
} from "../node-access.ts";

/**
 * For tests: a node over the real executor and store that commits each submission as a block at once, signed
 * by all validators' keys, which it holds. No network, no consensus; everything else is real.
 */
export class MemoryNode implements NodeAccess {
  readonly chainId: string;
  readonly testNetwork: boolean;
  readonly nodeId = "00".repeat(32);
  readonly #genesis: Uint8Array;
  readonly #store: LedgerStore;
  readonly #seeds: readonly Uint8Array[];
  readonly #salt: Uint8Array;
  readonly #folder: string;
  readonly #listeners = new Set<(height: number) => void>();
  readonly #seen = new Map<string, { expiresAt: number }>();
  #clock: number;
  #headSince = performance.now();
  /** What `/v1/testnet/operators` shows. */
  demoOperators: TestOperator[] = [];
  /** Held back: submissions stay pending until `release`. */
  hold = false;
  #held: Uint8Array[] = [];

  static async start(options: {
    genesis: Uint8Array;
    attachments: readonly Attachment[];
    consensusSeeds: readonly Uint8Array[];
    now: number;
  }): Promise<MemoryNode> {
    const folder = await mkdtemp(join(tmpdir(), "jingzhun-api-"));
    const store = await openLedger({
      path: folder,
      genesis: options.genesis,
      genesisAttachments: options.attachments,
      registry,
    });
    return new MemoryNode(options, store, folder);
  }

  constructor(
    options: {
      genesis: Uint8Array;
      attachments: readonly Attachment[];
      consensusSeeds: readonly Uint8Array[];
      now: number;
    },
    store: LedgerStore,
    folder: string,
  ) {
    this.chainId = chainIdOf(options.genesis);
    this.testNetwork = decodeGenesis(options.genesis).testNetwork;
    this.#genesis = options.genesis;
    this.#salt = genesisSaltOf(decodeGenesis(options.genesis), options.attachments);
    this.#seeds = options.consensusSeeds;
    this.#clock = options.now;
    this.#store = store;
    this.#folder = folder;
  }

  async close(): Promise<void> {
    await this.#store.close();
    await rm(this.#folder, { recursive: true });
  }

  now(): number {
    return this.#clock;
  }
  monotonic(): number {
    return performance.now();
  }
  sinceHeadMs(): number {
    return performance.now() - this.#headSince;
  }
  /** As if no block had come for so long, by the monotonic clock. */
  idle(ms: number): void {
    this.#headSince -= ms;
  }
  advance(ms: number): void {
    this.#clock += ms;
  }
  details() {
    return {
      peers: [{ networkKey: "00".repeat(32), organisation: "one", connected: true, height: 1, skewMs: -3 }],
      disk: { freeBytes: 1, totalBytes: 2 },
    };
  }
  ready() {
    return { ok: true, reasons: [] };
  }
  metrics() {
    return Promise.resolve({ contentType: "text/plain; version=0.0.4", text: "jingzhun_height 1\n" });
  }
  genesis(): Uint8Array {
    return this.#genesis;
  }
  head() {
    const head = this.#store.head;
    return { ...head, certificate: head.certificate };
  }
  params(): Params {
    return this.#current("governance/params") as unknown as Params;
  }
  validators(): ValidatorSet {
    return decodeValidators(this.#store.get("governance/validators")!.value!);
  }
  waitHeight(height: number): Promise<boolean> {
    return Promise.resolve(this.#store.head.height >= height);
  }
  status() {
    const { height, hash, header } = this.#store.head;
    return {
      chainId: this.chainId,
      version: "test",
      now: this.now(),
      epoch: 0,
      height,
      blockHash: hex(hash),
      stateRoot: hex(header.stateRoot),
      timestamp: header.timestamp,
      historyFrom: 0,
      validators: this.validators().map((v) => ({
        organisation: v.organisation,
        publicKey: hex(v.consensusKey),
      })),
      role: "validator" as const,
      voting: true,
      problems: [],
      peers: 0,
      syncing: false,
      mempool: { count: 0, bytes: 0 },
    };
  }

  #current(key: string): Value | undefined {
    const value = this.#store.get(key)?.value;
    return value === undefined ? undefined : decode(value);
  }
  record(key: string): RecordVersion | undefined {
    const current = this.#store.get(key);
    const entry = current === undefined ? undefined : this.#store.entry(current.index);
    return entry === undefined ? undefined : versionOf(entry);
  }
  recordAt(key: string, height: number): RecordVersion | undefined {
    const entry = this.#store.at(key, height);
    return entry === undefined ? undefined : versionOf(entry);
  }
  history(key: string, options: { before?: number; limit: number }): RecordVersion[] {
    return this.#store.history(key, options).map(versionOf);
  }
  scan(index: string, prefix: string, options: { after?: string; limit: number; reverse?: boolean }) {
    return this.#store.scanIndex(index, prefix, options);
  }
  prove(key: string) {
    const proof = this.#store.prove(key);
    const { headerBytes, certificate } = this.#store.head;
    return Promise.resolve(
      proof === undefined
        ? undefined
        : {
            proof: encodeCurrentValueProof(proof),
            header: headerBytes,
            certificate: certificate === undefined ? undefined : encodeCertificate(certificate),
          },
    );
  }
  async block(height: number): Promise<BlockView | undefined> {
    const block = await this.#store.block(height);
    if (block === undefined) return undefined;
    return {
      ...block,
      certificate: block.certificate,
      ids: [...block.txIds],
      outcomeBytes: [...block.outcomeBytes],
      bodies: block.txs.map((tx) => decodeTxBody(tx.body)),
    };
  }
  transaction(id: Uint8Array) {
    return Promise.resolve(this.#store.transaction(id));
  }
  restrictedReason(place: TxPlace) {
    return this.#store.restrictedReason(place);
  }

  async submit(txs: Uint8Array[]): Promise<SubmitResult[]> {
    const results: SubmitResult[] = [];
    const accepted: Uint8Array[] = [];
    for (const bytes of txs) {
      const result = await this.#admit(bytes);
      results.push(result);
      if (result.status === "accepted") accepted.push(bytes);
    }
    if (this.hold) this.#held.push(...accepted);
    else if (accepted.length > 0) await this.#produce(accepted);
    return results;
  }

  /** Commits what was held back. */
  async release(): Promise<void> {
    this.hold = false;
    await this.#produce(this.#held.splice(0));
  }

  async #admit(bytes: Uint8Array): Promise<SubmitResult> {
    let id: Uint8Array | undefined;
    try {
      const { attachments, ...tx } = decodeSignedTx(bytes);
      id = txId(tx.body);
      const known = await this.txStatus(id);
      if (known.status !== "unknown") return { id, status: "known", txStatus: known };
      const body = decodeTxBody(tx.body);
      if (body.chainId !== this.chainId)
        throw new JzError("tx.chain_id", "chainId", { chainId: body.chainId });
      if (body.expiresAt <= this.now()) throw new JzError("tx.expired", "expiresAt", {});
      const key = this.#current(`key/${hex(body.senderKeyId)}`) as { publicKey: Uint8Array } | undefined;
      if (key === undefined) throw new JzError("key.unknown", "senderKeyId");
      if (!verifyTx(tx, this.chainId, key.publicKey)) throw new JzError("tx.signature", "signature");
      for (const [at, attachment] of executable(tx, attachments).restricted) {
        if (attachment === undefined) throw new JzError("attachment.missing", at);
      }
      this.#seen.set(hex(id), { expiresAt: body.expiresAt });
      return { id, status: "accepted" };
    } catch (error) {
      if (!(error instanceof JzError)) throw error;
      const { code, path, values } = error;
      return { ...(id === undefined ? {} : { id }), status: "refused", refusal: { code, path, values } };
    }
  }

  async #produce(submitted: Uint8Array[]): Promise<void> {
    const head = this.#store.head;
    this.#clock = Math.max(this.#clock, head.header.timestamp + 1);
    const execution = this.#execution();
    execution.runDue();
    const txs: Tx[] = [];
    for (const bytes of submitted) {
      const { body, signature, attachments } = decodeSignedTx(bytes);
      execution.execute(executable({ body, signature }, attachments));
      txs.push({ body, signature });
    }
    const result = execution.finish();
    const proposer = suite.publicKey(this.#seeds[0] as Uint8Array);
    const { headerBytes, header, hash, forest } = sealHeader(result, {
      forest: this.#store.forest,
      chainId: this.chainId,
      epoch: 0,
      parentHash: head.hash,
      proposer,
    });
    await this.#store.commit({
      headerBytes,
      txs,
      result,
      forest,
      certificate: this.#certify(header.height, hash),
    });
    this.#headSince = performance.now();
    for (const listener of [...this.#listeners]) listener(header.height);
  }

  #execution(): BlockExecution {
    return new BlockExecution(this.#options());
  }

  #options() {
    return {
      view: this.#store,
      registry,
      parent: this.#store.head.header,
      timestamp: this.#clock,
      chainId: this.chainId,
      count: this.#store.forest.count,
      windowHas: (id: Uint8Array) => this.#store.windowHas(id),
      blockAt: (height: number) => {
        const block = this.#store.header(height);
        return block && { hash: block.hash, timestamp: block.header.timestamp };
      },
      genesisSalt: this.#salt,
    };
  }

  #certify(height: number, blockHash: Uint8Array): Certificate {
    const vote = encodeVote({
      chainId: this.chainId,
      epoch: 0,
      height,
      round: 0,
      phase: PHASE.commit,
      blockHash,
    });
    const set = this.validators();
    const seals = this.#seeds
      .map((seed) => ({
        signer: validatorIndex(set, suite.publicKey(seed)),
        signature: signBytes("consensus", this.chainId, vote, seed),
      }))
      .filter(({ signer }) => signer >= 0)
      .sort((a, b) => a.signer - b.signer);
    return { epoch: 0, height, round: 0, blockHash, seals };
  }

  async txStatus(id: Uint8Array, expiresAt?: number): Promise<TxStatus> {
    const place = this.#store.transaction(id);
    if (place !== undefined) {
      const block = await this.#store.block(place.height);
      const outcome = block?.outcomes[place.txIndex];
      if (outcome !== undefined) return { ...outcome, ...place };
    }
    const end = this.#seen.get(hex(id))?.expiresAt ?? expiresAt;
    if (end !== undefined && this.#store.head.header.timestamp >= end) return { status: "expired" };
    return { status: end === undefined ? "unknown" : "pending" };
  }

  async waitFinal(id: Uint8Array, timeoutMs: number, expiresAt?: number): Promise<TxStatus> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const status = await this.txStatus(id, expiresAt);
      if ((status.status !== "pending" && status.status !== "unknown") || performance.now() > until)
        return status;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  simulate(bytes: Uint8Array) {
    const { body, signature, attachments } = decodeSignedTx(bytes);
    const tx = executable({ body, signature }, attachments as Attachment[]);
    const timestamp = Math.max(this.#clock, this.#store.head.header.timestamp + 1);
    const { outcome, refusals, events, changed, next } = simulate({ ...this.#options(), timestamp, tx });
    return Promise.resolve({ id: tx.id, outcome, refusals, events, changed, next });
  }

  subscribe(listener: (height: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly testnet = {
    operators: () => Promise.resolve(this.demoOperators),
    advanceClock: (ms: number) => {
      this.advance(ms);
      return Promise.resolve(this.now());
    },
    setClock: (ms: number) => {
      if (ms < this.#clock)
        return Promise.reject(new JzError("clock.backwards", "set", { now: this.#clock }));
      this.#clock = ms;
      return Promise.resolve(this.now());
    },
  };
}

function versionOf(entry: StoredEntry): RecordVersion {
  const { value, version, index, height, txIndex } = entry;
  return { value: value === undefined ? undefined : decode(value), version, index, height, txIndex };
}
