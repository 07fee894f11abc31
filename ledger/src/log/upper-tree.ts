import { suite } from "#suite";
import { NodeTable } from "./node-table.ts";
import { ZERO_ROOTS } from "./shape.ts";

/** Nodes that are copied together when a fork writes. */
const CHUNK_NODES = 64;

const ZERO_WORDS: readonly Uint32Array[] = ZERO_ROOTS.map((root) => new Uint32Array(root.slice().buffer));

/** The tree above the twigs: their roots and all nodes up to the top, padded with zero twigs (DESIGN §8). */
export class UpperTree {
  readonly #levels: NodeTable[];

  constructor(levels: NodeTable[] = []) {
    this.#levels = levels;
  }

  get bytes(): number {
    return this.#levels.reduce((sum, level) => sum + level.bytes, 0);
  }

  fork(): UpperTree {
    return new UpperTree(this.#levels.map((level) => level.fork()));
  }

  /**
   * Sets twig roots and hashes what lies above them, a level at a time.
   *
   * @param twigs ascending; those not yet known follow on without a gap
   * @param roots 32 bytes each
   */
  set(twigs: readonly number[], roots: Uint8Array, depth: number): void {
    let changed = twigs;
    let hashes = roots;
    for (let height = 0; ; height++) {
      const level = this.#level(height);
      const source = new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length / 4);
      for (let i = 0; i < changed.length; i++) level.set(changed[i]!, source, 8 * i);
      if (height === depth) return;
      const parents: number[] = [];
      for (const i of changed) if (parents.at(-1) !== i >> 1) parents.push(i >> 1);
      const pairs = new Uint32Array(16 * parents.length);
      for (let i = 0; i < parents.length; i++) {
        level.copyTo(2 * parents[i]!, pairs, 16 * i);
        if (2 * parents[i]! + 1 < level.length) level.copyTo(2 * parents[i]! + 1, pairs, 16 * i + 8);
        else pairs.set(ZERO_WORDS[height]!, 16 * i + 8);
      }
      hashes = suite.hashPairs(new Uint8Array(pairs.buffer));
      changed = parents;
    }
  }

  root(depth: number): Uint8Array {
    return this.#level(depth).read(0);
  }

  /** The `depth` siblings between a twig and the root, from below. */
  siblings(twig: number, depth: number): Uint8Array {
    const path = new Uint8Array(32 * depth);
    let at = twig;
    for (let height = 0; height < depth; height++) {
      const level = this.#level(height);
      const sibling = at ^ 1;
      path.set(sibling < level.length ? level.read(sibling) : ZERO_ROOTS[height]!, 32 * height);
      at >>= 1;
    }
    return path;
  }

  #level(height: number): NodeTable {
    this.#levels[height] ??= new NodeTable(32, CHUNK_NODES);
    return this.#levels[height];
  }
}
