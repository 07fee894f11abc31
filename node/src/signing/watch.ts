import { hex, JzError, PHASE, suite, type ValidatorSet, validatorsHash } from "@jingzhun/ledger";
import { type Disk, hostDisk } from "@jingzhun/ledger/storage/disk";
import type { Clock } from "../clock.ts";
import type { Logger } from "../logging.ts";
import { comparePositions, type Position } from "./position.ts";
import { decodePositionCopy, encodePositionCopy } from "./position-copy.ts";
import { openSigner, type Signer } from "./signer.ts";
import { createWatchFiles, type WatchFiles, type WatchNotes, type WatchReason } from "./watch-files.ts";

/**
 * Heights above H at whose last a watching validator votes again. Its old self can have signed for H + 2 at most: it may
 * have decided H + 1 as the only one, and so begun H + 2 (DESIGN §6).
 */
export const SILENT_HEIGHTS = 3;

export interface WatchOptions {
  /** null: this node has no consensus key, or watches from the start (`notes`) */
  readonly signer: Signer | null;
  /** undefined: it doesn't watch */
  readonly notes: WatchNotes | undefined;
  readonly files: WatchFiles;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Whether this node may sign now (DESIGN §6, "Restored validators"). A validator without the memory of what it signed
 * watches: it signs nothing until the block three above H is next, H being the highest head of the others. Then it
 * has a new signer's record that begins there.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #listeners: { readonly begun: () => void; readonly ended: () => void }[] = [];
  #signer: Signer | null;
  #notes: WatchNotes | undefined;
  /** The furthest signature of the own key that is known. */
  #signed: Position | null;

  /** Use `openWatch`. */
  constructor(options: WatchOptions) {
    this.#options = options;
    this.#signer = options.signer;
    this.#notes = options.notes;
    this.#signed = options.notes?.signed ?? null;
  }

  /** null: nothing may be signed now */
  get signer(): Signer | null {
    return this.#notes === undefined ? this.#signer : null;
  }

  get isWatching(): boolean {
    return this.#notes !== undefined;
  }

  /** undefined: it doesn't watch */
  get notes(): WatchNotes | undefined {
    return this.#notes;
  }

  /** The first height that it may sign for; undefined while that isn't known. */
  get resumesAt(): number | undefined {
    const head = this.#notes?.head ?? null;
    if (head === null) return undefined;
    return Math.max(head + SILENT_HEIGHTS, this.#signed?.height ?? 0);
  }

  /** For the next block's batch; undefined: the one before stays. */
  positionCopy(): Uint8Array | undefined {
    const { signer } = this;
    return signer === null ? undefined : encodePositionCopy(signer.publicKey, signer.position);
  }

  onChange(listener: { readonly begun: () => void; readonly ended: () => void }): void {
    this.#listeners.push(listener);
  }

  /** The record turned out to be older than what the key signed. Nothing is signed any more when this returns. */
  begin(reason: WatchReason, signed: Position): void {
    if (this.#notes !== undefined) {
      this.met(signed);
      return;
    }
    const { files, clock, logger } = this.#options;
    this.#signer?.close().catch((error: unknown) => logger.warn({ error: String(error) }, "not closed"));
    this.#signer = null;
    this.#signed = signed;
    this.#notes = { since: clock.now(), reason, head: null, set: null, signed };
    logger.error(
      { reason, signed },
      "the signer's record can't be trusted: the node watches and signs nothing",
    );
    try {
      files.save(this.#notes);
    } catch (error) {
      // The seals that led here are found again at the next start; ending now would help nobody.
      logger.fatal({ error: String(error) }, "that this node watches could not be stored");
    }
    for (const { begun } of this.#listeners) begun();
  }

  /** A signature of the own key that holds: the new record begins behind it. */
  met(signed: Position): void {
    if (this.#notes === undefined) return;
    if (this.#signed === null || comparePositions(signed, this.#signed) > 0) this.#signed = signed;
  }

  /** H is known, and was asked of this set. */
  isSettled(set: ValidatorSet): boolean {
    const notes = this.#notes;
    return notes !== undefined && notes.head !== null && notes.set === hex(validatorsHash(set));
  }

  /**
   * Enough others of this set have answered; `head` is the highest head of theirs. It never falls. Kept over restarts.
   *
   * @throws the disk's error
   */
  settle(head: number, set: ValidatorSet): void {
    if (this.#notes === undefined) return;
    const notes = {
      ...this.#notes,
      head: Math.max(head, this.#notes.head ?? 0),
      set: hex(validatorsHash(set)),
      signed: this.#signed,
    };
    this.#options.files.save(notes);
    this.#notes = notes;
    this.#options.logger.warn(
      { head: notes.head, votesFrom: this.resumesAt },
      "it is known when to vote again",
    );
  }

  /**
   * The block at `height` is durable here, and `set` is that of the next one. Ends when that next one may be signed for.
   *
   * @throws the disk's error
   */
  advance(height: number, set: ValidatorSet): void {
    const head = this.#notes?.head ?? null;
    if (head === null || !this.isSettled(set) || height + 1 < head + SILENT_HEIGHTS) return;
    const { epoch, files, logger } = this.#options;
    const first: Position = { epoch, height: head + SILENT_HEIGHTS, round: 0, phase: PHASE.roundChange };
    const signed = this.#signed;
    const notBelow = signed !== null && comparePositions(signed, first) > 0 ? signed : first;
    this.#signer = files.renew(notBelow);
    this.#notes = undefined;
    logger.warn({ head, height: height + 1, notBelow }, "the node has a new signer's record and votes again");
    for (const { ended } of this.#listeners) ended();
  }

  async close(): Promise<void> {
    await this.#signer?.close();
  }
}

/**
 * Opens the signer's record of a node, or watch mode where it can't be trusted: missing, damaged, below the copy in the
 * newest block's batch, or when the node watched at its last stop.
 *
 * @param copy what the ledger keeps of the signer's position
 * @throws JzError `signer.other_key`, `signer.copy`; the disk's error
 */
export function openWatch(options: {
  /** of the keys */
  readonly folder: string;
  /** undefined: no consensus key */
  readonly seed: Uint8Array | undefined;
  readonly copy: Uint8Array | undefined;
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly disk?: Disk;
}): Watch {
  const { folder, seed, epoch, clock, logger, disk = hostDisk } = options;
  if (seed === undefined) return withoutKey({ epoch, clock, logger });
  const files = createWatchFiles(folder, seed, clock, disk);
  const copy =
    options.copy === undefined ? undefined : decodePositionCopy(options.copy, suite.publicKey(seed));
  let signer: Signer | null = null;
  let reason: WatchReason | undefined;
  try {
    signer = openSigner(folder, seed, disk);
    if (copy !== undefined && comparePositions(signer.position, copy) < 0) reason = "behind_copy";
  } catch (error) {
    const code = error instanceof JzError ? error.code : "";
    if (code !== "signer.missing" && code !== "signer.damaged") throw error;
    reason = code === "signer.missing" ? "missing" : "damaged";
  }
  let notes = files.load();
  if (notes !== undefined && signer !== null && reason === undefined && isOver(notes, signer, epoch)) {
    files.clear();
    notes = undefined;
  }
  if (notes === undefined && reason === undefined) {
    return new Watch({ signer, notes: undefined, files, epoch, clock, logger });
  }
  signer?.close().catch((error: unknown) => logger.warn({ error: String(error) }, "not closed"));
  if (notes === undefined) {
    notes = { since: clock.now(), reason: reason!, head: null, set: null, signed: copy ?? null };
    files.save(notes);
  } else if (copy !== undefined && (notes.signed === null || comparePositions(copy, notes.signed) > 0)) {
    notes = { ...notes, signed: copy };
  }
  logger.error({ ...notes }, "the signer's record can't be trusted: the node watches and signs nothing");
  return new Watch({ signer: null, notes, files, epoch, clock, logger });
}

/** The new record was made, and a crash kept the notes. */
function isOver({ head, signed }: WatchNotes, { position }: Signer, epoch: number): boolean {
  if (head === null) return false;
  const first: Position = { epoch, height: head + SILENT_HEIGHTS, round: 0, phase: PHASE.roundChange };
  return (
    comparePositions(position, first) >= 0 && (signed === null || comparePositions(position, signed) >= 0)
  );
}

function withoutKey(options: Pick<WatchOptions, "epoch" | "clock" | "logger">): Watch {
  const never = (): never => {
    throw new JzError("signer.missing");
  };
  const files: WatchFiles = { load: () => undefined, save: never, renew: never, clear: never };
  return new Watch({ ...options, signer: null, notes: undefined, files });
}
