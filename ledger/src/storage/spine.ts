/**
 * Jump pointers in skew binary (Myers, "An applicative random-access stack", 1983): a search aid that is never
 * hashed or trusted. The versions of a record, newest first, form a list of complete binary trees whose roots
 * are the spine; every version points to the root that follows its own tree. So any past version is found in
 * O(log versions) steps, and a new version needs only the spine, which stands in the record's current value.
 */

/** A place that can be jumped to. */
export interface Landing {
  readonly index: number;
  readonly height: number;
}

/** Roots of the trees, newest first. Their sizes follow from the version. */
export type Spine = readonly Landing[];

/** What `extend` says of a new version. */
export interface Extended {
  readonly spine: Spine;
  /** where the new version's jump pointer leads; undefined: nothing is that far back */
  readonly jump: Landing | undefined;
}

/**
 * @param version of the newest entry in the spine; 0 with an empty spine
 * @param added the next version's place
 */
export function extend(spine: Spine, version: number, added: Landing): Extended {
  const [first, second] = treeSizes(version);
  if (first !== undefined && first === second) {
    const rest = spine.slice(2);
    return { spine: [added, ...rest], jump: rest[0] };
  }
  return { spine: [added, ...spine], jump: spine[0] };
}

/** Which version the jump pointer of `version` leads to; 0: none. */
export function jumpVersion(version: number): number {
  const [first] = treeSizes(version);
  return version - first!;
}

/**
 * Sizes of the two newest trees of a list of `version` versions; each is 2^k − 1, they grow towards the oldest,
 * only the first two may be equal.
 */
function treeSizes(version: number): [first: number | undefined, second: number | undefined] {
  let left = version;
  let first: number | undefined;
  let second: number | undefined;
  while (left > 0) {
    const size = 2 ** Math.floor(Math.log2(left + 1)) - 1;
    second = first;
    first = size;
    left -= size;
  }
  return [first, second];
}
