import { type Message, phaseOf, placeOf, type UnsignedMessage, type WalRecord } from "@jingzhun/consensus";
import { hex, JzError, signatureInput, type Tx } from "@jingzhun/ledger";
import { SIGNS_HELD_MAX } from "../limits.ts";
import type { Signer, Wal } from "../signing/index.ts";
import { encodeWalEntry } from "./wal-entries.ts";

/** Whether this node may sign now. */
interface SigningRight {
  /** null: it has no vote, or not now */
  readonly signer: Signer | null;
  /** It watches (DESIGN §6), or has only just started: it may sign later. */
  readonly isWaiting: boolean;
}

export interface SigningDeps {
  readonly wal: Wal;
  readonly right: SigningRight;
  readonly chainId: string;
  /** The transactions of a block that was executed here. */
  readonly bodyOf: (hash: Uint8Array) => readonly Tx[] | undefined;
  readonly onSigned: (message: Message) => void;
  /** The signer's record forbids it; consensus goes on without this message. */
  readonly onRefused: (error: JzError, message: UnsignedMessage) => void;
  /** A disk failed, or something unknown did: a node that can't sign stops rather than goes on without a word. */
  readonly onFailed: (error: unknown) => void;
}

/** What the signer refuses by its record; everything else that keeps a message from being signed is a failure. */
const REFUSALS: ReadonlySet<string> = new Set(["signer.lower", "signer.other_bytes", "signer.unprepared"]);

/**
 * Persist, then sign (DESIGN §6): what consensus must find again after a crash is on the disk before its signature
 * exists. One after the other, in the order asked for.
 */
export class SigningQueue {
  readonly #deps: SigningDeps;
  #turn: Promise<void> = Promise.resolve();
  #era = 0;
  #ended = false;
  /** The newest that were asked for while this node may not sign, for when it may before the height ends. */
  #held: Parameters<SigningQueue["sign"]>[] = [];
  /** Blocks (hex) whose bodies the WAL holds. */
  readonly #bodies = new Set<string>();

  constructor(deps: SigningDeps) {
    this.#deps = deps;
  }

  sign(message: UnsignedMessage, persist: WalRecord, body: Uint8Array | null): void {
    const { right } = this.#deps;
    if (this.#ended) return;
    if (right.signer === null) {
      if (!right.isWaiting) return;
      this.#held.push([message, persist, body]);
      if (this.#held.length > SIGNS_HELD_MAX) this.#held.shift();
      return;
    }
    const era = this.#era;
    this.#turn = this.#turn.then(() => (era === this.#era ? this.#sign(message, persist, body) : undefined));
  }

  /** The height is decided: what was not begun is not signed any more. */
  drop(): void {
    this.#era++;
    this.#held = [];
  }

  /** The node may sign again. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const asked of held) this.sign(...asked);
  }

  /** Nothing is signed any more while this process runs. */
  end(): void {
    this.#ended = true;
    this.#era++;
  }

  /** Appends without waiting: the next record's sync carries it. */
  log(record: WalRecord): void {
    this.#deps.wal.append([encodeWalEntry({ record, body: null })]).catch(this.#deps.onFailed);
  }

  /** The height is durable: forgets what led to it. */
  async cut(): Promise<void> {
    this.#bodies.clear();
    await this.#deps.wal.cut();
  }

  async idle(): Promise<void> {
    await this.#turn;
  }

  async #sign(message: UnsignedMessage, persist: WalRecord, body: Uint8Array | null): Promise<void> {
    const { wal, right, chainId } = this.#deps;
    const { signer } = right;
    if (signer === null) return;
    try {
      const { epoch, height, round } = placeOf(message);
      const position = { epoch, height, round, phase: phaseOf(message.type) };
      const framed = signatureInput("consensus", chainId, message.payload);
      // First what proves what we sign, then that we signed it: a record of a signature whose certificate was lost
      // would make the signer refuse every ROUND-CHANGE that doesn't show it (consensus README, `sign`).
      await wal.append([encodeWalEntry({ record: persist, body: this.#bodyOnce(body) })]);
      // What was found out meanwhile counts: this is the last moment before there is a signature.
      if (this.#ended || right.signer !== signer) return;
      const signature = await signer.sign(position, message.payload, framed);
      if (this.#ended || right.signer !== signer) return;
      this.#deps.onSigned({ ...message, signature } as Message);
    } catch (error) {
      if (error instanceof JzError && REFUSALS.has(error.code)) this.#deps.onRefused(error, message);
      else this.#deps.onFailed(error);
    }
  }

  /** A body is written once, however often it is signed for. */
  #bodyOnce(hash: Uint8Array | null): readonly Tx[] | null {
    if (hash === null) return null;
    const key = hex(hash);
    if (this.#bodies.has(key)) return null;
    const txs = this.#deps.bodyOf(hash);
    if (txs === undefined) throw new Error(`no body to persist for block ${key}`);
    this.#bodies.add(key);
    return txs;
  }
}
