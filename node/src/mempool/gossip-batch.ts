import type { Tx } from "@jingzhun/ledger";
import type { Clock } from "../clock.ts";
import {
  ANNOUNCED_MAX,
  GOSSIP_BATCH_BYTES,
  GOSSIP_FLUSH_MS,
  GOSSIP_TX_BYTES_MAX,
  GOSSIP_TXS_MAX,
} from "../limits.ts";
import { type Announced, encodeAnnounce, encodeGossipTxs } from "../wire/gossip-frames.ts";
import type { PoolTx } from "./pool.ts";

/**
 * Gathers admitted transactions into gossip messages (DESIGN §7): at once while nothing was sent for a flush
 * interval, else together with what comes until it is over. Large ones are announced by id, size and cost.
 */
export class GossipBatch {
  readonly #clock: Clock;
  readonly #publish: (frame: Uint8Array) => void;
  readonly #costOf: (tx: PoolTx) => number;
  #txs: Tx[] = [];
  #announced: Announced[] = [];
  #bytes = 0;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, publish: (frame: Uint8Array) => void, costOf: (tx: PoolTx) => number) {
    this.#clock = clock;
    this.#publish = publish;
    this.#costOf = costOf;
  }

  /** All of one submission together, so that a batch of many fills messages. */
  add(txs: readonly PoolTx[]): void {
    for (const pooled of txs) {
      const { id, tx, bytes } = pooled;
      if (bytes > GOSSIP_TX_BYTES_MAX) {
        this.#announced.push({ id, bytes, cost: this.#costOf(pooled) });
        continue;
      }
      if (this.#txs.length === GOSSIP_TXS_MAX || this.#bytes + bytes > GOSSIP_BATCH_BYTES) this.#flushTxs();
      this.#txs.push(tx);
      this.#bytes += bytes;
    }
    if (this.#txs.length === 0 && this.#announced.length === 0) return;
    const wait = this.#lastFlush + GOSSIP_FLUSH_MS - this.#clock.monotonic();
    if (wait <= 0) this.flush();
    else this.#cancel ??= this.#clock.setTimeout(wait, () => this.flush());
  }

  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#lastFlush = this.#clock.monotonic();
    this.#flushTxs();
    const announced = this.#announced;
    this.#announced = [];
    for (let at = 0; at < announced.length; at += ANNOUNCED_MAX)
      this.#publish(encodeAnnounce(announced.slice(at, at + ANNOUNCED_MAX)));
  }

  #flushTxs(): void {
    if (this.#txs.length === 0) return;
    this.#publish(encodeGossipTxs(this.#txs));
    this.#txs = [];
    this.#bytes = 0;
  }
}
