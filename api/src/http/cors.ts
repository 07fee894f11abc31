import type { Middleware } from "koa";

const METHODS = "GET, HEAD, POST";
const REQUEST_HEADERS = "authorization, content-type, if-none-match, last-event-id, accept-language";
const EXPOSED = "etag, retry-after";
/** Seconds a browser keeps a preflight's answer. */
const PREFLIGHT_SECONDS = 600;

/**
 * CORS by an allow-list: the origins of the network's registered API addresses and those configured.
 * No credentials are allowed, tokens travel in a header that a foreign page can't know. A preflight from
 * any other origin gets no CORS headers, which is how a browser is told no.
 */
export function cors(allowed: () => readonly string[]): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get("Origin");
    ctx.vary("Origin");
    const known = origin !== "" && (allowed().includes(origin) || origin === sameOrigin(ctx.get("Host")));
    if (known) {
      ctx.set("Access-Control-Allow-Origin", origin);
      ctx.set("Access-Control-Expose-Headers", EXPOSED);
      ctx.set("Cross-Origin-Resource-Policy", "cross-origin");
    }
    if (ctx.method === "OPTIONS" && ctx.get("Access-Control-Request-Method") !== "") {
      if (known) {
        ctx.set("Access-Control-Allow-Methods", METHODS);
        ctx.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
        ctx.set("Access-Control-Max-Age", String(PREFLIGHT_SECONDS));
      }
      ctx.status = 204;
      return;
    }
    await next();
  };
}

function sameOrigin(host: string): string {
  return `http://${host}`;
}

/** True for a Host header that names the machine itself, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** True for the remote address of a connection from the machine itself. */
export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}
