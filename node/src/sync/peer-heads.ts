/** What peers say about their newest block. Claims only: a block is believed when its certificate holds. */
export class PeerHeads {
  readonly #heights = new Map<string, number>();

  heard(peer: string, height: number): void {
    this.#heights.set(peer, Math.max(height, this.#heights.get(peer) ?? 0));
  }

  gone(peer: string): void {
    this.#heights.delete(peer);
  }

  /** It didn't have what it claimed. */
  distrust(peer: string): void {
    this.#heights.delete(peer);
  }

  /** Peers that claim `height` or more, the highest first. */
  above(height: number): string[] {
    return [...this.#heights]
      .filter(([, claimed]) => claimed >= height)
      .sort((a, b) => b[1] - a[1])
      .map(([peer]) => peer);
  }

  get highest(): number {
    return Math.max(0, ...this.#heights.values());
  }
}
