import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import Koa from "koa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { consoleFiles } from "./console-files.ts";
import { securityHeaders } from "./security-headers.ts";

const HASH = "0123456789abcdef";
const OLDER = "fedcba9876543210";
let folder: string;
let server: Server;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "jingzhun-console-"));
  const app = new Koa();
  app.use(securityHeaders(() => ["http://127.0.0.1:7101"]));
  app.use(consoleFiles(folder));
  app.use((ctx) => {
    ctx.status = 404;
    ctx.body = "the API's";
  });
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function build(hash: string): void {
  mkdirSync(join(folder, hash, "assets"), { recursive: true });
  writeFileSync(join(folder, hash, "index.html"), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  writeFileSync(join(folder, hash, "assets", `main-${hash}.js`), "console.log(1)");
  writeFileSync(join(folder, hash, "assets", `main-${hash}.js.gz`), gzipSync("console.log(1)"));
  writeFileSync(join(folder, "current"), `${hash}\n`);
}
/** As a browser goes to an address; fetch can't say that it navigates. */
function page(path: string, headers: Record<string, string> = { "sec-fetch-mode": "navigate" }) {
  return new Promise<Response>((resolve, reject) => {
    get(url + path, { headers: { accept: "text/html", ...headers } }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      const told = Object.entries(answer.headers).map(([name, value]): [string, string] => [
        name,
        `${value}`,
      ]);
      resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: told }));
    }).on("error", reject);
  });
}

test("until it is built a page says so, in both languages, and asks again", async () => {
  const answer = await page("/");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("2");
  const text = await answer.text();
  expect(text).toContain("正在准备");
  expect(text).toContain("being built");
  expect(text).not.toContain("<script");
  build(HASH);
  expect((await page("/")).status).toBe(200);
});

test("the page is never cached, and each has a nonce of its own that its policy names", async () => {
  build(HASH);
  const nonces = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const answer = await page("/");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe/);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(2);
});

test("files with a hash in their name are kept for a year, compressed; those of the console before stay", async () => {
  build(OLDER);
  build(HASH);
  for (const hash of [HASH, OLDER]) {
    const answer = await fetch(`${url}/assets/main-${hash}.js`);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(await answer.text()).toBe("console.log(1)");
    const etag = answer.headers.get("etag") ?? "";
    const again = await fetch(`${url}/assets/main-${hash}.js`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  }
  const plain = await fetch(`${url}/assets/main-${HASH}.js`, { headers: { "accept-encoding": "identity" } });
  expect(plain.headers.get("content-encoding")).toBeNull();
});

test("a place within the page answers a navigation with the page, a program with the API's 404", async () => {
  build(HASH);
  expect((await page("/actions/household.register")).status).toBe(200);
  // An older browser that doesn't say what it does.
  expect((await page("/records", {})).status).toBe(200);
  expect((await fetch(`${url}/actions/household.register`)).status).toBe(404);
  expect((await page("/records", { "sec-fetch-mode": "cors" })).status).toBe(404);
  for (const path of ["/v1/nothing", "/docs", "/metrics", "/assets/none.js"])
    expect((await page(path)).status, path).toBe(404);
});

test("nothing outside the built files is served", async () => {
  build(HASH);
  for (const path of ["/assets/..%2findex.html", "/assets/%2e%2e%2fcurrent", "/assets/a/b.js"]) {
    const answer = await fetch(url + path);
    expect(answer.status, path).toBe(404);
    expect(await answer.text()).toBe("the API's");
  }
});
