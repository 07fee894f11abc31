/** Who may write to a chunk; a fork takes the right away from both sides, and the first write copies. */
type Owner = object;

interface Chunk {
  owner: Owner;
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * A growing table of items of one size, in chunks that forks share until one side writes (copy on write). It
 * makes a speculative copy of a forest cost a list of pointers. Items are moved as 32-bit words: a word's byte
 * order doesn't matter where it is only copied.
 */
export class NodeTable {
  readonly itemWords: number;
  readonly chunkItems: number;
  #chunks: Chunk[] = [];
  #owner: Owner = {};
  #length = 0;

  /**
   * @param itemBytes size of an item, a multiple of 4
   * @param chunkItems items that are copied together
   */
  constructor(itemBytes: number, chunkItems: number) {
    this.itemWords = itemBytes / 4;
    this.chunkItems = chunkItems;
  }

  /** Items; those never written are zero. */
  get length(): number {
    return this.#length;
  }

  /** Bytes held, shared chunks included. */
  get bytes(): number {
    return this.#chunks.length * this.chunkItems * this.itemWords * 4;
  }

  fork(): NodeTable {
    const fork = new NodeTable(this.itemWords * 4, this.chunkItems);
    fork.#chunks = this.#chunks.slice();
    fork.#length = this.#length;
    this.#owner = {};
    return fork;
  }

  /** Copies item `i` to `target` at word `at`. */
  copyTo(i: number, target: Uint32Array, at: number): void {
    const { words } = this.#chunk(i);
    const from = (i % this.chunkItems) * this.itemWords;
    for (let w = 0; w < this.itemWords; w++) target[at + w] = words[from + w]!;
  }

  /** Sets item `i` from `source` at word `at`; `i` may be the next one. */
  set(i: number, source: Uint32Array, at = 0): void {
    const { words } = this.#writable(i);
    const to = (i % this.chunkItems) * this.itemWords;
    for (let w = 0; w < this.itemWords; w++) words[to + w] = source[at + w]!;
  }

  /** A copy of item `i`. */
  read(i: number): Uint8Array {
    const { bytes } = this.#chunk(i);
    const from = (i % this.chunkItems) * this.itemWords * 4;
    return bytes.slice(from, from + this.itemWords * 4);
  }

  byte(i: number, at: number): number {
    return this.#chunk(i).bytes[(i % this.chunkItems) * this.itemWords * 4 + at]!;
  }

  setByte(i: number, at: number, value: number): void {
    this.#writable(i).bytes[(i % this.chunkItems) * this.itemWords * 4 + at] = value;
  }

  #chunk(i: number): Chunk {
    if (i >= this.#length) throw new RangeError(`item ${i} of ${this.#length}`);
    return this.#chunks[Math.floor(i / this.chunkItems)]!;
  }

  #writable(i: number): Chunk {
    if (i > this.#length) throw new RangeError(`item ${i} of ${this.#length}`);
    const c = Math.floor(i / this.chunkItems);
    let chunk = this.#chunks[c];
    if (chunk === undefined || chunk.owner !== this.#owner) {
      const words = chunk?.words.slice() ?? new Uint32Array(this.chunkItems * this.itemWords);
      chunk = { owner: this.#owner, words, bytes: new Uint8Array(words.buffer) };
      this.#chunks[c] = chunk;
    }
    if (i === this.#length) this.#length++;
    return chunk;
  }
}
