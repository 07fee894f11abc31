import { decodeHeader, faulty, hex } from "@jingzhun/ledger";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { WATCH_ASK_MS, WATCH_TIMEOUT_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Transport } from "../transport/index.ts";
import { decodeCertifiedHead, encodeHeadRequest } from "../wire/sync-frames.ts";

export interface StartGateDeps {
  readonly chain: Chain;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once. */
  readonly onOpen: () => void;
}

/**
 * Keeps a node that has just started from signing until it is where the others are. Data and signer's record that were
 * put back together show themselves only by the own seals in the blocks that are missing (`driver/own-key.ts`): without
 * this the node would first sign once more where it signed long ago, for whoever sends it a transaction.
 *
 * It opens when f + 1 other validators have said where they are and the blocks that one honest one among them has are
 * here. It costs nothing: without f + 1 others no quorum is to be had, and what they have decided needs no vote.
 */
export class StartGate {
  readonly #deps: StartGateDeps;
  /** What other validators said, by network key. */
  readonly #said = new Map<string, number>();
  #isOpen = false;
  #started = false;
  #cancel: (() => void) | undefined;

  constructor(deps: StartGateDeps) {
    this.#deps = deps;
    deps.chain.onCommitted(() => this.#consider());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  start(): void {
    this.#started = true;
    this.#consider();
    this.#askLater();
  }

  stop(): void {
    this.#started = false;
    this.#cancel?.();
  }

  /** A peer says that this is its newest block. */
  heard(peer: string, height: number): void {
    if (this.#isOpen) return;
    this.#said.set(peer, Math.max(height, this.#said.get(peer) ?? 0));
    this.#consider();
  }

  #others(): string[] {
    const { chain, transport } = this.#deps;
    return chain.validators
      .map(({ networkKey }) => hex(networkKey))
      .filter((peer) => peer !== transport.self);
  }

  #consider(): void {
    const { chain, logger, onOpen } = this.#deps;
    if (this.#isOpen || !this.#started) return;
    const others = this.#others();
    const needed = Math.min(faulty(chain.validators.length) + 1, others.length);
    const heights = others.flatMap((peer) => this.#said.get(peer) ?? []).sort((a, b) => b - a);
    if (heights.length < needed || chain.head.height < (heights[needed - 1] ?? 0)) return;
    this.#isOpen = true;
    this.#cancel?.();
    this.#said.clear();
    logger.debug({ height: chain.head.height }, "as far as the others: this node may sign");
    onOpen();
  }

  /** Everyone says so when it connects; but links lose things. */
  #askLater(): void {
    if (this.#isOpen || !this.#started) return;
    this.#cancel = this.#deps.clock.setTimeout(WATCH_ASK_MS, () => {
      for (const peer of this.#others()) if (!this.#said.has(peer)) this.#ask(peer);
      this.#askLater();
    });
  }

  #ask(peer: string): void {
    const { transport, logger } = this.#deps;
    if (!transport.isConnected(peer)) return;
    transport
      .request(peer, "sync", encodeHeadRequest(), { timeoutMs: WATCH_TIMEOUT_MS })
      .then((bytes) => this.heard(peer, decodeHeader(decodeCertifiedHead(bytes).headerBytes).height))
      .catch((error: unknown) =>
        logger.debug({ peer, error: String(error) }, "a peer did not tell its head"),
      );
  }
}
