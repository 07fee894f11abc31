import { statfsSync } from "node:fs";
import type {
  BlockView,
  Head,
  NodeAccess,
  NodeDetails,
  Problem,
  ProvedRecord,
  RecordVersion,
  SimulateResult,
  Status,
  SubmitResult,
  TestnetAccess,
  TxPlace,
  TxStatus,
} from "@jingzhun/api";
import {
  decode,
  decodedValue,
  decodeSignedTx,
  decodeTxBody,
  encodeCertificate,
  encodeCurrentValueProof,
  executable,
  hex,
  JzError,
  type Params,
  quorum,
  simulate,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { LedgerStore, StoredEntry, StoredHeader } from "@jingzhun/ledger/storage";
import { type NodeCore, peersOf } from "./core.ts";
import { TIMESTAMP_TOLERANCE_MS } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import { problem, watchProblems } from "./problems.ts";

export interface ReaderOptions {
  readonly core: NodeCore;
  readonly store: LedgerStore;
  /** of the node's data */
  readonly folder: string;
  readonly metrics: Metrics;
  /** encoded */
  readonly genesis: Uint8Array;
  readonly testNetwork: boolean;
  readonly version: string;
  readonly testnet?: TestnetAccess;
}

/** Heads older than this many heartbeats are stale (DESIGN §11). */
const STALE_HEARTBEATS = 3;

/** The node as the HTTP API sees it. */
export class NodeReader implements NodeAccess {
  readonly chainId: string;
  readonly testNetwork: boolean;
  readonly nodeId: string;
  readonly testnet?: TestnetAccess;
  readonly #options: ReaderOptions;
  readonly #core: NodeCore;
  readonly #store: LedgerStore;
  readonly #listeners = new Set<(height: number) => void>();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#core = options.core;
    this.#store = options.store;
    this.chainId = options.core.parts.chainId;
    this.testNetwork = options.testNetwork;
    this.nodeId = hex(options.core.parts.networkKey);
    if (options.testnet !== undefined) this.testnet = options.testnet;
    options.core.chain.onCommitted(({ block }) => {
      for (const listener of [...this.#listeners]) listener(block.header.height);
    });
  }

  now(): number {
    return this.#core.parts.clock.now();
  }

  monotonic(): number {
    return this.#core.parts.clock.monotonic();
  }

  sinceHeadMs(): number {
    const { chain } = this.#core;
    // What sync has just brought is new here, but not new.
    const known = this.#isSyncing() ? this.now() - chain.head.header.timestamp : 0;
    return Math.max(chain.sinceHeadMs(), known);
  }

  status(): Status {
    const { chain, mempool, sync, validatorIndex, parts } = this.#core;
    const { head } = chain;
    const problems = this.#problems();
    return {
      chainId: this.chainId,
      version: this.#options.version,
      now: this.now(),
      epoch: parts.epoch,
      height: head.height,
      blockHash: hex(head.hash),
      stateRoot: hex(head.header.stateRoot),
      timestamp: head.header.timestamp,
      historyFrom: 0,
      validators: chain.validators.map(({ organisation, consensusKey }) => ({
        organisation,
        publicKey: hex(consensusKey),
      })),
      role: validatorIndex === undefined ? "observer" : "validator",
      voting: this.#isVoting(),
      problems,
      peers: parts.transport.peers().length,
      syncing: sync.active,
      mempool: { count: mempool.pool.count, bytes: mempool.pool.bytes },
    };
  }

  details(): NodeDetails {
    const { chain, driver, sync, parts } = this.#core;
    const { transport } = parts;
    const nodes = [...chain.validators, ...chain.followers];
    const organisations = new Map(nodes.map((each) => [hex(each.networkKey), each.organisation] as const));
    const validators = new Map(chain.validators.map((each) => [hex(each.networkKey), each] as const));
    const registered = peersOf(nodes, parts).map(({ key }) => key);
    const order = [...organisations.keys(), ...registered.filter((key) => !organisations.has(key))];
    const peers = order
      .filter((key) => key !== transport.self)
      .map((networkKey) => {
        const organisation = organisations.get(networkKey);
        const validator = validators.get(networkKey);
        const connected = transport.isConnected(networkKey);
        const height = connected ? sync.said(networkKey) : undefined;
        const skewMs = validator === undefined ? undefined : driver.skewOf(validator.consensusKey);
        return {
          networkKey,
          connected,
          ...(organisation === undefined ? {} : { organisation }),
          ...(height === undefined ? {} : { height }),
          ...(skewMs === undefined ? {} : { skewMs }),
        };
      });
    const disk = diskOf(this.#options.folder);
    return { peers, ...(disk === undefined ? {} : { disk }) };
  }

  ready(): { ok: boolean; reasons: Problem[] } {
    const { chain, sync } = this.#core;
    const reasons = this.#incidents();
    if (this.#isSyncing()) {
      reasons.push(problem("node.syncing", { height: chain.head.height, highest: sync.highest }));
    }
    const age = this.sinceHeadMs();
    if (age > STALE_HEARTBEATS * chain.params.heartbeat) {
      reasons.push(problem("node.stale", { seconds: Math.round(age / 1_000) }));
    }
    return { ok: reasons.length === 0, reasons };
  }

  metrics(): Promise<{ contentType: string; text: string }> {
    return this.#options.metrics.text();
  }

  genesis(): Uint8Array {
    return this.#options.genesis;
  }

  head(): Head {
    return headOf(this.#store.head);
  }

  params(): Params {
    return this.#core.chain.params;
  }

  validators(): ValidatorSet {
    return this.#core.chain.validators;
  }

  waitHeight(height: number, timeoutMs: number): Promise<boolean> {
    if (this.#store.head.height >= height) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (reached: boolean) => {
        cancel();
        stop();
        resolve(reached);
      };
      const cancel = this.#core.parts.clock.setTimeout(timeoutMs, () => done(false));
      const stop = this.subscribe((now) => {
        if (now >= height) done(true);
      });
    });
  }

  record(key: string): RecordVersion | undefined {
    const current = this.#store.get(key);
    if (current === undefined) return undefined;
    const { version, index, height, txIndex } = current;
    return { value: decodedValue(current), version, index, height, txIndex };
  }

  recordAt(key: string, height: number): RecordVersion | undefined {
    const entry = this.#store.at(key, height);
    return entry === undefined ? undefined : versionOf(entry);
  }

  history(key: string, options: { before?: number; limit: number }): RecordVersion[] {
    return this.#store.history(key, options).map(versionOf);
  }

  scan(
    index: string,
    prefix: string,
    options: { after?: string; limit: number; reverse?: boolean },
  ): Promise<{ row: string; key: string }[]> {
    return this.#store.scanIndex(index, prefix, options);
  }

  async prove(key: string): Promise<ProvedRecord | undefined> {
    const proof = this.#store.prove(key);
    if (proof === undefined) return undefined;
    const { headerBytes, certificate } = this.#store.head;
    return {
      proof: encodeCurrentValueProof(proof),
      header: headerBytes,
      certificate: certificate === undefined ? undefined : encodeCertificate(certificate),
    };
  }

  async block(height: number): Promise<BlockView | undefined> {
    const block = await this.#store.block(height);
    if (block === undefined) return undefined;
    return {
      ...headOf(block),
      txs: [...block.txs],
      bodies: block.txs.map(({ body }) => decodeTxBody(body)),
      ids: [...block.txIds],
      outcomes: [...block.outcomes],
      outcomeBytes: [...block.outcomeBytes],
      events: [...block.events],
    };
  }

  async transaction(id: Uint8Array): Promise<TxPlace | undefined> {
    return this.#store.transaction(id);
  }

  restrictedReason(place: TxPlace): Promise<{ code: string; path: string } | undefined> {
    return this.#store.restrictedReason(place);
  }

  async submit(txs: Uint8Array[]): Promise<SubmitResult[]> {
    // It would wait here for ever, while another node can take it now (503 `not_ready`).
    if (this.#core.parts.incidents.divergedAt !== undefined) throw new JzError("execution.closed");
    return this.#core.mempool.admission.submit(txs);
  }

  txStatus(id: Uint8Array, expiresAt?: number): Promise<TxStatus> {
    return this.#core.mempool.outcomes.status(id, expiresAt);
  }

  waitFinal(id: Uint8Array, timeoutMs: number, expiresAt?: number): Promise<TxStatus> {
    const answer = this.#core.mempool.outcomes.waitFinal(id, timeoutMs, expiresAt);
    // A moment that someone waits for may be one for which a block is needed.
    if (expiresAt !== undefined) this.#core.production.consider();
    return answer;
  }

  async simulate(bytes: Uint8Array): Promise<SimulateResult> {
    const { chain, parts } = this.#core;
    const signed = decodeSignedTx(bytes);
    const tx = executable(signed, signed.attachments);
    const { head } = chain;
    const { outcome, refusals, events, changed, next } = simulate({
      view: this.#store,
      registry: chain.registry,
      parent: head.header,
      timestamp: Math.max(this.now(), head.header.timestamp + 1),
      chainId: this.chainId,
      count: this.#store.forest.count,
      windowHas: (id) => this.#store.windowHas(id),
      blockAt: (height) => chain.blockAt(height),
      genesisSalt: parts.genesisSalt,
      tx,
    });
    return {
      id: tx.id,
      outcome,
      refusals: refusals.map(({ code, path, values }) => ({ code, path, values })),
      events: [...events],
      changed: [...changed],
      next,
    };
  }

  subscribe(listener: (height: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #isSyncing(): boolean {
    const { chain, sync } = this.#core;
    return sync.active && sync.highest > chain.head.height + 1;
  }

  #isVoting(): boolean {
    const { validatorIndex, parts, sync } = this.#core;
    if (parts.incidents.divergedAt !== undefined || parts.incidents.keyElsewhere) return false;
    return validatorIndex !== undefined && parts.watch.signer !== null && !sync.active;
  }

  /** What keeps this node from voting. */
  #incidents(): Problem[] {
    const { parts, othersHeads, chain } = this.#core;
    const { keyElsewhere, divergedAt } = parts.incidents;
    const at = { ...othersHeads.state, epoch: parts.epoch, height: chain.head.height };
    const problems = watchProblems(parts.watch, at);
    if (keyElsewhere) problems.push(problem("node.key_elsewhere"));
    if (divergedAt !== undefined) problems.push(problem("node.diverged", { height: divergedAt }));
    return problems;
  }

  #problems(): Problem[] {
    const { chain, validatorsPresent } = this.#core;
    const problems = this.#incidents();
    const needed = quorum(chain.validators.length);
    if (validatorsPresent < needed) {
      problems.push(problem("node.no_quorum", { present: validatorsPresent, needed }));
    }
    const behind = chain.head.header.timestamp - this.now();
    if (behind > TIMESTAMP_TOLERANCE_MS) {
      problems.push(problem("node.clock_behind", { seconds: Math.round(behind / 1_000) }));
    }
    return problems;
  }
}

function diskOf(folder: string): NodeDetails["disk"] {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

function headOf({ height, hash, header, headerBytes, certificate }: StoredHeader): Head {
  return { height, hash, header, headerBytes, certificate };
}

function versionOf({ value, version, index, height, txIndex }: StoredEntry): RecordVersion {
  return { value: value === undefined ? undefined : decode(value), version, index, height, txIndex };
}
