import { decodeStored, quorum, type SignedStored, type ValidatorSet } from "@jingzhun/ledger";
import { STORED_KEPT_MAX } from "../limits.ts";
import { idKey } from "../wire/id-key.ts";

interface Entry {
  /** network keys (`idKey`) of those that acknowledged */
  readonly signers: Set<string>;
  readonly stored: Set<SignedStored>;
}

/**
 * Who has said that an attachment is on its disk (DESIGN §10). Signatures are checked before anything gets here. An
 * attachment is available once a quorum of the current set, this node included, said so.
 */
export class Acknowledgements {
  readonly #own: string;
  readonly #entries = new Map<string, Entry>();

  /** @param own `idKey` of this node's network key */
  constructor(own: string) {
    this.#own = own;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Answers the attachments that it speaks of. Beyond the bound the oldest are forgotten. */
  add(signed: SignedStored): string[] {
    const { ids } = decodeStored(signed.stored);
    const signer = idKey(signed.signer);
    const keys: string[] = [];
    for (const id of ids) {
      const key = idKey(id);
      keys.push(key);
      let entry = this.#entries.get(key);
      if (entry === undefined) {
        if (this.#entries.size >= STORED_KEPT_MAX) this.#entries.delete(this.#entries.keys().next().value!);
        this.#entries.set(key, (entry = { signers: new Set(), stored: new Set() }));
      }
      if (entry.signers.has(signer)) continue;
      entry.signers.add(signer);
      entry.stored.add(signed);
    }
    return keys;
  }

  hasFrom(key: string, signer: string): boolean {
    return this.#entries.get(key)?.signers.has(signer) ?? false;
  }

  isAvailable(key: string, set: ValidatorSet): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined || !entry.signers.has(this.#own)) return false;
    let count = 0;
    for (const validator of set) if (entry.signers.has(idKey(validator.networkKey))) count++;
    return count >= quorum(set.length);
  }

  /** The acknowledgements of these attachments, each once: what `want-block` passes on. */
  of(keys: Iterable<string>, most: number): SignedStored[] {
    const found = new Set<SignedStored>();
    for (const key of keys) {
      for (const stored of this.#entries.get(key)?.stored ?? []) {
        if (found.size >= most) return [...found];
        found.add(stored);
      }
    }
    return [...found];
  }

  /** Network keys (`idKey`) of those that hold it. */
  signersOf(key: string): ReadonlySet<string> {
    return this.#entries.get(key)?.signers ?? NOBODY;
  }

  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#entries.delete(key);
  }
}

const NOBODY: ReadonlySet<string> = new Set();
