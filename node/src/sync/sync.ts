import { type Certificate, decodeHeader, faulty, JzError, type ValidatorSet } from "@jingzhun/ledger";
import { StorageError } from "@jingzhun/ledger/storage";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import type { Divergence } from "../divergence.ts";
import {
  HEAD_ANNOUNCE_MS,
  SYNC_ASIDE_BRIEFLY_MS,
  SYNC_ASIDE_MS,
  SYNC_BLOCKS_MAX,
  SYNC_BYTES_MAX,
  SYNC_PATIENCE_MS,
  SYNC_SLOW_MS,
  SYNC_TIMEOUT_MS,
} from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Transport } from "../transport/index.ts";
import {
  decodeBlocks,
  decodeSyncFrame,
  decodeSyncRequest,
  encodeBlocks,
  encodeBlocksRequest,
  encodeCertifiedHead,
  encodeHead,
  type WireBlock,
} from "../wire/sync-frames.ts";
import { BlockIntake, Diverged } from "./block-intake.ts";
import { PeerHeads } from "./peer-heads.ts";

export interface SyncDeps {
  readonly chain: Chain;
  readonly exchange: AttachmentExchange;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this node watches (DESIGN §6), for those who do too. */
  readonly isWatching: () => boolean;
  /** A peer said that its newest block is this one. */
  readonly onHead: (peer: string, height: number) => void;
  /** Consensus waits while the head moves by sync, and takes over again without a gap. Called in pairs. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
  /** A block's certificate whose signatures hold; `timestamp` is the block's, ms UTC. */
  readonly onCertified: (certificate: Certificate, set: ValidatorSet, timestamp: number) => void;
  /** Pending transactions that a peer offers. */
  readonly onOffer: (ids: readonly Uint8Array[], from: string) => Promise<unknown>;
  readonly onDivergence: (divergence: Divergence) => void;
  /** The disk failed. */
  readonly onFatal: (error: unknown) => void;
}

/** Failures of this node's own parts: no peer is to blame, and it is tried again. */
const OWN_TROUBLE = /^(overloaded|signatures\.|attachment\.write)/;
/** What an honest peer may come to as well: it was away, busy, or lacks an attachment as we do. */
const PASSING = /^(transport\.|sync\.attachments)/;
/** It may be back at once. */
const AWAY = /^transport\.(disconnected|not_connected)/;

/**
 * Brings a node that was away to the head (DESIGN §7): blocks from peers that announce higher heads, each one's
 * certificate checked before it is executed, each executed and compared before it is committed. A peer whose blocks
 * don't hold costs the checking of one answer, and is then left aside for a while.
 */
export class Sync {
  readonly #deps: SyncDeps;
  readonly #heads: PeerHeads;
  readonly #intake: BlockIntake;
  #running = false;
  /** Consensus waits. */
  #holding = false;
  #stopped = false;
  #cancelPatience: (() => void) | undefined;
  #retry: { readonly at: number; readonly cancel: () => void } | undefined;
  #cancelAnnounce: (() => void) | undefined;
  #announced = 0;

  constructor(deps: SyncDeps) {
    this.#deps = deps;
    const { transport, chain, clock } = deps;
    this.#heads = new PeerHeads(() => clock.monotonic());
    this.#intake = new BlockIntake(deps);
    transport.onFrame("sync", (from, bytes) => this.#frame(from, bytes));
    transport.onRequest("sync", (_, bytes) => this.#answer(bytes));
    transport.onPeer((peer, connected) => {
      if (connected) this.#announceTo(peer);
      else this.#heads.gone(peer);
    });
    chain.onCommitted(() => this.#announceSoon());
  }

  /** Blocks are being taken over, or this node is known to be behind: no single peer's word is enough. */
  get active(): boolean {
    return this.#holding || (this.#running && this.highest > this.#deps.chain.head.height);
  }

  /** The highest head of which more validators speak than may be lying. */
  get highest(): number {
    return this.#heads.agreed(faulty(this.#deps.chain.validators.length) + 1);
  }

  /** The height that a peer says it has; undefined where it hasn't said. */
  said(peer: string): number | undefined {
    return this.#heads.said(peer) || undefined;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelPatience?.();
    this.#retry?.cancel();
    this.#cancelAnnounce?.();
  }

  /** Blocks up to `height` are decided somewhere: at `peer`, which says so, or at others. */
  behind(height: number, peer: string | undefined): void {
    if (peer !== undefined) this.#heads.heard(peer, height);
    else for (const { id } of this.#deps.transport.peers()) this.#heads.suppose(id, height);
    this.#begin();
  }

  async #frame(from: string, bytes: Uint8Array): Promise<void> {
    let frame: ReturnType<typeof decodeSyncFrame>;
    try {
      frame = decodeSyncFrame(bytes);
    } catch (error) {
      this.#deps.logger.warn({ from, error: String(error) }, "a peer sent a malformed sync frame");
      return;
    }
    if (frame.kind === "offer") await this.#deps.onOffer(frame.ids, from);
    else {
      this.#heads.heard(from, frame.height);
      this.#deps.onHead(from, frame.height);
      this.#consider();
    }
  }

  /** One block above may be about to be decided here too; more can't be. */
  #consider(): void {
    const { chain, clock } = this.#deps;
    const behind = this.#heads.highest - chain.head.height;
    if (this.#running || this.#stopped) return;
    if (behind !== 1) {
      this.#begin();
      return;
    }
    const { height } = chain.head;
    this.#cancelPatience ??= clock.setTimeout(SYNC_PATIENCE_MS, () => {
      this.#cancelPatience = undefined;
      if (chain.head.height === height) this.#begin();
      else this.#consider();
    });
  }

  #begin(): void {
    const { chain, clock, logger, onDivergence, onFatal } = this.#deps;
    if (this.#running || this.#stopped) return;
    if (this.#heads.highest <= chain.head.height) {
      // Whoever claims more is left aside: it is asked again when that is over.
      this.#retryAt(this.#heads.nextReturn(chain.head.height + 1));
      return;
    }
    this.#running = true;
    this.#run()
      .catch((error: unknown) => {
        if (error instanceof Diverged) onDivergence(error.divergence);
        else if (this.#stopped) return;
        else if (error instanceof StorageError) onFatal(error);
        else {
          logger.error({ error: String(error) }, "block sync failed");
          this.#retryAt(clock.monotonic() + HEAD_ANNOUNCE_MS);
        }
      })
      .finally(() => {
        this.#running = false;
        this.#release();
        if (!this.#stopped) this.#retryAt(this.#heads.nextReturn(chain.head.height + 1));
      });
  }

  /** The earliest moment asked for counts. */
  #retryAt(time: number | undefined): void {
    if (time === undefined || this.#stopped || (this.#retry !== undefined && this.#retry.at <= time)) return;
    const { clock } = this.#deps;
    this.#retry?.cancel();
    const cancel = clock.setTimeout(Math.max(1, time - clock.monotonic()), () => {
      this.#retry = undefined;
      this.#begin();
    });
    this.#retry = { at: time, cancel };
  }

  async #run(): Promise<void> {
    const { chain, logger } = this.#deps;
    const from = chain.head.height;
    for (;;) {
      const next = chain.head.height + 1;
      const [peer] = this.#heads.above(next);
      if (peer === undefined || this.#stopped) break;
      try {
        await this.#from(peer, next);
      } catch (error) {
        this.#blame(peer, chain.head.height + 1, error);
      }
    }
    if (chain.head.height > from) {
      logger.info({ from, to: chain.head.height }, "caught up with the network");
    }
  }

  /** Another peer is asked from here on; what isn't the peer's fault is thrown on. */
  #blame(peer: string, height: number, error: unknown): void {
    if (this.#stopped || error instanceof Diverged || error instanceof StorageError) throw error;
    const { logger } = this.#deps;
    if (!(error instanceof JzError)) {
      // No answer should bring us here: our own mistake, but one that its answer sets off.
      logger.error({ peer, height, error: String(error), stack: (error as Error).stack }, "block sync threw");
      this.#heads.leaveAside(peer, SYNC_ASIDE_MS);
      return;
    }
    const { code, values } = error;
    if (OWN_TROUBLE.test(code)) throw error;
    const ms = AWAY.test(code)
      ? HEAD_ANNOUNCE_MS
      : PASSING.test(code)
        ? SYNC_ASIDE_BRIEFLY_MS
        : SYNC_ASIDE_MS;
    this.#heads.leaveAside(peer, ms);
    logger.warn({ peer, height, code, values, ms }, "a peer's blocks could not be used: it is left aside");
  }

  /** Blocks from one peer until it has no more; the next answer is on its way while one is executed. */
  async #from(peer: string, first: number): Promise<void> {
    const { chain } = this.#deps;
    let next = first;
    let coming = this.#ask(peer, next);
    for (;;) {
      const { blocks, slow } = await this.#patiently(coming);
      if (blocks.length === 0) {
        const said = this.#heads.said(peer);
        this.#heads.disproved(peer);
        if (said >= next) throw new JzError("sync.no_block", "", { said });
        return;
      }
      const begun = next;
      next += blocks.length;
      if (slow) this.#heads.slow(peer);
      await this.#intake.checkCertificates(blocks, begun);
      // With a slow one as the only one that has more, it is asked for more all the same.
      const more = this.#heads.above(next)[0] === peer || (!slow && this.#heads.above(next).includes(peer));
      if (more) {
        coming = this.#ask(peer, next);
        coming.catch(() => {});
      }
      this.#hold();
      for (const block of blocks) {
        if (this.#stopped) return;
        if (decodeHeader(block.headerBytes).height <= chain.head.height) continue;
        await this.#intake.apply(block, peer);
      }
      if (!more) return;
    }
  }

  async #ask(peer: string, from: number): Promise<Answer> {
    const { transport, clock } = this.#deps;
    const asked = clock.monotonic();
    const request = encodeBlocksRequest(from, SYNC_BLOCKS_MAX);
    const answer = await transport.request(peer, "sync", request, { timeoutMs: SYNC_TIMEOUT_MS });
    return { blocks: decodeBlocks(answer), slow: clock.monotonic() - asked > SYNC_SLOW_MS };
  }

  /** Consensus doesn't wait for a peer that keeps us waiting. */
  async #patiently(coming: Promise<Answer>): Promise<Answer> {
    const cancel = this.#deps.clock.setTimeout(SYNC_PATIENCE_MS, () => this.#release());
    try {
      return await coming;
    } finally {
      cancel();
    }
  }

  #hold(): void {
    if (this.#holding) return;
    this.#holding = true;
    this.#deps.onBegin();
  }

  #release(): void {
    if (!this.#holding) return;
    this.#holding = false;
    if (!this.#stopped) this.#deps.onEnd();
  }

  async #answer(bytes: Uint8Array): Promise<Uint8Array> {
    const request = decodeSyncRequest(bytes);
    if (request.kind === "head") {
      const { headerBytes, certificate } = this.#deps.chain.head;
      return encodeCertifiedHead({ headerBytes, certificate, watching: this.#deps.isWatching() });
    }
    const { from, count } = request;
    const blocks: WireBlock[] = [];
    let size = 0;
    for (let height = Math.max(1, from); height < from + count; height++) {
      const block = await this.#deps.chain.store.block(height);
      if (block?.certificate === undefined) break;
      for (const tx of block.txs) size += tx.body.length + tx.signature.length;
      if (size > SYNC_BYTES_MAX && blocks.length > 0) break;
      blocks.push({ headerBytes: block.headerBytes, certificate: block.certificate, txs: block.txs });
    }
    return encodeBlocks(blocks);
  }

  #announceTo(peer: string): void {
    const { head } = this.#deps.chain;
    this.#deps.transport.send(peer, "sync", encodeHead(head.height, head.hash));
  }

  /** Not each block: consensus itself tells those who listen. */
  #announceSoon(): void {
    const { clock, transport } = this.#deps;
    if (this.#stopped) return;
    const wait = Math.max(0, this.#announced + HEAD_ANNOUNCE_MS - clock.monotonic());
    this.#cancelAnnounce ??= clock.setTimeout(wait, () => {
      this.#cancelAnnounce = undefined;
      this.#announced = clock.monotonic();
      for (const { id } of transport.peers()) this.#announceTo(id);
    });
  }
}

interface Answer {
  readonly blocks: readonly WireBlock[];
  /** It took its time. */
  readonly slow: boolean;
}
