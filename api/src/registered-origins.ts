import { isIP } from "node:net";
import type { NodeAccess } from "./node-access.ts";

/** Milliseconds for which the list is kept: an address registered on chain works within this time. */
const REFRESH_MS = 5_000;

/**
 * Origins of the API addresses that the validators' organisations registered on chain, with those
 * configured: what CORS and `connect-src` allow (DESIGN §11). An address that isn't an http(s) URL is
 * left out; it can't smuggle a second directive into the policy because only `URL.origin` is used.
 */
export function registeredOrigins(
  access: NodeAccess,
  configured: readonly string[],
): () => readonly string[] {
  let list: readonly string[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = access.monotonic();
    if (now - readAt < REFRESH_MS) return list;
    readAt = now;
    const origins = new Set<string>(configured);
    for (const { organisation } of access.validators()) {
      for (const origin of apiOrigins(access.record(`organisation/${organisation}`)?.value))
        origins.add(origin);
    }
    list = [...origins];
    return list;
  };
}

function apiOrigins(organisation: unknown): string[] {
  const addresses = (organisation as { api?: unknown } | undefined)?.api;
  if (!Array.isArray(addresses)) return [];
  const origins: string[] = [];
  for (const address of addresses) {
    if (typeof address !== "string" || !URL.canParse(address)) continue;
    const url = new URL(address);
    if (url.protocol !== "http:" && url.protocol !== "https:") continue;
    origins.push(url.origin);
    // A page opened as localhost is another origin than 127.0.0.1; both are the machine itself.
    if (isIP(url.hostname) === 4 && url.hostname.startsWith("127.")) {
      origins.push(`${url.protocol}//localhost${url.port === "" ? "" : `:${url.port}`}`);
    }
  }
  return origins;
}
