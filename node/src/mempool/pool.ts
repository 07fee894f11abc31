import type { ExecutableTx, Tx, TxBody } from "@jingzhun/ledger";
import { POOL_BYTES_MAX, POOL_COUNT_MAX, POOL_LOCAL_SHARE, POOL_PER_SENDER_MAX } from "../limits.ts";

/** A transaction that this node has judged worth ordering: decoded, its signature checked. */
export interface PoolTx {
  /** `idKey(id)` */
  readonly key: string;
  readonly id: Uint8Array;
  readonly tx: Tx;
  readonly body: TxBody;
  /** of body and signature */
  readonly bytes: number;
  /** `idKey(senderKeyId)` */
  readonly sender: string;
  /** ids (`idKey`) of the attachments that its body names */
  readonly attachments: readonly string[];
  /** submitted over this node's own API */
  readonly local: boolean;
  /** monotonic ms */
  readonly since: number;
  /** peers that are known to hold it */
  readonly holders: Set<string>;
  /** The executor's joined form, made at first use once the attachments are here. */
  executable?: ExecutableTx;
}

/** Bytes of the frame around body and signature. */
export const TX_FRAME_BYTES = 11;

/** What a transaction counts in pools, and in what is said of its size. */
export function bytesOf(tx: Tx): number {
  return tx.body.length + tx.signature.length + TX_FRAME_BYTES;
}

/** Why a transaction finds no place; codes of problems that pass. */
export type PoolRefusal = "overloaded.pool" | "overloaded.sender";

export interface PoolLimits {
  readonly count: number;
  readonly bytes: number;
  readonly perSender: number;
}

const DEFAULT_LIMITS: PoolLimits = {
  count: POOL_COUNT_MAX,
  bytes: POOL_BYTES_MAX,
  perSender: POOL_PER_SENDER_MAX,
};

/** Width of the buckets in which expiry is looked for, ms. */
const BUCKET_MS = 1_000;

/**
 * Transactions waiting for a block, in order of arrival (DESIGN §4, §5). A pure state: it knows no clock, no network
 * and no disk. Those whose attachments aren't acknowledged by a quorum wait apart; the others are executable.
 */
export class Pool {
  readonly #limits: PoolLimits;
  readonly #all = new Map<string, PoolTx>();
  readonly #executable = new Map<string, PoolTx>();
  /** attachment → transactions that wait for it */
  readonly #waiting = new Map<string, Set<string>>();
  readonly #quarantined = new Set<string>();
  readonly #perSender = new Map<string, number>();
  readonly #byExpiry = new Map<number, Set<string>>();
  #bytes = 0;

  constructor(limits: Partial<PoolLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  get count(): number {
    return this.#all.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get executableCount(): number {
    return this.#executable.size;
  }

  has(key: string): boolean {
    return this.#all.has(key);
  }

  get(key: string): PoolTx | undefined {
    return this.#all.get(key);
  }

  isExecutable(key: string): boolean {
    return this.#executable.has(key);
  }

  /** In order of arrival. */
  all(): IterableIterator<PoolTx> {
    return this.#all.values();
  }

  /** In order in which they became executable. */
  executable(): IterableIterator<PoolTx> {
    return this.#executable.values();
  }

  /** Is there no room for another submission over this node's own API, with so many being judged? */
  isFull(judging: number): boolean {
    const { count, bytes } = this.#limits;
    return this.#all.size + judging >= count * POOL_LOCAL_SHARE || this.#bytes >= bytes * POOL_LOCAL_SHARE;
  }

  /** Would a transaction of this size and sender find a place? undefined: yes. */
  refusal(sender: string, bytes: number, local: boolean): PoolRefusal | undefined {
    const share = local ? POOL_LOCAL_SHARE : 1;
    if (this.#all.size + 1 > this.#limits.count * share || this.#bytes + bytes > this.#limits.bytes * share) {
      return "overloaded.pool";
    }
    if ((this.#perSender.get(sender) ?? 0) + 1 > this.#limits.perSender * share) return "overloaded.sender";
    return undefined;
  }

  /** Is there room for so many more of others, beside what is on its way? */
  hasRoom(count: number, bytes: number): boolean {
    return this.#all.size + count <= this.#limits.count && this.#bytes + bytes <= this.#limits.bytes;
  }

  /**
   * Takes a transaction in; the caller has asked `refusal`. False when it is here already.
   *
   * @param missing those of its attachments that aren't acknowledged yet
   */
  add(tx: PoolTx, missing: readonly string[]): boolean {
    if (this.#all.has(tx.key)) return false;
    this.#all.set(tx.key, tx);
    this.#bytes += tx.bytes;
    this.#perSender.set(tx.sender, (this.#perSender.get(tx.sender) ?? 0) + 1);
    addTo(this.#byExpiry, bucketOf(tx.body.expiresAt), tx.key);
    if (missing.length === 0) this.#executable.set(tx.key, tx);
    else for (const attachment of missing) addTo(this.#waiting, attachment, tx.key);
    return true;
  }

  /** Something was acknowledged about these attachments; answers whether any transaction became executable by it. */
  available(attachments: Iterable<string>, isAvailable: (attachment: string) => boolean): boolean {
    let any = false;
    for (const attachment of attachments) {
      const waiting = this.#waiting.get(attachment);
      // One acknowledgement is not yet a quorum: whoever waits goes on waiting.
      if (waiting === undefined || !isAvailable(attachment)) continue;
      this.#waiting.delete(attachment);
      for (const key of waiting) {
        const tx = this.#all.get(key);
        if (tx === undefined || this.#executable.has(key) || !tx.attachments.every(isAvailable)) continue;
        if (this.#quarantined.has(key)) continue;
        this.#executable.set(key, tx);
        any = true;
      }
    }
    return any;
  }

  /** Keeps transactions from being proposed by this node, or lets them again. */
  quarantine(keys: Iterable<string>): void {
    for (const key of keys) {
      if (!this.#all.has(key)) continue;
      this.#quarantined.add(key);
      this.#executable.delete(key);
    }
  }

  release(keys: Iterable<string>, isAvailable: (attachment: string) => boolean): void {
    for (const key of keys) {
      if (!this.#quarantined.delete(key)) continue;
      const tx = this.#all.get(key);
      if (tx?.attachments.every(isAvailable)) this.#executable.set(key, tx);
    }
  }

  remove(key: string): PoolTx | undefined {
    const tx = this.#all.get(key);
    if (tx === undefined) return undefined;
    this.#all.delete(key);
    this.#executable.delete(key);
    this.#quarantined.delete(key);
    this.#bytes -= tx.bytes;
    const left = this.#perSender.get(tx.sender)! - 1;
    if (left === 0) this.#perSender.delete(tx.sender);
    else this.#perSender.set(tx.sender, left);
    removeFrom(this.#byExpiry, bucketOf(tx.body.expiresAt), key);
    for (const attachment of tx.attachments) removeFrom(this.#waiting, attachment, key);
    return tx;
  }

  /** Takes out those that no later block may hold: a block with this timestamp is committed. */
  expire(timestamp: number): PoolTx[] {
    const expired: PoolTx[] = [];
    const last = bucketOf(timestamp);
    for (const [bucket, keys] of this.#byExpiry) {
      if (bucket > last) continue;
      for (const key of [...keys]) {
        const tx = this.#all.get(key)!;
        if (tx.body.expiresAt <= timestamp) expired.push(this.remove(key)!);
      }
    }
    return expired;
  }

  /** The earliest moment (ms UTC) from which a block gives some transaction here its answer `expired`. */
  nextExpiry(): number | undefined {
    let first: number | undefined;
    for (const bucket of this.#byExpiry.keys()) if (first === undefined || bucket < first) first = bucket;
    if (first === undefined) return undefined;
    let next = Number.POSITIVE_INFINITY;
    for (const key of this.#byExpiry.get(first)!) {
      next = Math.min(next, this.#all.get(key)!.body.expiresAt);
    }
    return next;
  }
}

function bucketOf(time: number): number {
  return Math.floor(time / BUCKET_MS);
}

function addTo<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

function removeFrom<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const set = map.get(key);
  if (set?.delete(value) && set.size === 0) map.delete(key);
}
