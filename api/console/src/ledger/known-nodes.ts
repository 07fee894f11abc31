/** Addresses of the network's nodes, as its organisations registered them: where a page goes when its own node fails. */
const KEY = "jingzhun/nodes";
/** Enough for any network we know; keeps what a damaged store can do small. */
const NODES_MAX = 64;

export function keptNodes(storage: Pick<Storage, "getItem">, chainId: string): string[] {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? "null") as { chainId?: unknown; urls?: unknown } | null;
    if (kept?.chainId !== chainId || !Array.isArray(kept.urls)) return [];
    return kept.urls.filter(isAddress).slice(0, NODES_MAX);
  } catch {
    return [];
  }
}

export function keepNodes(storage: Pick<Storage, "setItem">, chainId: string, urls: readonly string[]): void {
  try {
    storage.setItem(KEY, JSON.stringify({ chainId, urls: urls.filter(isAddress).slice(0, NODES_MAX) }));
  } catch {
    // forbidden or full: the page's own node is known anyway
  }
}

function isAddress(url: unknown): url is string {
  return typeof url === "string" && /^https?:\/\//.test(url) && URL.canParse(url);
}

/**
 * The page's own node first, then the others, each once. A page opened as localhost reaches its own node by that name,
 * so the same node under 127.0.0.1 isn't a second one.
 */
export function nodeOrder(own: string, others: readonly string[]): string[] {
  const same = (url: string) => new URL(url).origin.replace("//localhost", "//127.0.0.1");
  const seen = new Set([same(own)]);
  const rest = others.filter((url) => !seen.has(same(url)) && seen.add(same(url)));
  return [own, ...rest.map((url) => new URL(url).origin)];
}
