import { decodeCursor, encodeCursor } from "./cursor.ts";
import { PAGE_ROWS_MAX } from "./limits.ts";
import type { NodeAccess } from "./node-access.ts";

/**
 * One page of an index, in row order or the reverse. `view` turns a key into an item, or undefined for one that isn't
 * shown; the page is filled up with what follows. The prefix decides what can be reached at all, so it is
 * where the reader's jurisdiction has to be. A page ends early, with a cursor, once `PAGE_ROWS_MAX` rows
 * were looked at: a list that shows little of a long index stays bounded work.
 */
export async function pageOf<T>(
  access: NodeAccess,
  index: string,
  prefix: string,
  query: { limit: number; cursor?: string | undefined },
  view: (key: string, row: string) => T | undefined,
  order: { readonly reverse?: true } = {},
): Promise<{ items: T[]; nextCursor?: string }> {
  const items: T[] = [];
  let after = decodeCursor(query.cursor, prefix);
  let looked = 0;
  // One row more than asked for: whether there is a next page.
  const step = query.limit + 1;
  for (;;) {
    const rows = await access.scan(index, prefix, {
      ...order,
      limit: step,
      ...(after === undefined ? {} : { after }),
    });
    for (const { row, key } of rows) {
      if (items.length === query.limit || looked >= PAGE_ROWS_MAX) {
        return { items, ...(after === undefined ? {} : { nextCursor: encodeCursor(after) }) };
      }
      const item = view(key, row);
      if (item !== undefined) items.push(item);
      after = row;
      looked++;
    }
    if (rows.length < step) return { items };
  }
}
