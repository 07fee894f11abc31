import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";
import { equalBytes } from "../bytes/order.ts";
import type { CryptoSuite } from "../crypto/suite.ts";
import { JzError } from "../errors.ts";
import { BITS_NODE_SLOTS, depthOf, LEFT_DEPTH, RIGHT_DEPTH, slotOf, twigOf } from "./shape.ts";

/** The way of one entry and its active bit to the tree's root, from below; nodes of 32 bytes side by side. */
export interface EntryPath {
  /** 11 siblings from the leaf to the twig's left root */
  readonly left: Uint8Array;
  /** the 32-byte node of active bits that holds the entry's own */
  readonly bits: Uint8Array;
  /** 3 siblings from that node to the twig's right root */
  readonly right: Uint8Array;
  /** one sibling a level from the twig to the tree's root */
  readonly upper: Uint8Array;
}

/** The hashing that verification needs; the portable suite's and the native one's do alike. */
export type Hashing = Pick<CryptoSuite, "hash" | "hashPairs">;

/**
 * Checks that the leaf stands at `index` in the log of `count` slots with this state root. All directions follow
 * from `index` and `count`, and the parts must have exactly their lengths (DESIGN §8).
 *
 * @returns the entry's active bit: is it its record's newest?
 * @throws JzError `proof.index`, `proof.shape`, `proof.root`
 */
export function verifyPath(
  leaf: Uint8Array,
  index: number,
  count: number,
  path: EntryPath,
  stateRoot: Uint8Array,
  hashing: Hashing = suite,
): boolean {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(index) || index < 1 || index >= count) {
    throw new JzError("proof.index", "", { index, count });
  }
  const depth = depthOf(count);
  if (
    path.left.length !== 32 * LEFT_DEPTH ||
    path.bits.length !== 32 ||
    path.right.length !== 32 * RIGHT_DEPTH ||
    path.upper.length !== 32 * depth
  ) {
    throw new JzError("proof.shape", "", { depth });
  }
  const slot = slotOf(index);
  const left = climb(leaf, slot, path.left, hashing);
  const right = climb(path.bits, Math.floor(slot / BITS_NODE_SLOTS), path.right, hashing);
  const twig = climb(left, 0, right, hashing);
  const tree = climb(twig, twigOf(index), path.upper, hashing);
  const root = hashing.hash(hashInput("state").u64(count).hash(tree).peek());
  if (!equalBytes(root, stateRoot)) throw new JzError("proof.root");
  const bit = slot % BITS_NODE_SLOTS;
  return ((path.bits[bit >> 3]! >> (bit & 7)) & 1) === 1;
}

/** Hashes `node` with one sibling a level; bit `i` of `at` says whether it is the right one on level `i`. */
function climb(node: Uint8Array, at: number, siblings: Uint8Array, { hashPairs }: Hashing): Uint8Array {
  let current = node;
  let position = at;
  const pair = new Uint8Array(64);
  for (let from = 0; from < siblings.length; from += 32) {
    const isRight = position % 2 === 1;
    pair.set(current, isRight ? 32 : 0);
    pair.set(siblings.subarray(from, from + 32), isRight ? 0 : 32);
    current = hashPairs(pair);
    position = Math.floor(position / 2);
  }
  return current;
}
