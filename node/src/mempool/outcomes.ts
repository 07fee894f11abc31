import type { TxStatus } from "@jingzhun/api";
import { hex } from "@jingzhun/ledger";
import type { Clock } from "../clock.ts";
import { EXPIRED_REMEMBERED_MAX } from "../limits.ts";
import { idKey } from "../wire/id-key.ts";

/** What outcomes are read from: the committed chain. */
export interface OutcomeSource {
  readonly head: { readonly height: number; readonly header: { readonly timestamp: number } };
  transaction(id: Uint8Array): { height: number; txIndex: number } | undefined;
  block(
    height: number,
  ): Promise<{ readonly outcomes: readonly ({ status: "applied" } | Rejected)[] } | undefined>;
}
interface Rejected {
  readonly status: "rejected";
  readonly code: string;
  readonly path: string;
}

/**
 * The outcome of a transaction (DESIGN §4). Final answers come from the chain alone: `applied` and `rejected` from its
 * block, `expired` only once a block with timestamp ≥ expiresAt is committed and doesn't hold it.
 */
export class Outcomes {
  readonly #source: OutcomeSource;
  readonly #clock: Clock;
  readonly #isPending: (key: string) => boolean;
  readonly #waiters = new Map<string, Set<(status: TxStatus) => void>>();
  /** expiresAt of those that expired here, for who asks without it */
  readonly #expired = new Map<string, number>();
  /** expiresAt of waited-for transactions, as their clients say */
  readonly #expiring = new Map<string, number>();
  /** outcomes of the newest block, so that waiters don't read it back */
  readonly #recent = new Map<string, TxStatus>();

  constructor(source: OutcomeSource, clock: Clock, isPending: (key: string) => boolean) {
    this.#source = source;
    this.#clock = clock;
    this.#isPending = isPending;
  }

  async status(id: Uint8Array, expiresAt?: number): Promise<TxStatus> {
    const key = idKey(id);
    const recent = this.#recent.get(key);
    if (recent !== undefined) return recent;
    const place = this.#source.transaction(id);
    if (place !== undefined) {
      const block = await this.#source.block(place.height);
      const outcome = block?.outcomes[place.txIndex];
      if (outcome === undefined) throw new Error(`block ${place.height} lacks transaction ${hex(id)}`);
      return outcome.status === "applied"
        ? { status: "applied", ...place }
        : { status: "rejected", ...place, code: outcome.code, path: outcome.path };
    }
    // What the body says goes before what the asker says: the pool takes it out when it has expired.
    if (this.#isPending(key)) return { status: "pending" };
    const until = this.#expired.get(key) ?? expiresAt;
    if (until !== undefined && this.#source.head.header.timestamp >= until) return { status: "expired" };
    // Whoever knows the expiry can wait for it: the transaction may still be on its way through other nodes.
    return { status: until === undefined ? "unknown" : "pending" };
  }

  /** Resolves at a final status, or with the latest one after `timeoutMs`. */
  async waitFinal(id: Uint8Array, timeoutMs: number, expiresAt?: number): Promise<TxStatus> {
    const key = idKey(id);
    const now = await this.status(id, expiresAt);
    if (isFinal(now) || timeoutMs <= 0) return now;
    return new Promise((resolve, reject) => {
      const done = (status: TxStatus) => {
        cancel();
        this.#removeWaiter(key, done);
        resolve(status);
      };
      const cancel = this.#clock.setTimeout(timeoutMs, () => {
        this.#removeWaiter(key, done);
        this.status(id, expiresAt).then(resolve, reject);
      });
      let waiters = this.#waiters.get(key);
      if (waiters === undefined) this.#waiters.set(key, (waiters = new Set()));
      waiters.add(done);
      if (expiresAt !== undefined) this.#expiring.set(key, expiresAt);
      // The block may have come between the answer above and this moment.
      const recent = this.#recent.get(key);
      if (recent !== undefined) done(recent);
    });
  }

  /** A block is durable: tells those who wait for its transactions. */
  committed(
    height: number,
    timestamp: number,
    ids: readonly Uint8Array[],
    outcomes: readonly ({ status: "applied" } | Rejected)[],
  ): void {
    this.#recent.clear();
    for (let txIndex = 0; txIndex < ids.length; txIndex++) {
      const outcome = outcomes[txIndex]!;
      const key = idKey(ids[txIndex]!);
      const status: TxStatus =
        outcome.status === "applied"
          ? { status: "applied", height, txIndex }
          : { status: "rejected", height, txIndex, code: outcome.code, path: outcome.path };
      this.#recent.set(key, status);
      this.#tell(key, status);
    }
    for (const [key, expiresAt] of this.#expiring) {
      if (timestamp >= expiresAt && !this.#isPending(key)) this.#tell(key, { status: "expired" });
    }
  }

  /** Transactions that no block holds nor will. */
  expired(list: readonly { readonly key: string; readonly body: { readonly expiresAt: number } }[]): void {
    for (const { key, body } of list) {
      if (this.#expired.size >= EXPIRED_REMEMBERED_MAX) {
        this.#expired.delete(this.#expired.keys().next().value!);
      }
      this.#expired.set(key, body.expiresAt);
      this.#tell(key, { status: "expired" });
    }
  }

  /** The node stops: whoever waits hears how things stand. */
  release(): void {
    for (const key of [...this.#waiters.keys()]) {
      this.#tell(key, { status: this.#isPending(key) ? "pending" : "unknown" });
    }
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  /** The earliest `expiresAt` that someone waits for: only a block gives that answer. */
  nextExpiry(): number | undefined {
    let next: number | undefined;
    for (const expiresAt of this.#expiring.values()) {
      if (next === undefined || expiresAt < next) next = expiresAt;
    }
    return next;
  }

  #tell(key: string, status: TxStatus): void {
    const waiters = this.#waiters.get(key);
    if (waiters !== undefined) for (const done of [...waiters]) done(status);
  }

  #removeWaiter(key: string, done: (status: TxStatus) => void): void {
    const waiters = this.#waiters.get(key);
    if (!waiters?.delete(done) || waiters.size > 0) return;
    this.#waiters.delete(key);
    this.#expiring.delete(key);
  }
}

function isFinal({ status }: TxStatus): boolean {
  return status === "applied" || status === "rejected" || status === "expired";
}
