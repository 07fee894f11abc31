import { PASSED_OVER_MAX } from "../limits.ts";

/** A block that was decided, as this node sees it. */
export interface DecidedBlock {
  /** the oldest transaction that is executable here and stands in no block yet */
  readonly oldest: string | undefined;
  /** Another proposed it, and it had room. */
  readonly hadRoom: boolean;
  readonly height: number;
  /** params.tenure, in heights */
  readonly tenure: number;
}

/**
 * Censorship (DESIGN §6): a proposer whose blocks have room and which leaves the oldest transaction out again and
 * again loses its tenure, if others see the same.
 */
export class PassedOver {
  #key: string | undefined;
  #times = 0;
  /** the last tenure in which a round change was asked for */
  #askedIn = -1;

  /** Answers whether to ask for a round change at the height that follows. */
  decided({ oldest, hadRoom, height, tenure }: DecidedBlock): boolean {
    // It counts only what was executable during the whole height: it was the oldest before it already.
    if (oldest === undefined || oldest !== this.#key) {
      this.#key = oldest;
      this.#times = 0;
      return false;
    }
    if (hadRoom) this.#times++;
    const next = Math.floor((height + 1) / tenure);
    if (this.#times < PASSED_OVER_MAX || next === this.#askedIn) return false;
    this.#askedIn = next;
    this.#times = 0;
    return true;
  }

  /** Blocks came by sync: what they left out says nothing about who proposes now. */
  forget(): void {
    this.#key = undefined;
    this.#times = 0;
  }
}
