import { DIAL_RETRY_MAX_MS, DIAL_RETRY_MIN_MS, DIAL_YIELD_MS } from "../limits.ts";

/** Brings one peer back whenever it isn't connected, with a growing pause between attempts. */
export class Dialler {
  /** an attempt is under way */
  dialling = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  readonly #dial: () => Promise<void>;
  readonly #wanted: () => boolean;
  readonly #yields: boolean;
  readonly #onFailure: (error: unknown, failures: number) => void;

  /**
   * @param wanted is there an address, and no connection?
   * @param yields the other side has the lower id and dials first
   */
  constructor(options: {
    dial: () => Promise<void>;
    wanted: () => boolean;
    yields: boolean;
    onFailure: (error: unknown, failures: number) => void;
  }) {
    this.#dial = options.dial;
    this.#wanted = options.wanted;
    this.#yields = options.yields;
    this.#onFailure = options.onFailure;
  }

  /** Call it at the start, when the connection is lost, and when addresses change. */
  wake(): void {
    if (this.#stopped || this.dialling || this.#timer !== undefined || !this.#wanted()) return;
    const first = this.#yields ? DIAL_YIELD_MS : 0;
    const backoff = Math.min(DIAL_RETRY_MAX_MS, DIAL_RETRY_MIN_MS * 2 ** Math.min(this.#failures - 1, 10));
    // A little chance, so that a pair that gets in each other's way doesn't do so for ever.
    const pause = this.#failures === 0 ? first : backoff * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#attempt();
    }, pause);
  }

  connected(): void {
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** A connection came up and was of no use: the other side doesn't want it, for now. */
  failed(): void {
    this.#failures++;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #attempt(): Promise<void> {
    if (this.#stopped || !this.#wanted()) return;
    this.dialling = true;
    try {
      await this.#dial();
    } catch (error) {
      this.#failures++;
      if (!this.#stopped && this.#wanted()) this.#onFailure(error, this.#failures);
    } finally {
      this.dialling = false;
    }
    this.wake();
  }
}
