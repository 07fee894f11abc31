import {
  attachmentRefs,
  checkCertificateForm,
  decodedValue,
  decodeHeader,
  decodeTxBody,
  type ExecutableTx,
  equalBytes,
  type Header,
  headerHash,
  hex,
  JzError,
  type Key,
  sealMessage,
  signatureInput,
  txId,
  type ValidatorSet,
  validatorsHash,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import {
  HEAD_ANNOUNCE_MS,
  SYNC_BLOCKS_MAX,
  SYNC_BYTES_MAX,
  SYNC_PATIENCE_MS,
  SYNC_TIMEOUT_MS,
} from "../limits.ts";
import type { Logger } from "../logging.ts";
import { joined } from "../mempool/mempool.ts";
import type { SignatureItem, SignaturePool } from "../signatures/index.ts";
import type { Transport } from "../transport/index.ts";
import { idKey } from "../wire/id-key.ts";
import {
  decodeBlocks,
  decodeBlocksRequest,
  decodeSyncFrame,
  encodeBlocks,
  encodeBlocksRequest,
  encodeHead,
  type WireBlock,
} from "../wire/sync-frames.ts";
import { PeerHeads } from "./peer-heads.ts";

export interface SyncDeps {
  readonly chain: Chain;
  readonly exchange: AttachmentExchange;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Consensus waits while the head moves by sync, and takes over again without a gap. */
  readonly onBegin: () => void;
  readonly onEnd: () => void;
  /** Pending transactions that a peer offers. */
  readonly onOffer: (ids: readonly Uint8Array[], from: string) => Promise<unknown>;
  readonly onDivergence: (height: number, hash: Uint8Array) => void;
}

/** The certified block isn't the one that executing gives: nothing is committed on such a state. */
class Diverged extends JzError {
  readonly height: number;
  readonly hash: Uint8Array;

  constructor(height: number, hash: Uint8Array) {
    super("sync.diverged", "", { height, hash });
    this.height = height;
    this.hash = hash;
  }
}

/**
 * Brings a node that was away to the head (DESIGN §7): blocks from peers that announce higher heads, each one's
 * certificate checked before it is executed, each executed and compared before it is committed.
 */
export class Sync {
  readonly #deps: SyncDeps;
  readonly #heads = new PeerHeads();
  #running = false;
  #stopped = false;
  #cancelPatience: (() => void) | undefined;
  #cancelAnnounce: (() => void) | undefined;
  #announced = 0;

  constructor(deps: SyncDeps) {
    this.#deps = deps;
    const { transport, chain } = deps;
    transport.onFrame("sync", (from, bytes) => this.#frame(from, bytes));
    transport.onRequest("sync", (_, bytes) => this.#answer(bytes));
    transport.onPeer((peer, connected) => {
      if (connected) this.#announceTo(peer);
      else this.#heads.gone(peer);
    });
    chain.onCommitted(() => this.#announceSoon());
  }

  get active(): boolean {
    return this.#running;
  }

  /** The highest head that a connected peer claims. */
  get highest(): number {
    return this.#heads.highest;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelPatience?.();
    this.#cancelAnnounce?.();
  }

  /** Blocks up to `height` are decided somewhere: at `peer`, or at whoever announces so. */
  behind(height: number, peer: string | undefined): void {
    if (peer !== undefined) this.#heads.heard(peer, height);
    else for (const { id } of this.#deps.transport.peers()) this.#heads.heard(id, height);
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
      this.#consider();
    }
  }

  /** One block above may be about to be decided here too; more can't be. */
  #consider(): void {
    const { chain, clock } = this.#deps;
    const behind = this.#heads.highest - chain.head.height;
    if (behind <= 0 || this.#running || this.#stopped) return;
    if (behind > 1) {
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
    if (this.#running || this.#stopped) return;
    if (this.#heads.highest <= this.#deps.chain.head.height) return;
    this.#running = true;
    this.#deps.onBegin();
    this.#run()
      .catch((error: unknown) => {
        if (error instanceof Diverged) this.#deps.onDivergence(error.height, error.hash);
        else if (!this.#stopped) this.#deps.logger.error({ error: String(error) }, "block sync failed");
      })
      .finally(() => {
        this.#running = false;
        if (!this.#stopped) this.#deps.onEnd();
      });
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
        if (error instanceof Diverged || this.#stopped) throw error;
        logger.warn({ peer, height: next, error: String(error) }, "a peer's blocks could not be used");
        this.#heads.distrust(peer);
      }
    }
    if (chain.head.height > from) {
      logger.info({ from, to: chain.head.height }, "caught up with the network");
    }
  }

  /** Blocks from one peer until it has no more; the next answer is on its way while one is executed. */
  async #from(peer: string, first: number): Promise<void> {
    const { chain } = this.#deps;
    let next = first;
    let coming = this.#ask(peer, next);
    for (;;) {
      const blocks = await coming;
      if (blocks.length === 0) {
        this.#heads.distrust(peer);
        return;
      }
      next += blocks.length;
      const more = this.#heads.above(next).includes(peer);
      if (more) {
        coming = this.#ask(peer, next);
        coming.catch(() => {});
      }
      await this.#checkCertificates(blocks, next - blocks.length);
      for (const block of blocks) {
        if (this.#stopped) return;
        if (decodeHeader(block.headerBytes).height <= chain.head.height) continue;
        await this.#apply(block, peer);
      }
      if (!more) return;
    }
  }

  async #ask(peer: string, from: number): Promise<WireBlock[]> {
    const request = encodeBlocksRequest(from, SYNC_BLOCKS_MAX);
    const answer = await this.#deps.transport.request(peer, "sync", request, { timeoutMs: SYNC_TIMEOUT_MS });
    return decodeBlocks(answer);
  }

  /**
   * The blocks follow one another and quorums of the present set have sealed them. A block whose set is another is
   * left to be checked when the block before it is executed and its set is known.
   */
  async #checkCertificates(blocks: readonly WireBlock[], first: number): Promise<void> {
    const set = this.#deps.chain.validators;
    const current = validatorsHash(set);
    const items: SignatureItem[] = [];
    let checked = 0;
    for (let i = 0; i < blocks.length; i++) {
      const header = decodeHeader(blocks[i]!.headerBytes);
      if (header.height !== first + i) throw new JzError("sync.order", "", { height: header.height });
      if (!equalBytes(header.validatorsHash, current)) break;
      items.push(...this.#seals(blocks[i]!, header, set));
      checked++;
    }
    await this.#verify(items, "sync.certificate");
    for (const block of blocks.slice(0, checked)) this.#certified.add(block);
  }

  /** Blocks whose certificate holds. */
  readonly #certified = new WeakSet<WireBlock>();

  /** @throws JzError when the certificate isn't one of this block */
  #seals(block: WireBlock, header: Header, set: ValidatorSet): SignatureItem[] {
    const { chain } = this.#deps;
    const { certificate, headerBytes } = block;
    const sameBlock = equalBytes(certificate.blockHash, headerHash(headerBytes));
    if (!sameBlock || certificate.height !== header.height || certificate.epoch !== header.epoch) {
      throw new JzError("sync.mismatch", "", { height: header.height });
    }
    checkCertificateForm(certificate, set);
    const message = sealMessage(certificate, chain.chainId);
    return certificate.seals.map(({ signer, signature }) => ({
      publicKey: set[signer]!.consensusKey,
      message,
      signature,
    }));
  }

  async #apply(block: WireBlock, peer: string): Promise<void> {
    const { chain } = this.#deps;
    const header = decodeHeader(block.headerBytes);
    const hash = headerHash(block.headerBytes);
    if (!equalBytes(header.parentHash, chain.head.hash)) {
      throw new JzError("sync.parent", "", { height: header.height });
    }
    if (!this.#certified.has(block)) {
      if (!equalBytes(header.validatorsHash, validatorsHash(chain.validators))) {
        throw new JzError("sync.validators", "", { height: header.height });
      }
      await this.#verify(this.#seals(block, header, chain.validators), "sync.certificate");
    }
    const txs = await this.#transactions(block, peer);
    const { timestamp, proposer, height } = header;
    let executed: Awaited<ReturnType<Chain["execute"]>>;
    try {
      executed = await chain.execute({ timestamp, proposer, txs });
    } catch (error) {
      // Consensus, or another answer, may have brought the block meanwhile.
      if (chain.head.height >= height) return;
      // The header is certified; whether these are its transactions only its roots can say.
      throw error;
    }
    if (!equalBytes(executed.headerBytes, block.headerBytes)) {
      // A peer can swap the transactions of a certified header, but not so that their root comes out.
      if (!equalBytes(executed.header.txRoot, header.txRoot)) {
        throw new JzError("sync.transactions", "", { height });
      }
      throw new Diverged(height, hash);
    }
    await chain.commit(executed, block.certificate);
  }

  /** Decoded, signatures checked under the keys of the parent state, attachments here. */
  async #transactions(block: WireBlock, peer: string): Promise<ExecutableTx[]> {
    const { chain, exchange } = this.#deps;
    const items: SignatureItem[] = [];
    const wanted: Uint8Array[] = [];
    const decoded = block.txs.map((tx) => {
      const body = decodeTxBody(tx.body);
      const record = chain.store.get(`key/${hex(body.senderKeyId)}`);
      const registered = decodedValue(record) as Key | undefined;
      if (registered === undefined) throw new JzError("sync.unknown_key");
      const message = signatureInput("tx", chain.chainId, tx.body);
      items.push({ publicKey: registered.publicKey, message, signature: tx.signature });
      const refs = attachmentRefs(body);
      for (const ref of refs) if (ref.class === "restricted") wanted.push(ref.id);
      return { id: txId(tx.body), tx, body, attachments: refs.map((ref) => idKey(ref.id)) };
    });
    await this.#verify(items, "sync.signature");
    if (wanted.length > 0 && !(await exchange.ensure(wanted, [peer]))) throw new JzError("sync.attachments");
    return decoded.map((tx) => {
      const form = joined(tx, exchange);
      if (form === undefined) throw new JzError("sync.attachments");
      return form;
    });
  }

  async #verify(items: readonly SignatureItem[], code: string): Promise<void> {
    const valid = await this.#deps.signatures.verify(items, "tx");
    if (!valid.every(Boolean)) throw new JzError(code);
  }

  async #answer(bytes: Uint8Array): Promise<Uint8Array> {
    const { from, count } = decodeBlocksRequest(bytes);
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
