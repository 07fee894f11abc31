import type { Context, Middleware } from "koa";
import { clientOf, type TokenBuckets } from "../limiting/token-bucket.ts";
import { TOKEN_BYTES } from "../limits.ts";
import { rateLimited } from "../problem.ts";

/**
 * Charges each answer's size, beyond the first token's worth, to whom `paidBy` named, or else to the address; an
 * answer without a route, such as a file of the console, is charged whole. What isn't there is owed: whoever owes
 * hears 429 until the rate has paid it back.
 */
export function payBySize(reads: TokenBuckets): Middleware {
  return async (ctx, next) => {
    const address = clientOf(ctx.ip);
    // The routes ask by themselves, and know whether a signed-in reader pays.
    const wait = ctx.path?.startsWith("/v1/") ? 0 : reads.take(address, 0);
    if (wait > 0) throw rateLimited(wait);
    try {
      await next();
    } finally {
      const bytes = Math.max(Number(ctx.state["madeBytes"] ?? 0), ctx.length ?? 0);
      const payer = ctx.state["payer"] as string | undefined;
      const tokens = Math.ceil(bytes / TOKEN_BYTES) - (payer === undefined ? 0 : 1);
      if (tokens > 0) reads.charge(payer ?? address, tokens);
    }
  };
}

/** Names the client that has paid the first token. */
export function paidBy(ctx: Context, client: string): void {
  ctx.state["payer"] = client;
}

/** Of an answer that was made, though it may not be sent: the client may have it already. */
export function madeBytes(ctx: Context, bytes: number): void {
  ctx.state["madeBytes"] = bytes;
}
