import { suite } from "#suite";
import { JzError } from "../errors.ts";
import { LEFT_DEPTH, slotOf, TWIG_SLOTS, ZERO_ROOTS } from "./shape.ts";

/** Byte offset of each level in a twig's nodes: leaves first, the root last. */
const LEVEL_AT: readonly number[] = levelOffsets();

function levelOffsets(): number[] {
  const offsets = [0];
  for (let level = 0; level < LEFT_DEPTH; level++) offsets.push(offsets[level]! + 32 * (TWIG_SLOTS >> level));
  return offsets;
}

/** The left tree of one twig: 2,048 leaf hashes and the nodes above them, hashed a level at a time when asked. */
export class TwigTree {
  readonly number: number;
  readonly #nodes: Uint8Array;
  /** Slots written since the nodes above were hashed: from `#from` up to `#to`, exclusive. */
  #from = TWIG_SLOTS;
  #to = 0;

  constructor(number: number, nodes: Uint8Array = EMPTY.slice()) {
    this.number = number;
    this.#nodes = nodes;
  }

  get bytes(): number {
    return this.#nodes.length;
  }

  copy(): TwigTree {
    this.#hash();
    return new TwigTree(this.number, this.#nodes.slice());
  }

  /** @param leaf 32 bytes */
  set(index: number, leaf: Uint8Array): void {
    if (leaf.length !== 32) throw new JzError("log.not_a_hash");
    const slot = slotOf(index);
    this.#nodes.set(leaf, 32 * slot);
    if (slot < this.#from) this.#from = slot;
    if (slot >= this.#to) this.#to = slot + 1;
  }

  /** The left root; valid until the next `set`. */
  root(): Uint8Array {
    this.#hash();
    return this.#nodes.subarray(LEVEL_AT[LEFT_DEPTH]!);
  }

  /** The 11 siblings between a leaf and the left root, from below, in one byte string. */
  siblings(index: number): Uint8Array {
    this.#hash();
    const path = new Uint8Array(32 * LEFT_DEPTH);
    let at = slotOf(index);
    for (let level = 0; level < LEFT_DEPTH; level++) {
      const from = LEVEL_AT[level]! + 32 * (at ^ 1);
      path.set(this.#nodes.subarray(from, from + 32), 32 * level);
      at >>= 1;
    }
    return path;
  }

  #hash(): void {
    let from = this.#from;
    let to = this.#to;
    if (from >= to) return;
    for (let level = 0; level < LEFT_DEPTH; level++) {
      from >>= 1;
      to = (to + 1) >> 1;
      const below = LEVEL_AT[level]!;
      const hashes = suite.hashPairs(this.#nodes.subarray(below + 64 * from, below + 64 * to));
      this.#nodes.set(hashes, LEVEL_AT[level + 1]! + 32 * from);
    }
    this.#from = TWIG_SLOTS;
    this.#to = 0;
  }
}

const EMPTY: Uint8Array = emptyNodes();

function emptyNodes(): Uint8Array {
  const nodes = new Uint8Array(LEVEL_AT[LEFT_DEPTH]! + 32);
  for (let level = 1; level <= LEFT_DEPTH; level++) {
    const end = level === LEFT_DEPTH ? nodes.length : LEVEL_AT[level + 1]!;
    for (let at = LEVEL_AT[level]!; at < end; at += 32) nodes.set(ZERO_ROOTS[level]!, at);
  }
  return nodes;
}
