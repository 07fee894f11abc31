import { suite } from "#suite";
import { ZERO_HASH } from "../bytes/text.ts";

/** The shape of the record log's tree (DESIGN §8): what follows from an index and a count alone. */

/** Entries of a twig, the unit that is appended to, filled and then never changes but for its bits. */
export const TWIG_SLOTS = 2048;
/** Levels between a leaf and its twig's left root. */
export const LEFT_DEPTH = 11;
/** Bytes of a twig's active bits; slot i is bit i & 7 of byte i >> 3. */
export const BITS_BYTES = TWIG_SLOTS / 8;
/** Levels between a 32-byte node of active bits and the twig's right root. */
export const RIGHT_DEPTH = 3;
/** Slots whose bits stand in one 32-byte node. */
export const BITS_NODE_SLOTS = 256;

export function twigOf(index: number): number {
  return Math.floor(index / TWIG_SLOTS);
}

export function slotOf(index: number): number {
  return index % TWIG_SLOTS;
}

/** Twigs of a log with `count` slots (highest index + 1, slot 0 included); `count` ≥ 1. */
export function twigsOf(count: number): number {
  return twigOf(count - 1) + 1;
}

/** Levels above the twigs, which are padded to a power of two. */
export function depthOf(count: number): number {
  const twigs = twigsOf(count);
  let depth = 0;
  while (2 ** depth < twigs) depth++;
  return depth;
}

/**
 * Roots of trees of zero leaves, by level: what stands where nothing was appended, inside a twig as above them.
 * 53 levels hold every safe integer.
 */
export const ZERO_ROOTS: readonly Uint8Array[] = zeroRoots();

function zeroRoots(): Uint8Array[] {
  const roots = [ZERO_HASH];
  for (let level = 0; level < 53; level++) {
    const pair = new Uint8Array(64);
    pair.set(roots[level]!);
    pair.set(roots[level]!, 32);
    roots.push(suite.hashPairs(pair));
  }
  return roots;
}
