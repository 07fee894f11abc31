import type { CheckedDatabase } from "./checked-database.ts";
import { textKey, textOf } from "./layout.ts";
import { SCAN_ROWS_MAX } from "./limits.ts";

export interface ScanOptions {
  /** a row, exclusive; with `reverse` the walk goes down from it */
  readonly after?: string;
  /** rows, at most SCAN_ROWS_MAX */
  readonly limit: number;
  readonly reverse?: boolean;
}

/**
 * Rows of an index that begin with `prefix`, in byte order. The range sees the state at the call. A row should
 * end with what tells its record from others: of two records with one row, `after` passes over both.
 */
export async function scanRows(
  db: CheckedDatabase,
  name: string,
  prefix: string,
  options: ScanOptions,
): Promise<{ row: string; key: string }[]> {
  const { after, reverse = false } = options;
  const limit = Math.min(options.limit, SCAN_ROWS_MAX);
  const first = textKey("index", `${name}/${prefix}`);
  const end = Buffer.concat([first, Buffer.of(0xff)]); // no UTF-8 text has this byte
  const range = {
    gte: after !== undefined && !reverse ? larger(first, textKey("index", `${name}/${after}\u0001`)) : first,
    lt: after !== undefined && reverse ? smaller(end, textKey("index", `${name}/${after}\u0000`)) : end,
  };
  const rows: { row: string; key: string }[] = [];
  if (limit <= 0 || Buffer.compare(range.gte, range.lt) >= 0) return rows;
  for await (const [bytes] of db.range({ ...range, reverse, limit })) {
    const text = textOf(bytes);
    const zero = text.indexOf("\u0000");
    rows.push({ row: text.slice(name.length + 1, zero), key: text.slice(zero + 1) });
  }
  return rows;
}

function larger(a: Buffer, b: Buffer): Buffer {
  return Buffer.compare(a, b) >= 0 ? a : b;
}

function smaller(a: Buffer, b: Buffer): Buffer {
  return Buffer.compare(a, b) <= 0 ? a : b;
}
