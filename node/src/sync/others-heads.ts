import { decodeHeader, equalBytes, headerHash, hex, JzError, quorum, validatorsHash } from "@jingzhun/ledger";
import { StorageError } from "@jingzhun/ledger/storage";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { WATCH_ASK_MS, WATCH_TIMEOUT_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Watch } from "../signing/index.ts";
import type { Transport } from "../transport/index.ts";
import { type CertifiedHead, decodeCertifiedHead, encodeHeadRequest } from "../wire/sync-frames.ts";
import { sealItems } from "./sealed.ts";

export interface OthersHeadsDeps {
  readonly chain: Chain;
  readonly watch: Watch;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFatal: (error: unknown) => void;
}

/** How far a watching node has come, for its operator. */
export interface HeadsAnswered {
  readonly answered: number;
  readonly needed: number;
  /** Other validators, those that watch too left out. */
  readonly voting: number;
}

/** What an answer is worth. "unknown": its set isn't known here yet, or there is too much to do; it is asked for again. */
type Judgement = { readonly height: number } | "unknown" | "false";

/**
 * Asks the other validators for their heads while this node watches (DESIGN §6). An answer counts when its header is
 * that of a block here or has a certificate of the present set that holds: so none can name a height that isn't, and
 * one that names less than it has changes nothing, for of a quorum's answers the highest counts.
 */
export class OthersHeads {
  readonly #deps: OthersHeadsDeps;
  /** Heights by network key, of the set asked now. */
  #answers = new Map<string, number>();
  /** Peers that said that they watch too. */
  readonly #watching = new Set<string>();
  readonly #asking = new Set<string>();
  /** hash of the set asked, hex */
  #set = "";
  #started = false;
  #stopped = false;
  #cancel: (() => void) | undefined;

  constructor(deps: OthersHeadsDeps) {
    this.#deps = deps;
    const { chain, transport, watch } = deps;
    transport.onPeer((peer, connected) => {
      if (connected && this.#isAsking()) this.#ask(peer);
    });
    chain.onCommitted(() => this.#committed());
    watch.onChange({
      begun: () => this.#committed(),
      ended: () => {
        this.#cancel?.();
        this.#cancel = undefined;
      },
    });
  }

  start(): void {
    this.#started = true;
    this.#committed();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  get state(): HeadsAnswered {
    const { validators } = this.#deps.chain;
    const others = this.#others();
    return {
      answered: others.filter((peer) => this.#answers.has(peer)).length,
      needed: quorum(validators.length),
      voting: others.filter((peer) => !this.#watching.has(peer)).length,
    };
  }

  #isAsking(): boolean {
    return this.#started && !this.#stopped && this.#deps.watch.isWatching;
  }

  /** Other validators' network keys, hex. */
  #others(): string[] {
    const { chain, transport } = this.#deps;
    return chain.validators
      .map(({ networkKey }) => hex(networkKey))
      .filter((peer) => peer !== transport.self);
  }

  /** Another head here, and perhaps another set: then what was answered says nothing of those who are in it now. */
  #committed(): void {
    if (!this.#isAsking()) return;
    const { chain, watch, onFatal } = this.#deps;
    const set = hex(validatorsHash(chain.validators));
    try {
      watch.advance(chain.head.height, chain.validators);
    } catch (error) {
      onFatal(error);
    }
    if (!watch.isWatching || (set === this.#set && this.#cancel !== undefined)) return;
    this.#set = set;
    this.#answers = new Map();
    this.#askAll();
  }

  /** Again and again, those that have answered too: whether they vote by now is for the operator to know. */
  #askAll(): void {
    const { clock } = this.#deps;
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isAsking()) return;
    for (const peer of this.#others()) this.#ask(peer);
    this.#cancel = clock.setTimeout(WATCH_ASK_MS, () => this.#askAll());
  }

  #ask(peer: string): void {
    const { transport, logger } = this.#deps;
    if (this.#asking.has(peer) || !this.#others().includes(peer) || !transport.isConnected(peer)) return;
    this.#asking.add(peer);
    const answers = this.#answers;
    transport
      .request(peer, "sync", encodeHeadRequest(), { timeoutMs: WATCH_TIMEOUT_MS })
      .then((bytes) => this.#answered(peer, bytes, answers))
      .catch((error: unknown) => {
        if (error instanceof StorageError) this.#deps.onFatal(error);
        else logger.debug({ peer, error: String(error) }, "a peer did not tell its head");
      })
      .finally(() => this.#asking.delete(peer));
  }

  /** @param answers those that it belongs to: of an earlier set it is too late */
  async #answered(peer: string, bytes: Uint8Array, answers: Map<string, number>): Promise<void> {
    const { logger } = this.#deps;
    let judged: Judgement;
    try {
      const head = decodeCertifiedHead(bytes);
      judged = await this.#judge(head);
      if (head.watching) this.#watching.add(peer);
      else this.#watching.delete(peer);
    } catch (error) {
      if (!(error instanceof JzError)) throw error;
      judged = "false";
    }
    if (judged === "false") {
      logger.warn({ peer }, "a peer's head has no certificate that holds: its answer doesn't count");
    }
    if (typeof judged === "string" || answers !== this.#answers || !this.#isAsking()) return;
    answers.set(peer, Math.max(judged.height, answers.get(peer) ?? 0));
    this.#settle();
  }

  /** @throws JzError: malformed, or a certificate of another block or of too few */
  async #judge({ headerBytes, certificate }: CertifiedHead): Promise<Judgement> {
    const { chain, signatures } = this.#deps;
    const header = decodeHeader(headerBytes);
    const { height } = header;
    if (header.chainId !== chain.chainId || header.epoch !== chain.epoch) return "false";
    // A block that is here is proved already; block 0 has no certificate.
    if (height <= chain.head.height) {
      const stored = chain.store.header(height);
      return stored !== undefined && equalBytes(stored.hash, headerHash(headerBytes)) ? { height } : "false";
    }
    if (certificate === undefined) return "false";
    const set = chain.validators;
    if (!equalBytes(header.validatorsHash, validatorsHash(set))) return "unknown";
    const items = sealItems({ headerBytes, certificate }, header, set, chain.chainId);
    let valid: boolean[];
    try {
      valid = await signatures.verify(items, "vote");
    } catch (error) {
      if (error instanceof JzError) return "unknown";
      throw error;
    }
    return valid.every(Boolean) ? { height } : "false";
  }

  #settle(): void {
    const { chain, watch, onFatal } = this.#deps;
    const { answered, needed } = this.state;
    if (answered < needed || watch.isSettled(chain.validators)) return;
    try {
      watch.settle(Math.max(...this.#answers.values()), chain.validators);
      watch.advance(chain.head.height, chain.validators);
    } catch (error) {
      onFatal(error);
    }
  }
}
