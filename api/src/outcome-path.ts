import { outcomeLeaf, suite, ZERO_HASH } from "@jingzhun/ledger";

/**
 * The siblings of one outcome's leaf, lowest first, in the tree that `txRoot` commits to: leaves in block
 * order, padded with zero nodes to a power of two (DESIGN §4). Index and count give the directions.
 */
export function outcomePath(ids: Uint8Array[], outcomeBytes: Uint8Array[], index: number): Uint8Array[] {
  let level = ids.map((id, i) => outcomeLeaf(id, outcomeBytes[i] ?? new Uint8Array()));
  const path: Uint8Array[] = [];
  let at = index;
  let width = 1;
  while (width < level.length) width *= 2;
  while (width > 1) {
    path.push(level[at ^ 1] ?? ZERO_HASH);
    const pairs = new Uint8Array(width * 32);
    for (const [i, node] of level.entries()) pairs.set(node, i * 32);
    const hashed = suite.hashPairs(pairs);
    width /= 2;
    at >>= 1;
    level = Array.from({ length: width }, (_, i) => hashed.slice(i * 32, i * 32 + 32));
  }
  return path;
}
