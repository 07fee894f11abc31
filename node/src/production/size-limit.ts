/**
 * How large a proposer makes its blocks (DESIGN §5): half after an undecided round, an eighth of full more with each
 * decided height. A network that can't decide full blocks so finds the size that it can.
 */
export class SizeLimit {
  #factor = 1;

  /** Part of the full size, over 0 and at most 1. */
  get factor(): number {
    return this.#factor;
  }

  /** Never below a thousandth, so that one transaction always fits. */
  undecidedRound(): void {
    this.#factor = Math.max(this.#factor / 2, 1 / 1024);
  }

  decidedHeight(): void {
    this.#factor = Math.min(1, this.#factor + 1 / 8);
  }

  /** Of a fresh proposal in `round`. */
  of(round: number): number {
    return Math.min(this.#factor, 2 ** -round);
  }
}
