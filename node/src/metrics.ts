import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { NodeCore } from "./core.ts";

/** Resolution of the event loop's delay, ms. */
const LOOP_RESOLUTION_MS = 5;

/** What the node tells Prometheus. Values are read when they are asked for; nothing is counted on the hot path. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #answers: Histogram<"route" | "status">;

  constructor(core: NodeCore) {
    const { chain, mempool, production, sync, driver, parts } = core;
    const gauge = (name: string, help: string, read: () => number) => {
      const registers = [this.#registry];
      new Gauge({
        name: `jingzhun_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    };
    this.#loop.enable();
    gauge("height", "Height of the newest durable block.", () => chain.head.height);
    gauge(
      "head_timestamp_seconds",
      "Timestamp of the newest block.",
      () => chain.head.header.timestamp / 1_000,
    );
    gauge(
      "head_skew_seconds",
      "Own clock minus the newest block's timestamp.",
      () => (parts.clock.now() - chain.head.header.timestamp) / 1_000,
    );
    gauge("consensus_round", "Round of the height under way.", () => driver.round);
    gauge(
      "validators_present",
      "Validators that can be heard, this one included.",
      () => core.validatorsPresent,
    );
    gauge("peers", "Connected peers.", () => parts.transport.peers().length);
    gauge("syncing", "1 while blocks are fetched from peers.", () => (sync.active ? 1 : 0));
    gauge("watching", "1 while this validator may not sign (watch mode).", () =>
      parts.watch.isWatching ? 1 : 0,
    );
    gauge("mempool_transactions", "Pending transactions.", () => mempool.pool.count);
    gauge(
      "mempool_executable_transactions",
      "Of these, ready for a block.",
      () => mempool.pool.executableCount,
    );
    gauge("mempool_bytes", "Bytes of pending transactions.", () => mempool.pool.bytes);
    gauge("mempool_judging", "Transactions being judged.", () => mempool.admission.judging);
    gauge("outcome_waiters", "Ids that clients wait for.", () => mempool.outcomes.waiting);
    gauge("production_size_factor", "Part of a full block that this node proposes.", () => production.factor);
    gauge(
      "production_quarantined",
      "Transactions that this node doesn't propose.",
      () => production.quarantined,
    );
    gauge("signatures_waiting_votes", "Signatures of votes waiting.", () => parts.signatures.waiting.vote);
    gauge(
      "signatures_waiting_transactions",
      "Signatures of transactions waiting.",
      () => parts.signatures.waiting.tx,
    );
    gauge(
      "equivocations_found",
      "Findings that a validator signed two different things, known to this process.",
      () => core.evidence.found,
    );
    gauge("equivocations_pending", "Of these, not on the chain yet.", () => core.evidence.pending);
    gauge("wal_bytes", "Bytes of the consensus WAL.", () => parts.wal.bytes);
    for (const quantile of [0.5, 0.99]) {
      gauge(
        `event_loop_delay_p${quantile * 100}_seconds`,
        "Delay of the event loop since the last reading.",
        () => this.#loop.percentile(quantile * 100) / 1e9,
      );
    }
    this.#transport(core);
    this.#chain(core);
    this.#answers = new Histogram({
      name: "jingzhun_http_seconds",
      help: "Time to answer, by route and status.",
      labelNames: ["route", "status"],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [this.#registry],
    });
  }

  /** For the API: every answer it gave. */
  answered(route: string, status: number, ms: number): void {
    this.#answers.observe({ route, status: String(status) }, ms / 1_000);
  }

  async text(): Promise<{ contentType: string; text: string }> {
    const text = await this.#registry.metrics();
    this.#loop.reset();
    return { contentType: this.#registry.contentType, text };
  }

  close(): void {
    this.#loop.disable();
    this.#registry.clear();
  }

  #chain({ chain }: NodeCore): void {
    const registers = [this.#registry];
    const transactions = new Counter({
      name: "jingzhun_transactions_total",
      help: "Transactions in blocks made durable by this process.",
      labelNames: ["outcome"],
      registers,
    });
    const blocks = new Counter({
      name: "jingzhun_blocks_total",
      help: "Blocks made durable by this process.",
      registers,
    });
    const execution = new Histogram({
      name: "jingzhun_execution_seconds",
      help: "Own execution and hashing of a block.",
      buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1],
      registers,
    });
    chain.onCommitted(({ block }) => {
      const { outcomes, rejections } = block.result;
      blocks.inc();
      if (outcomes.length > rejections.size) {
        transactions.inc({ outcome: "applied" }, outcomes.length - rejections.size);
      }
      if (rejections.size > 0) transactions.inc({ outcome: "rejected" }, rejections.size);
      execution.observe(block.ms / 1_000);
    });
  }

  #transport({ parts: { transport } }: NodeCore): void {
    const registers = [this.#registry];
    new Gauge({
      name: "jingzhun_transport_bytes",
      help: "Bytes over direct streams since the start.",
      labelNames: ["channel", "direction"],
      registers,
      collect() {
        for (const [channel, { bytesIn, bytesOut }] of Object.entries(transport.stats().channels)) {
          this.set({ channel, direction: "in" }, bytesIn);
          this.set({ channel, direction: "out" }, bytesOut);
        }
      },
    });
    new Gauge({
      name: "jingzhun_refused_connections",
      help: "Connections of unregistered keys refused since the start.",
      registers,
      collect() {
        this.set(transport.stats().refusedConnections);
      },
    });
    new Gauge({
      name: "jingzhun_breached_connections",
      help: "Connections of registered peers ended since the start, because they broke the protocol.",
      registers,
      collect() {
        this.set(transport.stats().breachedConnections);
      },
    });
    new Gauge({
      name: "jingzhun_crowded_connections",
      help: "Connections refused since the start, because their address had its share of handshakes under way.",
      registers,
      collect() {
        this.set(transport.stats().crowdedConnections);
      },
    });
  }
}
