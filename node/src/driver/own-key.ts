import type { MessageType, SignedRoundChange, SignedVote } from "@jingzhun/consensus";
import {
  type Certificate,
  EVIDENCE_TYPES,
  type Evidence,
  equalBytes,
  PHASE,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { Clock } from "../clock.ts";
import type { Incidents } from "../incidents.ts";
import { TIMESTAMP_TOLERANCE_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Watch } from "../signing/index.ts";
import { comparePositions, type Phase, type Position } from "../signing/position.ts";
import { SILENT_HEIGHTS } from "../signing/watch.ts";

export interface OwnKeyDeps {
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  readonly watch: Watch;
  readonly incidents: Incidents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called at once when it is noticed, before anything is written. */
  readonly onElsewhere: () => void;
}

const TYPES = new Map<Phase, MessageType>(EVIDENCE_TYPES.map((type) => [PHASE[type], type]));

/**
 * Looks for signatures of the own key that this node didn't make. Those in blocks from before its start its old self
 * made, and the signer's record is an old copy: the node watches (DESIGN §6). All others another process makes now, and
 * its operator must see to that. Two signatures in one place are for consensus to find (`accused`); one beyond the
 * record is found here, before this node signs in the same place.
 */
export class OwnKey {
  readonly #deps: OwnKeyDeps;
  /** The furthest place seen that the record must still be raised to. */
  #raiseTo: Position | undefined;
  #raising: Promise<void> | undefined;

  /** ms UTC */
  readonly #startedAt: number;

  constructor(deps: OwnKeyDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.now();
  }

  get isElsewhere(): boolean {
    return this.#deps.incidents.keyElsewhere;
  }

  /** Parts of a message whose signatures hold. */
  met(parts: readonly (SignedVote | SignedRoundChange)[], set: ValidatorSet): void {
    for (const part of parts) {
      if (!this.#isOwn(part.signer, set)) continue;
      const { epoch, height, round } = "vote" in part ? part.vote : part.claim;
      const phase = "vote" in part ? part.vote.phase : PHASE.roundChange;
      this.#compare({ epoch, height, round, phase }, "in a message");
    }
  }

  /**
   * A certificate whose signatures hold.
   *
   * @param timestamp of its block, ms UTC
   */
  certified({ epoch, height, round, seals }: Certificate, set: ValidatorSet, timestamp: number): void {
    if (!seals.some(({ signer }) => this.#isOwn(signer, set))) return;
    const isOld = timestamp <= this.#startedAt + TIMESTAMP_TOLERANCE_MS;
    this.#compare({ epoch, height, round, phase: PHASE.commit }, "in a certificate", isOld);
  }

  /** Two signatures of one validator in one place. */
  accused({ epoch, height, round, type, consensusKey }: Evidence): void {
    if (this.#deps.consensusKey !== null && equalBytes(consensusKey, this.#deps.consensusKey)) {
      this.#stop({ epoch, height, round, phase: PHASE[type] }, "two different signatures in one place");
    }
  }

  /** Resolves when the record is where it must be. */
  async idle(): Promise<void> {
    await this.#raising;
  }

  /** The record is synced before a signature exists, so what lies beyond it this node didn't sign under it. */
  #compare(position: Position, where: string, isOld?: boolean): void {
    const { watch } = this.#deps;
    if (watch.isWatching) {
      this.#watched(position, where, isOld);
      return;
    }
    const { signer } = watch;
    if (signer === null || comparePositions(position, signer.position) <= 0) return;
    if (isOld && !this.isElsewhere) watch.begin("behind_seal", position);
    else this.#stop(position, `a signature beyond the signer's record, ${where}`);
  }

  /** The old self of a node that watches can have signed until this process began, and for H + 2 at most. */
  #watched(position: Position, where: string, isOld: boolean | undefined): void {
    const { watch } = this.#deps;
    watch.met(position);
    const head = watch.notes?.head ?? null;
    const isBeyond = head !== null && position.height >= head + SILENT_HEIGHTS;
    if (isOld === false || isBeyond) {
      this.#stop(position, `a signature that this node, which watches, can't have made, ${where}`);
    }
  }

  #stop(position: Position, how: string): void {
    const { incidents, clock, logger, onElsewhere } = this.#deps;
    if (!incidents.keyElsewhere) {
      onElsewhere();
      const { epoch, height, round, phase } = position;
      const finding = { epoch, height, round, type: TYPES.get(phase)!, how, noticedAt: clock.now() };
      logger.fatal(finding, "this node's key signs elsewhere too: it signs nothing any more");
      try {
        incidents.keyMetElsewhere(finding);
      } catch (error) {
        // Ending now would have it sign again at the next start: it goes on, silent.
        logger.fatal(
          { error: String(error) },
          "that the key signs elsewhere could not be stored: don't restart",
        );
      }
    }
    this.#raise(position);
  }

  /** When the operator lets it sign again, it doesn't sign where its key already did. */
  #raise(position: Position): void {
    const { watch, logger } = this.#deps;
    const { signer } = watch;
    if (signer === null) return;
    if (this.#raiseTo === undefined || comparePositions(position, this.#raiseTo) > 0)
      this.#raiseTo = position;
    this.#raising ??= (async () => {
      try {
        for (let to = this.#raiseTo; to !== undefined; to = this.#raiseTo) {
          this.#raiseTo = undefined;
          await signer.raise(to);
        }
      } catch (error) {
        logger.fatal({ error: String(error) }, "the signer's record could not be raised");
      } finally {
        this.#raising = undefined;
      }
    })();
  }

  #isOwn(index: number, set: ValidatorSet): boolean {
    const { consensusKey } = this.#deps;
    const validator = set[index];
    return (
      consensusKey !== null && validator !== undefined && equalBytes(validator.consensusKey, consensusKey)
    );
  }
}
