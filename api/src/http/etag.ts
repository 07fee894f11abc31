import { createHash } from "node:crypto";

/** Strong enough to name an answer: 128 bits of SHA-256 over its data (not over height and time, DESIGN §11). */
export function etagOf(data: string | Uint8Array): string {
  return `"${createHash("sha256").update(data).digest("base64url").slice(0, 22)}"`;
}

/** True when an If-None-Match header names this tag; compression may have made the client's tag weak. */
export function matchesEtag(header: string, etag: string): boolean {
  if (header === "") return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}
