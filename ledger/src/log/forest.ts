import { suite } from "#suite";
import { H } from "../crypto/hashing.ts";
import { JzError } from "../errors.ts";
import { NodeTable } from "./node-table.ts";
import type { EntryPath } from "./path.ts";
import {
  BITS_BYTES,
  BITS_NODE_SLOTS,
  depthOf,
  RIGHT_DEPTH,
  slotOf,
  TWIG_SLOTS,
  twigOf,
  twigsOf,
} from "./shape.ts";
import { TwigTree } from "./twig.ts";
import { UpperTree } from "./upper-tree.ts";

/** What `append` needs of an entry. */
export interface Appended {
  readonly leaf: Uint8Array;
  /** index of the record's entry before, whose bit falls; 0: none */
  readonly previous: number;
}

/** Leaf hashes of a full twig, 2,048 · 32 bytes, computed again from the stored entries. */
export type LeavesOfTwig = (twig: number) => Uint8Array;

/** What a forest is rebuilt from at start. */
export interface ForestParts {
  readonly count: number;
  /** the 256 bytes of active bits of a twig */
  bits(twig: number): Uint8Array;
  /** the left root of a full twig */
  leftRoot(twig: number): Uint8Array;
  /** leaves of the twig that isn't full, in order from its first slot (slot 0 of twig 0 is 32 zero bytes) */
  readonly lastLeaves: readonly Uint8Array[];
}

/** Twigs whose bits, or whose left roots, are copied together when a fork writes. */
const BITS_CHUNK_TWIGS = 16;
const LEFT_CHUNK_TWIGS = 64;

/**
 * The authenticated record log of DESIGN §8, in memory: active bits and left roots of all twigs, the whole left
 * tree of the last one, the tree above. 350 bytes a twig, whatever the records hold.
 *
 * `fork` gives an independent copy that shares what neither side has written since. So a proposal is executed
 * on a fork, several may exist at once, and the one that is decided becomes the forest.
 */
export class Forest {
  #count: number;
  #bits: NodeTable;
  #lefts: NodeTable;
  #twig: TwigTree;
  #twigShared = false;
  #upper: UpperTree;
  /** Twigs whose root no longer follows from their bits and leaves. */
  #dirty: Set<number>;
  #root: Uint8Array | undefined;

  private constructor(
    count: number,
    bits: NodeTable,
    lefts: NodeTable,
    twig: TwigTree,
    upper: UpperTree,
    dirty: Set<number>,
  ) {
    this.#count = count;
    this.#bits = bits;
    this.#lefts = lefts;
    this.#twig = twig;
    this.#upper = upper;
    this.#dirty = dirty;
  }

  /** The log before block 0: slot 0, which stays empty. */
  static empty(): Forest {
    const bits = new NodeTable(BITS_BYTES, BITS_CHUNK_TWIGS);
    bits.set(0, new Uint32Array(BITS_BYTES / 4));
    return new Forest(
      1,
      bits,
      new NodeTable(32, LEFT_CHUNK_TWIGS),
      new TwigTree(0),
      new UpperTree(),
      new Set([0]),
    );
  }

  /** The forest of a stored log. Its root tells whether the parts were right. */
  static restore(parts: ForestParts): Forest {
    const { count } = parts;
    const twigs = twigsOf(count);
    const full = twigOf(count);
    const bits = new NodeTable(BITS_BYTES, BITS_CHUNK_TWIGS);
    const lefts = new NodeTable(32, LEFT_CHUNK_TWIGS);
    const dirty = new Set<number>();
    for (let twig = 0; twig < twigs; twig++) {
      bits.set(twig, words(parts.bits(twig), BITS_BYTES));
      if (twig < full) lefts.set(twig, words(parts.leftRoot(twig), 32));
      dirty.add(twig);
    }
    if (parts.lastLeaves.length !== slotOf(count)) throw new JzError("log.last_leaves", "", { count });
    const last = new TwigTree(full); // where the next entry goes; the twig needn't exist yet
    for (let slot = 0; slot < parts.lastLeaves.length; slot++) last.set(slot, parts.lastLeaves[slot]!);
    return new Forest(count, bits, lefts, last, new UpperTree(), dirty);
  }

  /** Highest index + 1, slot 0 included; the index of the next entry. */
  get count(): number {
    return this.#count;
  }

  /** Bytes held for the tree, those shared with forks included. */
  get bytes(): number {
    return this.#bits.bytes + this.#lefts.bytes + this.#upper.bytes + this.#twig.bytes;
  }

  /** An independent copy, for a block that may not be decided. */
  fork(): Forest {
    const fork = new Forest(
      this.#count,
      this.#bits.fork(),
      this.#lefts.fork(),
      this.#twig,
      this.#upper.fork(),
      new Set(this.#dirty),
    );
    fork.#root = this.#root;
    fork.#twigShared = true;
    this.#twigShared = true;
    return fork;
  }

  /**
   * Appends entries in log order, each with its bit set and the bit of the entry before it cleared.
   *
   * @throws JzError `log.previous_not_current`: the record's entry before isn't its newest. The forest is then
   * of no more use.
   */
  append(entries: readonly Appended[]): void {
    this.#root = undefined;
    for (const { leaf, previous } of entries) {
      const index = this.#count;
      const number = twigOf(index);
      if (number !== this.#twig.number) this.#fill(number);
      if (number === this.#bits.length) this.#bits.set(number, new Uint32Array(BITS_BYTES / 4));
      this.#setBit(index);
      if (previous !== 0) this.#clearBit(previous, index);
      this.#ownTwig().set(index, leaf);
      this.#count++;
    }
  }

  /** Is this entry the newest of its record? False beyond the log. */
  bit(index: number): boolean {
    if (index >= this.#count) return false;
    const slot = slotOf(index);
    return ((this.#bits.byte(twigOf(index), slot >> 3) >> (slot & 7)) & 1) === 1;
  }

  /** The active bits of a twig, 256 bytes. */
  bitsOf(twig: number): Uint8Array {
    return this.#bits.read(twig);
  }

  /** The left root of a full twig. */
  leftRoot(twig: number): Uint8Array {
    if (twig >= twigOf(this.#count)) throw new RangeError(`twig ${twig} isn't full`);
    return twig === this.#twig.number ? this.#twig.root().slice() : this.#lefts.read(twig);
  }

  /** `stateRoot = H("state" ‖ count ‖ treeRoot)`. Hashes what changed since it was last asked. */
  root(): Uint8Array {
    if (this.#root === undefined) {
      this.#hash();
      const tree = this.#upper.root(depthOf(this.#count));
      this.#root = H("state", (h) => h.u64(this.#count).hash(tree));
    }
    return this.#root;
  }

  /**
   * The path of an entry to the tree's root.
   *
   * @param leavesOfTwig asked only for a full twig
   * @throws JzError `log.leaves_differ`: the leaves given don't have the left root of the twig
   */
  prove(index: number, leavesOfTwig: LeavesOfTwig): EntryPath {
    if (index < 1 || index >= this.#count) throw new RangeError(`entry ${index} of ${this.#count}`);
    this.root();
    const number = twigOf(index);
    const tree = number === this.#twig.number ? this.#twig : this.#treeOf(number, leavesOfTwig(number));
    const bits = this.#bits.read(number);
    const node = Math.floor(slotOf(index) / BITS_NODE_SLOTS);
    return {
      left: tree.siblings(index),
      bits: bits.slice(32 * node, 32 * node + 32),
      right: rightSiblings(bits, node),
      upper: this.#upper.siblings(number, depthOf(this.#count)),
    };
  }

  #treeOf(number: number, leaves: Uint8Array): TwigTree {
    const tree = new TwigTree(number);
    for (let slot = 0; slot < TWIG_SLOTS; slot++) tree.set(slot, leaves.subarray(32 * slot, 32 * slot + 32));
    const root = tree.root();
    const stored = this.#lefts.read(number);
    if (root.some((byte, i) => byte !== stored[i]))
      throw new JzError("log.leaves_differ", "", { twig: number });
    return tree;
  }

  /** Keeps the left root of the last twig, which is full, and begins the next. */
  #fill(next: number): void {
    this.#lefts.set(this.#twig.number, words(this.#twig.root(), 32));
    this.#twig = new TwigTree(next);
    this.#twigShared = false;
  }

  #ownTwig(): TwigTree {
    if (this.#twigShared) {
      this.#twig = this.#twig.copy();
      this.#twigShared = false;
    }
    return this.#twig;
  }

  #setBit(index: number): void {
    const twig = twigOf(index);
    const slot = slotOf(index);
    this.#bits.setByte(twig, slot >> 3, this.#bits.byte(twig, slot >> 3) | (1 << (slot & 7)));
    this.#dirty.add(twig);
  }

  #clearBit(previous: number, index: number): void {
    if (previous >= index || !this.bit(previous)) {
      throw new JzError("log.previous_not_current", "", { index, previous });
    }
    const twig = twigOf(previous);
    const slot = slotOf(previous);
    this.#bits.setByte(twig, slot >> 3, this.#bits.byte(twig, slot >> 3) & ~(1 << (slot & 7)));
    this.#dirty.add(twig);
  }

  /** Roots of the dirty twigs, a level at a time over all of them, then the nodes above. */
  #hash(): void {
    const twigs = [...this.#dirty].sort((a, b) => a - b);
    if (twigs.length === 0) return;
    const gathered = new Uint32Array((twigs.length * BITS_BYTES) / 4);
    for (let i = 0; i < twigs.length; i++) this.#bits.copyTo(twigs[i]!, gathered, (i * BITS_BYTES) / 4);
    let level: Uint8Array = new Uint8Array(gathered.buffer);
    for (let depth = 0; depth < RIGHT_DEPTH; depth++) level = suite.hashPairs(level);
    const rights = words(level, level.length);
    const pairs = new Uint32Array(twigs.length * 16);
    const last = words(this.#twig.root(), 32);
    for (let i = 0; i < twigs.length; i++) {
      if (twigs[i] === this.#twig.number) pairs.set(last, 16 * i);
      else this.#lefts.copyTo(twigs[i]!, pairs, 16 * i);
      pairs.set(rights.subarray(8 * i, 8 * i + 8), 16 * i + 8);
    }
    this.#upper.set(twigs, suite.hashPairs(new Uint8Array(pairs.buffer)), depthOf(this.#count));
    this.#dirty.clear();
  }
}

/** The three siblings between a 32-byte node of active bits and the right root, from below. */
function rightSiblings(bits: Uint8Array, node: number): Uint8Array {
  const path = new Uint8Array(32 * RIGHT_DEPTH);
  let level = bits;
  let at = node;
  for (let depth = 0; depth < RIGHT_DEPTH; depth++) {
    const sibling = at ^ 1;
    path.set(level.subarray(32 * sibling, 32 * sibling + 32), 32 * depth);
    level = suite.hashPairs(level);
    at >>= 1;
  }
  return path;
}

/** The bytes as 32-bit words, copied where they aren't aligned. @throws JzError on another length */
function words(bytes: Uint8Array, length: number): Uint32Array {
  if (bytes.length !== length)
    throw new JzError("log.part_length", "", { length: bytes.length, expected: length });
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, length / 4);
}
