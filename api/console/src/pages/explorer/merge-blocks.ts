/** A block as both the list and the stream tell it. */
export interface BlockLine {
  readonly height: number;
  readonly hash: string;
  readonly timestamp: number;
  readonly transactions: number;
}

/**
 * The list with what the stream has told since it was read, the newest first. `gap`: blocks came between that neither
 * has, so the list is to be read anew; until then only the list stands.
 */
export function mergeBlocks<B extends BlockLine>(
  live: readonly BlockLine[],
  listed: readonly B[],
): { blocks: (BlockLine | B)[]; gap: boolean } {
  const newest = listed[0]?.height;
  if (newest === undefined) return { blocks: [...live], gap: false };
  const since = live.filter(({ height }) => height > newest);
  const gap = since.length > 0 && since.at(-1)?.height !== newest + 1;
  return { blocks: gap ? [...listed] : [...since, ...listed], gap };
}
