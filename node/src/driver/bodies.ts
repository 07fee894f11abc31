import {
  attachmentRefs,
  BlockInvalid,
  decodedValue,
  decodeTxBody,
  domainOf,
  type ExecutableTx,
  hex,
  type Key,
  signatureInput,
  type Tx,
  type TxBody,
  txId,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain } from "../chain/chain.ts";
import { IDS_PER_FRAME_MAX } from "../limits.ts";
import type { Logger } from "../logging.ts";
import { joined, type Mempool } from "../mempool/mempool.ts";
import type { PoolTx } from "../mempool/pool.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Transport } from "../transport/index.ts";
import { decodeBodies, encodeBodiesRequest } from "../wire/consensus-frames.ts";
import { idKey } from "../wire/id-key.ts";

export interface BodiesDeps {
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly exchange: AttachmentExchange;
  readonly signatures: SignaturePool;
  readonly transport: Transport;
  readonly logger: Logger;
}

/** Bytes of bodies that came with proposals and aren't in the pool: a few full blocks. */
const LOOSE_BYTES_MAX = 32 * 1024 * 1024;
/** Bytes of bodies in one answer: half of a frame, so that one transaction more always fits. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/** A transaction of a proposal that the pool doesn't hold. */
type Loose = Pick<PoolTx, "key" | "id" | "tx" | "body" | "attachments"> & { verified: boolean };

/** Finds the transactions that a proposal names: in the pool, beside the proposal, at its proposer, at anyone. */
export class Bodies {
  readonly #deps: BodiesDeps;
  readonly #loose = new Map<string, Tx>();
  readonly #verified = new Set<string>();
  #looseBytes = 0;

  constructor(deps: BodiesDeps) {
    this.#deps = deps;
  }

  /** Bodies that came with a proposal, or from the WAL; nothing of them is checked yet. */
  add(txs: readonly Tx[]): void {
    for (const tx of txs) {
      const key = idKey(txId(tx.body));
      if (this.#deps.mempool.pool.has(key) || this.#loose.has(key)) continue;
      this.#loose.set(key, tx);
      this.#looseBytes += tx.body.length;
      for (const [oldest, { body }] of this.#loose) {
        if (this.#looseBytes <= LOOSE_BYTES_MAX) break;
        this.#drop(oldest, body.length);
      }
    }
  }

  /** They are in a block. */
  committed(ids: readonly Uint8Array[]): void {
    if (this.#loose.size === 0) return;
    for (const id of ids) {
      const key = idKey(id);
      const tx = this.#loose.get(key);
      if (tx !== undefined) this.#drop(key, tx.body.length);
    }
  }

  /** Those that are here, for a peer that asks, as many as an answer holds; it asks again for the rest. */
  of(ids: readonly Uint8Array[]): Tx[] {
    const found: Tx[] = [];
    let bytes = 0;
    for (const id of ids) {
      const key = idKey(id);
      const tx = this.#deps.mempool.pool.get(key)?.tx ?? this.#loose.get(key);
      if (tx === undefined) continue;
      bytes += tx.body.length;
      if (bytes > ANSWER_BYTES_MAX && found.length > 0) break;
      found.push(tx);
    }
    return found;
  }

  /**
   * All transactions in order, signatures checked, attachments stored. undefined: something isn't to be had now.
   *
   * @param sources network keys of peers to ask, best first
   * @throws BlockInvalid when no block may hold one of them; Superseded, when `isWanted` says so, is the caller's
   */
  async collect(ids: readonly Uint8Array[], sources: readonly string[]): Promise<ExecutableTx[] | undefined> {
    const keys = ids.map(idKey);
    await this.#settle(keys);
    const missing = ids.filter((_, i) => !this.#isHere(keys[i]!));
    if (missing.length > 0 && !(await this.#fetch(missing, sources))) return undefined;
    const { mempool, exchange } = this.#deps;
    const txs = keys.map((key) => mempool.pool.get(key) ?? this.#decode(key));
    if (txs.some((tx) => tx === undefined)) return undefined;
    const found = txs as (PoolTx | Loose)[];
    await this.#verify(found.filter((tx): tx is Loose => "verified" in tx && !tx.verified));
    const attachments = found.flatMap((tx) => tx.attachments);
    if (attachments.length > 0) {
      const wanted = attachments.map((key) => Uint8Array.from(Buffer.from(key, "latin1")));
      if (!(await exchange.ensure(wanted, sources))) return undefined;
    }
    const forms: ExecutableTx[] = [];
    for (const tx of found) {
      const form = "verified" in tx ? joined(tx, exchange) : mempool.executableOf(tx);
      if (form === undefined) return undefined;
      forms.push(form);
    }
    return forms;
  }

  #isHere(key: string): boolean {
    return this.#deps.mempool.pool.has(key) || this.#loose.has(key);
  }

  /** Waits for those whose signatures are being checked right now. */
  async #settle(keys: readonly string[]): Promise<void> {
    const { admission, pool } = this.#deps.mempool;
    for (const key of keys) {
      if (!pool.has(key) && !this.#loose.has(key) && admission.isHere(key)) await admission.settled(key);
    }
  }

  async #fetch(ids: readonly Uint8Array[], sources: readonly string[]): Promise<boolean> {
    const { transport, logger } = this.#deps;
    let missing = ids;
    for (const peer of sources) {
      if (!transport.isConnected(peer)) continue;
      for (let before = missing.length + 1; missing.length > 0 && missing.length < before; ) {
        before = missing.length;
        const asked = encodeBodiesRequest(missing.slice(0, IDS_PER_FRAME_MAX));
        try {
          this.add(decodeBodies(await transport.request(peer, "consensus", asked)));
        } catch (error) {
          logger.debug({ peer, error: String(error) }, "bodies of a proposal could not be fetched");
        }
        missing = missing.filter((id) => !this.#isHere(idKey(id)));
      }
      if (missing.length === 0) return true;
    }
    return missing.length === 0;
  }

  #decode(key: string): Loose | undefined {
    const tx = this.#loose.get(key);
    if (tx === undefined) return undefined;
    let body: TxBody;
    let attachments: string[];
    try {
      body = decodeTxBody(tx.body);
      attachments = attachmentRefs(body).map((ref) => idKey(ref.id));
    } catch (error) {
      throw new BlockInvalid("block.transaction", "", { problem: String(error) });
    }
    const id = Uint8Array.from(Buffer.from(key, "latin1"));
    return { key, id, tx, body, attachments, verified: this.#verified.has(key) };
  }

  /** @throws BlockInvalid */
  async #verify(txs: readonly Loose[]): Promise<void> {
    if (txs.length === 0) return;
    const { chain, signatures } = this.#deps;
    const items = txs.map(({ tx, body }) => {
      const registered = decodedValue(chain.store.get(`key/${hex(body.senderKeyId)}`)) as Key | undefined;
      if (registered === undefined) throw new BlockInvalid("block.unknown_key");
      const message = signatureInput(domainOf(body), chain.chainId, tx.body);
      return { publicKey: registered.publicKey, message, signature: tx.signature };
    });
    const valid = await signatures.verify(items, "vote");
    for (let i = 0; i < txs.length; i++) {
      if (!valid[i]) throw new BlockInvalid("block.signature");
      // The key id is the hash of the key, so this holds whatever the state says later.
      this.#verified.add(txs[i]!.key);
    }
  }

  #drop(key: string, bytes: number): void {
    this.#loose.delete(key);
    this.#verified.delete(key);
    this.#looseBytes -= bytes;
  }
}
