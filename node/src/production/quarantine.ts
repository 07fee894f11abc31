/** Times that a transaction may overrun alone before this node proposes it no more; noise of the host passes, a culprit stays. */
const OVERRUNS_MAX = 3;

/**
 * Transactions of own proposals whose execution threw or overran (DESIGN §5). They return by halves: a half that does
 * no harm is free, one that does is halved again, until the culprit is alone; that one this node never proposes.
 */
export class Quarantine {
  /** Groups that wait for their turn, the oldest first. */
  #groups: string[][] = [];
  /** The group that was let into the pool and stands in the proposal being built. */
  #trial: string[] = [];
  readonly #culprits = new Set<string>();
  /** How often each of these overran with nothing beside it. */
  readonly #overruns = new Map<string, number>();

  get size(): number {
    return this.#groups.reduce((sum, group) => sum + group.length, 0) + this.#culprits.size;
  }

  /** This one by itself made execution throw. */
  condemn(key: string): void {
    this.#culprits.add(key);
    this.#trial = this.#trial.filter((other) => other !== key);
  }

  isCulprit(key: string): boolean {
    return this.#culprits.has(key);
  }

  /** A proposal with these transactions overran. Answers those to be kept out of the pool. */
  suspect(keys: readonly string[]): readonly string[] {
    const tried = new Set(this.#trial);
    // What was on trial is the likeliest; without a trial any of them.
    const suspects = tried.size > 0 ? keys.filter((key) => tried.has(key)) : [...keys];
    this.#trial = [];
    if (suspects.length === 1) this.#overranAlone(suspects[0]!);
    else if (suspects.length > 1) {
      const half = Math.ceil(suspects.length / 2);
      this.#groups.push(suspects.slice(0, half), suspects.slice(half));
    }
    return suspects;
  }

  /** A busy machine makes any transaction slow once: only one that is slow each time is the culprit. */
  #overranAlone(key: string): void {
    const times = (this.#overruns.get(key) ?? 0) + 1;
    if (times >= OVERRUNS_MAX) this.condemn(key);
    else {
      this.#overruns.set(key, times);
      this.#groups.push([key]);
    }
  }

  /** A block was decided: whatever was on trial is free. Answers those that return to the pool now. */
  release(): readonly string[] {
    this.#trial = this.#groups.shift() ?? [];
    return this.#trial;
  }

  /** They have their outcome. */
  settled(keys: Iterable<string>): void {
    if (this.#groups.length === 0 && this.#culprits.size === 0 && this.#overruns.size === 0) return;
    const gone = new Set(keys);
    for (const key of gone) {
      this.#culprits.delete(key);
      this.#overruns.delete(key);
    }
    this.#groups = this.#groups
      .map((group) => group.filter((key) => !gone.has(key)))
      .filter((group) => group.length > 0);
  }
}
