import { HttpProblem } from "./problem.ts";

/**
 * A cursor is the last row of a page, opaque to clients. A forged one can only name a place in the list
 * that the caller may read anyway: the row must begin with the list's prefix.
 */
export function encodeCursor(row: string): string {
  return Buffer.from(row, "utf8").toString("base64url");
}

export function decodeCursor(cursor: string | undefined, prefix: string): string | undefined {
  if (cursor === undefined) return undefined;
  const row = Buffer.from(cursor, "base64url").toString("utf8");
  if (!row.startsWith(prefix) || encodeCursor(row) !== cursor)
    throw new HttpProblem(400, "request.cursor", "cursor");
  return row;
}
