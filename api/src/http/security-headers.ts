import type { Middleware } from "koa";

/**
 * Headers that every answer carries. The policy is the console's too: scripts, styles, fonts and images
 * from here alone, connections to here and to the network's registered API addresses, so that a page can
 * fail over (DESIGN §11). Workers and blobs: photographs are compressed in a worker.
 */
export function securityHeaders(origins: () => readonly string[]): Middleware {
  return async (ctx, next) => {
    ctx.set({
      "Content-Security-Policy": [
        "default-src 'self'",
        `connect-src ${["'self'", ...origins()].join(" ")}`,
        "img-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ].join("; "),
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-site",
      "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
      "Cache-Control": "private, no-cache",
    });
    await next();
  };
}
