import {
  type Attachment,
  attachmentId,
  decodeStored,
  hex,
  JzError,
  type SignedStored,
  signatureInput,
  signStored,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { AttachmentStore, IdentifiedAttachment } from "../attachments/index.ts";
import type { Follower } from "../chain/followers.ts";
import type { Clock } from "../clock.ts";
import { BLOB_FRAME_BYTES, BLOBS_PER_REQUEST_MAX, STORED_FLUSH_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Transport } from "../transport/index.ts";
import {
  decodeBlobFrame,
  decodeFetch,
  decodeFetched,
  encodeAttachments,
  encodeFetch,
  encodeFetched,
  encodeStoredFrame,
} from "../wire/blob-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { UnnamedAttachments } from "./unnamed-attachments.ts";

export interface ExchangeDeps {
  readonly store: AttachmentStore;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly chainId: string;
  readonly epoch: number;
  /** private network key, 32 bytes: signs acknowledgements */
  readonly networkSeed: Uint8Array;
  readonly networkKey: Uint8Array;
  /** the set of the next height */
  readonly validators: () => ValidatorSet;
  /** nodes without a vote */
  readonly followers: () => readonly Pick<Follower, "networkKey" | "entitled">[];
}

/** ids of one acknowledgement (DESIGN §10) */
const IDS_PER_STORED = 4_096;

/**
 * Attachments between nodes (DESIGN §4, §10): those of a submission go to every validator at once and again on
 * reconnect; each validator stores and syncs them and says so to all; what is missing is fetched.
 */
export class AttachmentExchange {
  readonly #deps: ExchangeDeps;
  readonly #acknowledged: Acknowledgements;
  readonly #unnamed: UnnamedAttachments;
  /** Peers beyond their bound, of whom the log has been told. */
  readonly #overBound = new Set<string>();
  /** Attachments of this node's own submissions that are still pending, for validators that were away. */
  readonly #own = new Map<string, Uint8Array>();
  readonly #listeners = new Set<(keys: readonly string[]) => void>();
  #unsaid: Uint8Array[] = [];
  #cancelFlush: (() => void) | undefined;
  readonly #fetching = new Map<string, Promise<boolean>>();
  /** Damaged ones that peers are being asked for. */
  readonly #mending = new Set<string>();

  constructor(deps: ExchangeDeps) {
    this.#deps = deps;
    this.#acknowledged = new Acknowledgements(idKey(deps.networkKey));
    this.#unnamed = new UnnamedAttachments(() => deps.clock.monotonic());
    deps.transport.onFrame("blob", (from, frame) => this.#receive(from, frame));
    deps.transport.onRequest("blob", (from, frame) => this.#answer(from, frame));
    deps.transport.onPeer((peer, connected) => {
      if (connected) this.#sendAgain(peer);
    });
  }

  /** Called with attachments (`idKey`) about which something was acknowledged. */
  onAcknowledged(listener: (keys: readonly string[]) => void): void {
    this.#listeners.add(listener);
  }

  isAvailable(key: string): boolean {
    return this.#acknowledged.isAvailable(key, this.#deps.validators());
  }

  /** Acknowledgements to pass on with a `want-block`. */
  acknowledgementsOf(keys: Iterable<string>, most: number): SignedStored[] {
    return this.#acknowledged.of(keys, most);
  }

  /** A damaged one counts as missing, and a peer is asked for a copy to put in its place. */
  get(id: Uint8Array): Attachment | undefined {
    try {
      return this.#deps.store.get(id);
    } catch (error) {
      if (!(error instanceof JzError) || error.code !== "attachment.damaged") throw error;
      this.#mend(id, error);
      return undefined;
    }
  }

  /** Whoever asked isn't kept waiting: two nodes with the same damage would wait for each other. */
  #mend(id: Uint8Array, damage: JzError): void {
    const { logger } = this.#deps;
    const key = idKey(id);
    if (this.#mending.has(key)) return;
    this.#mending.add(key);
    logger.error(damage.values, "a stored attachment is damaged: a peer is asked for a copy");
    this.ensure([id])
      .then(
        (mended) => {
          if (mended) logger.info(damage.values, "a damaged attachment was replaced by a peer's copy");
          else logger.warn(damage.values, "no peer had a copy of a damaged attachment");
        },
        (error: unknown) => logger.error({ error: String(error) }, "a damaged attachment was not replaced"),
      )
      .finally(() => this.#mending.delete(key));
  }

  /** Stores the attachments of a submission; resolves when they are synced. They are sent by `distribute`. */
  store(list: readonly IdentifiedAttachment[]): Promise<void> {
    return this.#deps.store.put(list);
  }

  /** Sends stored attachments of own submissions to every validator, and acknowledges them. */
  distribute(list: readonly IdentifiedAttachment[]): void {
    for (const { id } of list) this.#own.set(idKey(id), id);
    const frames = framesOf(list.map(({ attachment }) => attachment));
    for (const peer of this.#otherValidators()) {
      for (const frame of frames) this.#deps.transport.send(peer, "blob", frame);
    }
    this.#acknowledge(list.map(({ id }) => id));
  }

  /** Transactions in the pool name them: their senders may push more. */
  named(keys: Iterable<string>): void {
    this.#unnamed.named(keys);
  }

  /** Attachments were pushed here that nothing known names. */
  get hasUnnamed(): boolean {
    return this.#unnamed.count > 0;
  }

  /** The transactions that named them have their outcome. */
  settled(keys: Iterable<string>): void {
    const gone = [...keys];
    this.#unnamed.settled(gone);
    for (const key of gone) this.#own.delete(key);
    this.#acknowledged.forget(gone);
  }

  /** Takes acknowledgements that someone passed on. */
  async receiveStored(list: readonly SignedStored[]): Promise<void> {
    const { chainId, epoch, signatures } = this.#deps;
    const set = new Set(this.#deps.validators().map((validator) => idKey(validator.networkKey)));
    const fresh = list.filter((signed) => {
      const stored = decodeStored(signed.stored);
      const signer = idKey(signed.signer);
      if (stored.chainId !== chainId || stored.epoch !== epoch || !set.has(signer)) return false;
      return stored.ids.some((id) => !this.#acknowledged.hasFrom(idKey(id), signer));
    });
    if (fresh.length === 0) return;
    const valid = await signatures.verify(
      fresh.map((signed) => ({
        publicKey: signed.signer,
        message: signatureInput("stored", chainId, signed.stored),
        signature: signed.signature,
      })),
      "vote",
    );
    const keys: string[] = [];
    for (let i = 0; i < fresh.length; i++) {
      if (!valid[i]) continue;
      for (const key of this.#acknowledged.add(fresh[i]!)) keys.push(key);
    }
    this.#tell(keys);
  }

  /**
   * Makes sure that these attachments are stored and synced here, fetching what is missing from `first`, then from
   * those that acknowledged it, then from any validator. Answers whether all are here.
   *
   * @param first network keys (hex) of peers to ask before all others
   */
  async ensure(ids: readonly Uint8Array[], first: readonly string[] = []): Promise<boolean> {
    const missing = ids.filter((id) => !this.#deps.store.has(id));
    if (missing.length === 0) return true;
    const keys = missing.map(idKey);
    const running = keys.map((key) => this.#fetching.get(key));
    const toFetch = missing.filter((_, i) => running[i] === undefined);
    const fetch = toFetch.length === 0 ? Promise.resolve(true) : this.#fetch(toFetch, first);
    for (const id of toFetch) this.#fetching.set(idKey(id), fetch);
    try {
      await Promise.all([fetch, ...running]);
    } finally {
      for (const id of toFetch) this.#fetching.delete(idKey(id));
    }
    return missing.every((id) => this.#deps.store.has(id));
  }

  async #fetch(ids: readonly Uint8Array[], first: readonly string[]): Promise<boolean> {
    let missing = ids;
    for (const peer of this.#sources(ids, first)) {
      if (missing.length === 0) return true;
      for (let at = 0; at < missing.length; at += BLOBS_PER_REQUEST_MAX) {
        const asked = missing.slice(at, at + BLOBS_PER_REQUEST_MAX);
        try {
          const answer = await this.#deps.transport.request(peer, "blob", encodeFetch(asked));
          await this.#keep(decodeFetched(answer), new Set(asked.map(idKey)));
        } catch (error) {
          // One time-out is enough: the others aren't kept waiting for the rest of the list.
          this.#deps.logger.debug({ peer, error: String(error) }, "attachments could not be fetched");
          break;
        }
      }
      missing = missing.filter((id) => !this.#deps.store.has(id));
    }
    return missing.length === 0;
  }

  /** Peers to ask, best first, each once. */
  #sources(ids: readonly Uint8Array[], first: readonly string[]): string[] {
    const holders = new Set<string>();
    for (const id of ids) for (const key of this.#acknowledged.signersOf(idKey(id))) holders.add(key);
    const others = this.#otherValidators();
    const acknowledged = this.#deps
      .validators()
      .filter((validator) => holders.has(idKey(validator.networkKey)))
      .map((validator) => hex(validator.networkKey));
    return [...new Set([...first, ...acknowledged, ...others])].filter(
      (peer) => peer !== this.#deps.transport.self && this.#deps.transport.isConnected(peer),
    );
  }

  async #receive(from: string, bytes: Uint8Array): Promise<void> {
    let frame: ReturnType<typeof decodeBlobFrame>;
    try {
      frame = decodeBlobFrame(bytes);
    } catch (error) {
      this.#deps.logger.warn({ from, error: String(error) }, "a peer sent a malformed blob frame");
      return;
    }
    try {
      if (frame.kind === "stored") await this.receiveStored(frame.stored);
      else if (this.#isValidator()) await this.#keepPushed(from, frame.attachments);
    } catch (error) {
      this.#deps.logger.warn({ from, error: String(error) }, "a blob frame could not be handled");
    }
  }

  /** Only validators push, each no more than its bound of what no transaction names (DESIGN §10). */
  async #keepPushed(from: string, attachments: readonly Attachment[]): Promise<void> {
    const { logger, store } = this.#deps;
    if (!this.#otherValidators().includes(from)) {
      logger.warn({ from }, "a peer that is no validator pushed attachments: dropped");
      return;
    }
    const taken = attachments.filter((attachment) => {
      const id = attachmentId(attachment);
      return store.has(id) || this.#unnamed.take(from, idKey(id), attachment.bytes.length);
    });
    if (taken.length === attachments.length) this.#overBound.delete(from);
    else if (!this.#overBound.has(from)) {
      this.#overBound.add(from);
      logger.warn({ from }, "a peer pushes more attachments than its transactions name: dropped");
    }
    await this.#keep(taken);
  }

  /** Stores, then acknowledges. Only what was asked for, where something was. */
  async #keep(attachments: readonly Attachment[], asked?: ReadonlySet<string>): Promise<void> {
    const list = attachments
      .map((attachment) => ({ id: attachmentId(attachment), attachment }))
      .filter(({ id }) => asked === undefined || asked.has(idKey(id)));
    await this.#deps.store.put(list);
    this.#acknowledge(list.map(({ id }) => id));
  }

  async #answer(from: string, bytes: Uint8Array): Promise<Uint8Array> {
    // Restricted data goes to entitled replicas only (DESIGN §10).
    const { validators, followers } = this.#deps;
    const entitled = [...validators(), ...followers().filter((follower) => follower.entitled)];
    if (!entitled.some(({ networkKey }) => hex(networkKey) === from)) {
      throw new JzError("blob.not_entitled");
    }
    const found: Attachment[] = [];
    let size = 0;
    for (const id of decodeFetch(bytes)) {
      const attachment = this.get(id);
      if (attachment === undefined) continue;
      size += attachment.bytes.length;
      if (size > 2 * BLOB_FRAME_BYTES && found.length > 0) break;
      found.push(attachment);
    }
    return encodeFetched(found);
  }

  #isValidator(): boolean {
    const own = idKey(this.#deps.networkKey);
    return this.#deps.validators().some((validator) => idKey(validator.networkKey) === own);
  }

  #otherValidators(): string[] {
    return this.#deps
      .validators()
      .map((validator) => hex(validator.networkKey))
      .filter((peer) => peer !== this.#deps.transport.self);
  }

  /** Those stored at the same time are acknowledged together. */
  #acknowledge(ids: readonly Uint8Array[]): void {
    if (ids.length === 0 || !this.#isValidator()) return;
    this.#unsaid.push(...ids);
    this.#cancelFlush ??= this.#deps.clock.setTimeout(STORED_FLUSH_MS, () => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush = undefined;
    const { chainId, epoch, networkSeed, networkKey, transport } = this.#deps;
    const unsaid = this.#unsaid;
    this.#unsaid = [];
    const keys: string[] = [];
    for (let at = 0; at < unsaid.length; at += IDS_PER_STORED) {
      const ids = unsaid.slice(at, at + IDS_PER_STORED);
      const signed = signStored({ chainId, epoch, ids }, networkSeed, networkKey);
      keys.push(...this.#acknowledged.add(signed));
      const frame = encodeStoredFrame([signed]);
      for (const peer of this.#otherValidators()) transport.send(peer, "blob", frame);
    }
    this.#tell(keys);
  }

  #sendAgain(peer: string): void {
    const validator = this.#deps.validators().find(({ networkKey }) => hex(networkKey) === peer);
    if (validator === undefined || this.#own.size === 0) return;
    const signer = idKey(validator.networkKey);
    const lacking: Attachment[] = [];
    for (const [key, id] of this.#own) {
      if (this.#acknowledged.hasFrom(key, signer)) continue;
      const attachment = this.get(id);
      if (attachment !== undefined) lacking.push(attachment);
    }
    for (const frame of framesOf(lacking)) this.#deps.transport.send(peer, "blob", frame);
    const stored = this.#acknowledged.of(this.#own.keys(), 64);
    if (stored.length > 0) this.#deps.transport.send(peer, "blob", encodeStoredFrame(stored));
  }

  #tell(keys: readonly string[]): void {
    if (keys.length > 0) for (const listener of this.#listeners) listener(keys);
  }
}

/** Attachments in frames of bounded size. */
function framesOf(attachments: readonly Attachment[]): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let part: Attachment[] = [];
  let bytes = 0;
  for (const attachment of attachments) {
    if (part.length > 0 && bytes + attachment.bytes.length > BLOB_FRAME_BYTES) {
      frames.push(encodeAttachments(part));
      part = [];
      bytes = 0;
    }
    part.push(attachment);
    bytes += attachment.bytes.length;
  }
  if (part.length > 0) frames.push(encodeAttachments(part));
  return frames;
}
