import type { ExecutableTx, Params } from "@jingzhun/ledger";
import { type Chain, type ExecutedBlock, Superseded } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { BUILD_MS_MAX } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Pool, PoolTx } from "../mempool/pool.ts";
import { buildBlock } from "./build-block.ts";
import { Quarantine } from "./quarantine.ts";
import { SizeLimit } from "./size-limit.ts";
import { waitingWindow } from "./waiting-window.ts";

export interface ProductionDeps {
  readonly chain: Chain;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly executableOf: (tx: PoolTx) => ExecutableTx | undefined;
  readonly isAvailable: (attachment: string) => boolean;
  /** When some client waits for `expired`, ms UTC. */
  readonly nextAwaitedExpiry: () => number | undefined;
  /** There is something to do at this height. */
  readonly wake: (reason: WakeReason) => void;
  /** They can't stand in any block. */
  readonly onUseless: (txs: readonly PoolTx[]) => void;
}

export type WakeReason = "transaction" | "expiry" | "due" | "heartbeat" | "asked" | "clock";

/**
 * When a height begins and what this node proposes (DESIGN §5, production on demand). Policy only, never validity:
 * what others propose is judged elsewhere.
 */
export class Production {
  readonly #deps: ProductionDeps;
  readonly #size = new SizeLimit();
  readonly #quarantine = new Quarantine();
  #height = 0;
  #awake = true;
  /** monotonic ms at which the last block was decided here, or the node started */
  #lastBlock: number;
  #lastBlockTxs = 0;
  #cancelTimer: (() => void) | undefined;
  /** Wakes a builder that waits for transactions. */
  #nudge: (() => void) | undefined;
  #build = 0;
  #params: Params;

  constructor(deps: ProductionDeps) {
    this.#deps = deps;
    this.#lastBlock = deps.clock.monotonic();
    this.#params = deps.chain.params;
  }

  get factor(): number {
    return this.#size.factor;
  }

  get quarantined(): number {
    return this.#quarantine.size;
  }

  /** ms since the last block was decided here */
  get sinceLastBlock(): number {
    return this.#deps.clock.monotonic() - this.#lastBlock;
  }

  /** A block became durable, by consensus or by sync. */
  committed(txs: number, keys: readonly string[]): void {
    this.#lastBlock = this.#deps.clock.monotonic();
    this.#lastBlockTxs = txs;
    this.#size.decidedHeight();
    this.#quarantine.settled(keys);
    this.#deps.pool.release(this.#quarantine.release(), this.#deps.isAvailable);
  }

  /** The height above the head begins, asleep. */
  heightStarted(height: number): void {
    this.#height = height;
    this.#awake = false;
    this.#build++;
    this.#params = this.#deps.chain.params;
    this.consider();
  }

  /** The height woke, by us or by a message. */
  woke(): void {
    this.#awake = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  roundEntered(round: number): void {
    if (round > 0) this.#size.undecidedRound();
  }

  /** A validator has something for this height: the proposer wakes too. */
  asked(height: number): void {
    if (!this.#awake && height === this.#height) this.#deps.wake("asked");
  }

  /** The clock of a test network was moved: a block shows the new time (DESIGN §5). */
  clockMoved(): void {
    this.#nudge?.();
    if (!this.#awake) this.#deps.wake("clock");
  }

  /** Transactions became executable, time was moved, or a height began: is there something to do? */
  consider(): void {
    this.#nudge?.();
    if (this.#awake) return;
    const reason = this.#reason();
    if (reason !== undefined) this.#deps.wake(reason);
    else this.#arm();
  }

  stop(): void {
    this.#build++;
    this.#cancelTimer?.();
    this.#nudge?.();
  }

  /** Builds the block of a round. undefined: it came too late, or something else is being built. */
  async build(height: number, round: number, proposer: Uint8Array): Promise<ExecutedBlock | undefined> {
    const turn = ++this.#build;
    const isWanted = () => turn === this.#build && height === this.#height;
    await this.#gather(round, isWanted);
    if (!isWanted()) return undefined;
    const { chain, pool, clock, executableOf, logger } = this.#deps;
    const factor = this.#size.of(round);
    const { blockBytes, blockCost } = this.#params;
    // One of the largest transactions always has room beside the frame, so bytes aren't cut below a part of it.
    const limits = { bytes: blockBytes * factor, cost: blockCost * factor, ms: BUILD_MS_MAX * factor };
    const timestamp = Math.max(clock.now(), chain.head.header.timestamp + 1);
    let built: Awaited<ReturnType<typeof buildBlock>>;
    try {
      built = await buildBlock(chain, pool.executable(), executableOf, {
        timestamp,
        proposer,
        limits,
        isWanted,
      });
    } catch (error) {
      if (error instanceof Superseded) return undefined;
      throw error;
    }
    for (const { tx, error } of built.threw) {
      logger.error({ txId: error.values["txId"], error: error.message }, "execution threw: quarantined");
      this.#quarantine.condemn(tx.key);
      pool.quarantine([tx.key]);
    }
    if (built.useless.length > 0) this.#deps.onUseless(built.useless);
    if (built.block.ms > 2 * BUILD_MS_MAX && built.keys.length > 0) {
      pool.quarantine(this.#quarantine.suspect(built.keys));
      logger.warn({ ms: built.block.ms, txs: built.keys.length }, "execution overran: quarantined");
      return this.build(height, round, proposer);
    }
    return built.block;
  }

  /** Waits for company, or, with nothing to propose, until an empty block may be made. */
  async #gather(round: number, isWanted: () => boolean): Promise<void> {
    const { clock, pool } = this.#deps;
    const window = waitingWindow(this.#lastBlockTxs);
    const begun = clock.monotonic();
    while (isWanted()) {
      const now = clock.monotonic();
      const count = pool.executableCount;
      const until =
        count === 0
          ? this.#lastBlock + this.#params.roundTimeout / 2
          : count >= window.enough || round > 0
            ? now
            : begun + window.ms;
      if (until <= now) return;
      await this.#sleep(until - now);
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#nudge = undefined;
        resolve();
      };
      const cancel = this.#deps.clock.setTimeout(ms, done);
      this.#nudge = done;
    });
  }

  #reason(): WakeReason | undefined {
    const { pool, clock, chain } = this.#deps;
    if (pool.executableCount > 0) return "transaction";
    const now = clock.now();
    if (this.#expiry() <= now) return "expiry";
    if ((chain.nextDue() ?? Number.POSITIVE_INFINITY) <= now) return "due";
    if (this.sinceLastBlock >= this.#params.heartbeat) return "heartbeat";
    return undefined;
  }

  /** When a block gives someone the answer `expired`. */
  #expiry(): number {
    return Math.min(
      this.#deps.pool.nextExpiry() ?? Number.POSITIVE_INFINITY,
      this.#deps.nextAwaitedExpiry() ?? Number.POSITIVE_INFINITY,
    );
  }

  #arm(): void {
    const { clock, chain } = this.#deps;
    const now = clock.now();
    const wait = Math.min(
      this.#params.heartbeat - this.sinceLastBlock,
      this.#expiry() - now,
      (chain.nextDue() ?? Number.POSITIVE_INFINITY) - now,
    );
    this.#cancelTimer?.();
    // A millisecond more, so that a timer that fires early finds something to do.
    this.#cancelTimer = clock.setTimeout(Math.max(1, Math.ceil(wait) + 1), () => this.consider());
  }
}
