import {
  attachmentRefs,
  decodeTxBody,
  type ExecutableTx,
  executable,
  type SignedStored,
  type Tx,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain, Committed } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { IDS_PER_FRAME_MAX, REOFFER_INTERVAL_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { GossipVerdict, Transport } from "../transport/index.ts";
import { decodeBodies, encodeBodiesRequest } from "../wire/consensus-frames.ts";
import { decodeGossip } from "../wire/gossip-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { encodeOffer } from "../wire/sync-frames.ts";
import { Admission } from "./admission.ts";
import { Announcements, announcedCost } from "./announcements.ts";
import { GossipBatch } from "./gossip-batch.ts";
import { Outcomes } from "./outcomes.ts";
import { Pool, type PoolTx } from "./pool.ts";

export interface MempoolDeps {
  readonly chain: Chain;
  readonly exchange: AttachmentExchange;
  readonly signatures: SignaturePool;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly entitled: () => true | string[];
  /** Something may have become executable, or expired. */
  readonly onChange: () => void;
}

/** Pending transactions and their way to all nodes: admission, gossip, offers, outcomes (DESIGN §4, §7). */
export class Mempool {
  readonly pool = new Pool();
  readonly outcomes: Outcomes;
  readonly admission: Admission;
  readonly #deps: MempoolDeps;
  readonly #gossip: GossipBatch;
  readonly #announcements: Announcements;
  /** asked of someone and not here yet, so that three offers of one id make one request */
  readonly #asked = new Set<string>();
  #cancelOffer: (() => void) | undefined;

  constructor(deps: MempoolDeps) {
    this.#deps = deps;
    const { chain, exchange, clock, transport } = deps;
    this.outcomes = new Outcomes(chain.store, clock, (key) => this.admission.isHere(key));
    this.#gossip = new GossipBatch(
      clock,
      (frame) => transport.publish(frame),
      (tx) => announcedCost(tx, chain.params),
    );
    this.admission = new Admission({
      chain: chain.store,
      chainId: chain.chainId,
      registry: chain.registry,
      pool: this.pool,
      attachments: exchange,
      signatures: deps.signatures,
      clock,
      entitled: deps.entitled,
      onAdmitted: (txs, from) => this.#admitted(txs, from),
      status: (id) => this.outcomes.status(id),
    });
    this.#announcements = new Announcements({
      pool: this.pool,
      admission: this.admission,
      isIncluded: (id) => chain.store.windowHas(id),
      params: () => chain.params,
      request: (from, ids) => this.#bodies(from, ids),
      onFailed: (from, error) => this.#notPulled(from, error),
      asked: this.#asked,
    });
    exchange.onAcknowledged((keys) => {
      if (this.pool.available(keys, (key) => exchange.isAvailable(key))) deps.onChange();
    });
    transport.onGossip((bytes, from) => this.#judgeGossip(bytes, from));
    transport.onPeer((peer, connected) => {
      if (connected) this.#offer([peer], Number.NEGATIVE_INFINITY);
    });
  }

  start(): void {
    const { clock, transport } = this.#deps;
    const again = () => {
      this.#asked.clear();
      const peers = transport.peers().map((peer) => peer.id);
      this.#offer(peers, REOFFER_INTERVAL_MS);
      this.#cancelOffer = clock.setTimeout(REOFFER_INTERVAL_MS, again);
    };
    this.#cancelOffer = clock.setTimeout(REOFFER_INTERVAL_MS, again);
  }

  stop(): void {
    this.#cancelOffer?.();
    this.#gossip.flush();
  }

  /** The form in which execution takes it; undefined while one of its restricted attachments isn't here. */
  executableOf(tx: PoolTx): ExecutableTx | undefined {
    if (tx.executable !== undefined) return tx.executable;
    const form = joined(tx, this.#deps.exchange);
    if (form !== undefined) tx.executable = form;
    return form;
  }

  /** A peer holds these; asks it for those that aren't here. */
  async pull(ids: readonly Uint8Array[], from: string): Promise<GossipVerdict> {
    const { chain } = this.#deps;
    const missing = ids.filter((id) => {
      const key = idKey(id);
      this.pool.get(key)?.holders.add(from);
      return !this.admission.isHere(key) && !this.#asked.has(key) && !chain.store.windowHas(id);
    });
    let verdict: GossipVerdict = "ignore";
    for (let at = 0; at < missing.length; at += IDS_PER_FRAME_MAX) {
      const asked = missing.slice(at, at + IDS_PER_FRAME_MAX);
      for (const id of asked) this.#asked.add(idKey(id));
      try {
        verdict = await this.admission.receive(await this.#bodies(from, asked), from);
      } catch (error) {
        this.#notPulled(from, error);
      } finally {
        for (const id of asked) this.#asked.delete(idKey(id));
      }
    }
    return verdict;
  }

  /** A block is durable: its transactions have their outcome, and others may have expired. */
  committed({ block }: Committed): void {
    const { result, header } = block;
    const settled: PoolTx[] = [];
    for (const id of result.txIds) {
      const tx = this.pool.remove(idKey(id));
      if (tx !== undefined) settled.push(tx);
    }
    const { exchange } = this.#deps;
    if (exchange.hasUnnamed) {
      const refs = block.txs.flatMap(({ body }) => attachmentRefs(decodeTxBody(body)));
      if (refs.length > 0) exchange.settled(refs.map(({ id }) => idKey(id)));
    }
    const expired = this.pool.expire(header.timestamp);
    for (const tx of [...settled, ...expired]) {
      if (tx.attachments.length > 0) exchange.settled(tx.attachments);
    }
    this.outcomes.committed(header.height, header.timestamp, result.txIds, result.outcomes);
    this.outcomes.expired(expired);
  }

  /** No block can hold them: they go without an outcome of their own (theirs stands in the chain). */
  drop(txs: readonly PoolTx[]): void {
    for (const { key, attachments } of txs) {
      this.pool.remove(key);
      if (attachments.length > 0) this.#deps.exchange.settled(attachments);
    }
  }

  /** The oldest executable ones, for `want-block`. */
  oldest(most: number): { ids: Uint8Array[]; stored: SignedStored[] } {
    const ids: Uint8Array[] = [];
    const attachments: string[] = [];
    for (const tx of this.pool.executable()) {
      if (ids.length >= most) break;
      ids.push(tx.id);
      attachments.push(...tx.attachments);
    }
    return { ids, stored: this.#deps.exchange.acknowledgementsOf(attachments, most) };
  }

  #admitted(txs: readonly PoolTx[], from: string | undefined): void {
    this.#deps.exchange.named(txs.flatMap(({ attachments }) => attachments));
    if (from === undefined) this.#gossip.add(txs);
    this.#deps.onChange();
  }

  async #judgeGossip(bytes: Uint8Array, from: string): Promise<GossipVerdict> {
    let frame: ReturnType<typeof decodeGossip>;
    try {
      frame = decodeGossip(bytes);
    } catch (error) {
      this.#deps.logger.warn({ from, error: String(error) }, "a peer gossiped a malformed message");
      return "reject";
    }
    if (frame.kind === "txs") return this.admission.receive(frame.txs, from);
    return this.#announcements.judge(frame.announced, from);
  }

  async #bodies(from: string, ids: readonly Uint8Array[]): Promise<Tx[]> {
    return decodeBodies(await this.#deps.transport.request(from, "consensus", encodeBodiesRequest(ids)));
  }

  #notPulled(from: string, error: unknown): void {
    this.#deps.logger.debug({ from, error: String(error) }, "pending transactions could not be pulled");
  }

  /** Tells peers which transactions are still pending here; they ask for those that they lack. */
  #offer(peers: readonly string[], olderThanMs: number): void {
    if (peers.length === 0) return;
    const before = this.#deps.clock.monotonic() - olderThanMs;
    const ids: Uint8Array[] = [];
    for (const tx of this.pool.all()) {
      if (ids.length >= IDS_PER_FRAME_MAX) break;
      if (olderThanMs <= 0 || tx.since <= before) ids.push(tx.id);
    }
    if (ids.length === 0) return;
    const frame = encodeOffer(ids);
    for (const peer of peers) this.#deps.transport.send(peer, "sync", frame);
  }
}

/** Joins a transaction with its restricted attachments; undefined when one isn't here. */
export function joined(
  tx: Pick<PoolTx, "id" | "tx" | "body" | "attachments">,
  exchange: Pick<AttachmentExchange, "get">,
): ExecutableTx | undefined {
  const found = tx.attachments.flatMap((key) => exchange.get(Buffer.from(key, "latin1")) ?? []);
  const form = executable(tx.tx, found, tx.body, tx.id);
  for (const attachment of form.restricted.values()) if (attachment === undefined) return undefined;
  return form;
}
