import { UNNAMED_BYTES_PER_PEER_MAX, UNNAMED_COUNTED_MS, UNNAMED_OVERHEAD_BYTES } from "../limits.ts";

interface Counted {
  readonly peer: string;
  readonly bytes: number;
  readonly since: number;
}

/**
 * What peers pushed that no transaction known here names. Attachments come before or after the transaction that names
 * them, so they are stored first; this bounds what a validator that never sends one can make others store.
 */
export class UnnamedAttachments {
  readonly #monotonic: () => number;
  /** By attachment (`idKey`), oldest first. */
  readonly #counted = new Map<string, Counted>();
  readonly #bytesOf = new Map<string, number>();
  /** Named by a transaction in the pool. */
  readonly #named = new Set<string>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  get count(): number {
    return this.#counted.size;
  }

  /** False: the peer has reached its bound, and this one isn't to be stored. */
  take(peer: string, key: string, size: number): boolean {
    if (this.#named.has(key) || this.#counted.has(key)) return true;
    this.#forgetOld();
    const bytes = size + UNNAMED_OVERHEAD_BYTES;
    const sum = (this.#bytesOf.get(peer) ?? 0) + bytes;
    if (sum > UNNAMED_BYTES_PER_PEER_MAX) return false;
    this.#bytesOf.set(peer, sum);
    this.#counted.set(key, { peer, bytes, since: this.#monotonic() });
    return true;
  }

  /** A transaction in the pool names them. */
  named(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#named.add(key);
      this.#release(key);
    }
  }

  /** The transaction that names them has its outcome. */
  settled(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#named.delete(key);
      this.#release(key);
    }
  }

  #release(key: string): void {
    const counted = this.#counted.get(key);
    if (counted === undefined) return;
    this.#counted.delete(key);
    const left = (this.#bytesOf.get(counted.peer) ?? 0) - counted.bytes;
    if (left > 0) this.#bytesOf.set(counted.peer, left);
    else this.#bytesOf.delete(counted.peer);
  }

  #forgetOld(): void {
    const before = this.#monotonic() - UNNAMED_COUNTED_MS;
    for (const [key, { since }] of this.#counted) {
      if (since > before) return;
      this.#release(key);
    }
  }
}
