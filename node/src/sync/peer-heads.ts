interface Head {
  /** what the peer itself says */
  said: number;
  /** what this node supposes that it has */
  supposed: number;
  /** It was slow to answer: others are asked first. */
  slow: boolean;
}

/**
 * What peers say about their newest block, and which of them are worth asking. Claims only: a block is believed when
 * its certificate holds.
 */
export class PeerHeads {
  readonly #heads = new Map<string, Head>();
  /** monotonic ms until which a peer isn't asked; kept when it leaves, so that coming back is no way around it */
  readonly #aside = new Map<string, number>();
  readonly #now: () => number;

  /** @param now monotonic ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  heard(peer: string, height: number): void {
    const head = this.#of(peer);
    head.said = Math.max(head.said, height);
  }

  /** Blocks up to `height` are decided; whether this peer has them isn't known. */
  suppose(peer: string, height: number): void {
    const head = this.#of(peer);
    head.supposed = Math.max(head.supposed, height);
  }

  gone(peer: string): void {
    this.#heads.delete(peer);
  }

  /** It has no such block: neither what it said nor what was supposed of it counts any more. */
  disproved(peer: string): void {
    const head = this.#of(peer);
    head.said = 0;
    head.supposed = 0;
  }

  /** It isn't asked for so long, and afterwards not first. */
  leaveAside(peer: string, ms: number): void {
    this.#of(peer).slow = true;
    this.#aside.set(peer, this.#now() + ms);
  }

  slow(peer: string): void {
    this.#of(peer).slow = true;
  }

  said(peer: string): number {
    return this.#heads.get(peer)?.said ?? 0;
  }

  /** Peers that may have the block at `height`, best first. */
  above(height: number): string[] {
    return [...this.#heads]
      .filter(([peer, head]) => heightOf(head) >= height && !this.#isAside(peer))
      .sort(([, a], [, b]) => Number(a.slow) - Number(b.slow) || heightOf(b) - heightOf(a))
      .map(([peer]) => peer);
  }

  /** Of those that may be asked. */
  get highest(): number {
    return Math.max(0, ...[...this.#heads].map(([peer, head]) => (this.#isAside(peer) ? 0 : heightOf(head))));
  }

  /** What is supposed, or what at least so many peers say. */
  agreed(witnesses: number): number {
    const heads = [...this.#heads.values()];
    const said = heads.map((head) => head.said).sort((a, b) => b - a);
    return Math.max(0, said[witnesses - 1] ?? 0, ...heads.map(({ supposed }) => supposed));
  }

  /** When the next peer that may have `height` or more may be asked again, monotonic ms. */
  nextReturn(height: number): number | undefined {
    let next: number | undefined;
    for (const [peer, head] of this.#heads) {
      if (heightOf(head) < height || !this.#isAside(peer)) continue;
      next = Math.min(next ?? Number.POSITIVE_INFINITY, this.#aside.get(peer)!);
    }
    return next;
  }

  #isAside(peer: string): boolean {
    const until = this.#aside.get(peer);
    if (until === undefined) return false;
    if (until > this.#now()) return true;
    this.#aside.delete(peer);
    return false;
  }

  #of(peer: string): Head {
    const known = this.#heads.get(peer);
    if (known !== undefined) return known;
    const head = { said: 0, supposed: 0, slow: false };
    this.#heads.set(peer, head);
    return head;
  }
}

function heightOf({ said, supposed }: Head): number {
  return Math.max(said, supposed);
}
