import { randomBytes } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context, Middleware } from "koa";
import { etagOf, matchesEtag } from "./etag.ts";

/** Where `npm run console` and the published package have it. */
const BUILT = fileURLToPath(new URL("../../console/dist/", import.meta.url));

const CONTENT_TYPES: { readonly [ending: string]: string } = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  woff2: "font/woff2",
  json: "application/json",
};
/** A year, as long as caches count: a file under assets/ has its content's hash in its name. */
const ASSET_CACHE = "public, max-age=31536000, immutable";
/** Stands in index.html where each answer puts a nonce of its own. */
const NONCE_PLACE = "__CSP_NONCE__";
/** Seconds after which a page asks again for a console that is being built. */
const BUILDING_RETRY_SECONDS = 2;
/** Bytes of built files kept in memory: the whole console without most of its fonts. */
const MEMORY_BYTES_MAX = 16 * 1024 * 1024;

const BUILDING_PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="${BUILDING_RETRY_SECONDS}"><title>正在准备 · Being built</title>
<h1>网页控制台正在准备，请稍候</h1>
<p>节点已在运行；本页每 ${BUILDING_RETRY_SECONDS} 秒自动重试，通常不超过半分钟。若一直如此，请在源码目录运行 <code>npm run console</code>。</p>
<h2 lang="en">The web console is being built</h2>
<p lang="en">The node runs already; this page tries again by itself. If it stays, run <code>npm run console</code> where the sources are.</p>
<p><a href="/docs">接口文档 API</a></p></html>`;

/** Path of the API: never a page of the console. */
const API_PATH = /^\/(v1|docs|metrics)(\/|$)/;

interface BuiltFile {
  body: Buffer;
  etag: string;
}

/**
 * Serves the built console (DESIGN §11): its hashed files for a year, its page never from a cache and under a policy
 * with a nonce for the styles that the components write at runtime. Every other path of a browser's navigation is a
 * place within the page. Calls `next` for all else. While nothing is built yet a page says so with 503.
 */
export function consoleFiles(folder: string = BUILT): Middleware {
  const kept = new Map<string, BuiltFile>();
  let bytes = 0;

  async function fileAt(path: string): Promise<BuiltFile | undefined> {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const body = await readFile(path).catch(() => undefined);
    if (body === undefined) return undefined;
    const file = { body, etag: etagOf(body) };
    if (bytes + body.length <= MEMORY_BYTES_MAX) {
      kept.set(path, file);
      bytes += body.length;
    }
    return file;
  }

  /** The console in force, then those before it: a page that is still open loads the parts of its own. */
  async function consoles(): Promise<string[]> {
    const current = await currentOf(folder);
    const all = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const others = all
      .filter((item) => item.isDirectory() && item.name !== current && /^[0-9a-f]{16}$/.test(item.name))
      .map((item) => item.name);
    return current === undefined ? others : [current, ...others];
  }

  async function sendAsset(ctx: Context, name: string): Promise<boolean> {
    for (const built of await consoles()) {
      const path = join(folder, built, "assets", name);
      const zipped = ctx.acceptsEncodings("gzip") === "gzip" ? await fileAt(`${path}.gz`) : undefined;
      const file = zipped ?? (await fileAt(path));
      if (file === undefined) continue;
      ctx.set("Cache-Control", ASSET_CACHE);
      ctx.vary("Accept-Encoding");
      ctx.set("ETag", file.etag);
      ctx.compress = false;
      if (matchesEtag(ctx.get("If-None-Match"), file.etag)) {
        ctx.status = 304;
        return true;
      }
      ctx.set("Content-Type", CONTENT_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
      if (zipped !== undefined) ctx.set("Content-Encoding", "gzip");
      ctx.body = file.body;
      return true;
    }
    return false;
  }

  return async (ctx, next) => {
    if ((ctx.method !== "GET" && ctx.method !== "HEAD") || API_PATH.test(ctx.path)) return next();
    const asset = /^\/assets\/([\w.-]+)$/.exec(ctx.path)?.[1];
    if (asset !== undefined) {
      if (!(await sendAsset(ctx, asset))) await next();
      return;
    }
    if (ctx.path !== "/" && !isNavigation(ctx)) return next();
    const current = await currentOf(folder);
    const page = current === undefined ? undefined : await fileAt(join(folder, current, "index.html"));
    ctx.set("Cache-Control", "no-store");
    ctx.set("Content-Type", "text/html; charset=utf-8");
    if (page === undefined) {
      ctx.status = 503;
      ctx.set("Retry-After", String(BUILDING_RETRY_SECONDS));
      ctx.body = BUILDING_PAGE;
      return;
    }
    const nonce = randomBytes(16).toString("base64");
    const policy = ctx.response.get("Content-Security-Policy");
    ctx.set("Content-Security-Policy", `${policy}; style-src 'self' 'nonce-${nonce}'`);
    ctx.body = page.body.toString("utf8").replace(NONCE_PLACE, nonce);
  };
}

/** A browser that goes to a page, not a script or a program that asks for data. */
function isNavigation(ctx: Context): boolean {
  const mode = ctx.get("Sec-Fetch-Mode");
  if (mode !== "" && mode !== "navigate") return false;
  return ctx.get("Accept").includes("text/html");
}

async function currentOf(folder: string): Promise<string | undefined> {
  const name = await readFile(join(folder, "current"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
  if (name === undefined || !/^[0-9a-f]{16}$/.test(name)) return undefined;
  const found = await stat(join(folder, name, "index.html")).catch(() => undefined);
  return found === undefined ? undefined : name;
}
