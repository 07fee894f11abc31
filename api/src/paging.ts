import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { NodeAccess } from "./node-access.ts";

/**
 * One page of an index, in row order. `view` turns a key into an item, or undefined for one that isn't
 * shown; the page is filled up with what follows. The prefix decides what can be reached at all, so it is
 * where the reader's jurisdiction has to be.
 */
export async function pageOf<T>(
  access: NodeAccess,
  index: string,
  prefix: string,
  query: { limit: number; cursor?: string | undefined; reverse?: boolean },
  view: (key: string, row: string) => T | undefined,
): Promise<{ items: T[]; nextCursor?: string }> {
  const items: T[] = [];
  let after = decodeCursor(query.cursor, prefix);
  for (;;) {
    const wanted = query.limit - items.length;
    const rows = await access.scan(index, prefix, {
      limit: wanted + 1,
      ...(after === undefined ? {} : { after }),
      ...(query.reverse === true ? { reverse: true } : {}),
    });
    for (const { row, key } of rows.slice(0, wanted)) {
      const item = view(key, row);
      if (item !== undefined) items.push(item);
      after = row;
    }
    if (rows.length <= wanted) return { items };
    if (items.length === query.limit)
      return { items, ...(after === undefined ? {} : { nextCursor: encodeCursor(after) }) };
  }
}
