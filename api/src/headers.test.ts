import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { hex, registry } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type County, seedOf, startCounty } from "./testing/county.ts";
import { ask, post } from "./testing/requests.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

/** With headers that fetch doesn't let one set. */
function raw(path: string, headers: Record<string, string>, method = "GET", body = "") {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const req = request({ host: "127.0.0.1", port: county.api.port, path, method, headers }, (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.on("end", () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }),
        );
      });
      req.on("error", reject);
      req.end(body);
    },
  );
}

test("every answer carries the policy, problems too; it lets pages connect to registered nodes only", async () => {
  for (const path of ["/v1/status", "/v1/nothing"]) {
    const { headers } = await ask(county, path);
    expect(headers.get("content-security-policy")).toContain(
      "connect-src 'self' http://127.0.0.1:7100 http://localhost:7100;",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  }
});

test("CORS: a registered origin may, another may not", async () => {
  const known = await ask(county, "/v1/status", { headers: { origin: "http://127.0.0.1:7100" } });
  expect(known.headers.get("access-control-allow-origin")).toBe("http://127.0.0.1:7100");
  expect(known.headers.get("vary")).toMatch(/origin/i);
  const foreign = await ask(county, "/v1/status", { headers: { origin: "https://evil.test" } });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  const preflight = { "access-control-request-method": "POST" };
  const yes = await raw("/v1/transactions", { ...preflight, origin: "http://127.0.0.1:7100" }, "OPTIONS");
  expect(yes.status).toBe(204);
  expect(yes.headers["access-control-allow-headers"]).toContain("authorization");
  const no = await raw("/v1/transactions", { ...preflight, origin: "https://evil.test" }, "OPTIONS");
  expect(no.headers["access-control-allow-origin"]).toBeUndefined();
});

test("ETag covers the data only: a new block leaves it, If-None-Match gives 304", async () => {
  const path = "/v1/public/statistics?division=433124";
  const first = await ask(county, path);
  const etag = first.headers.get("etag") as string;
  await county.act("poverty-admin", [
    ["access.grantRole", { operator: "clerk", role: "cadre", division: "433124110226" }],
  ]);
  const second = await ask(county, path);
  expect(second.body.height).toBe(first.body.height + 1);
  expect(second.headers.get("etag")).toBe(etag);
  const again = await raw(path, { "if-none-match": `W/${etag}` });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test("large answers are compressed", async () => {
  const answer = await raw("/v1/openapi.json", { "accept-encoding": "gzip" });
  expect(answer.headers["content-encoding"]).toBe("gzip");
  expect(JSON.parse(gunzipSync(answer.body).toString())).toMatchObject({ openapi: "3.1.0" });
});

test("the API's description is the same compressed, and has one ETag", async () => {
  const [plain, zipped] = await Promise.all(
    ["identity", "gzip"].map((encoding) =>
      ask(county, "/v1/openapi.json", { headers: { "accept-encoding": encoding } }),
    ),
  );
  expect(zipped!.headers.get("content-encoding")).toBe("gzip");
  expect(plain!.headers.get("content-encoding")).toBeNull();
  expect(zipped!.body).toEqual(plain!.body);
  expect(zipped!.body.openapi).toMatch(/^3\.1/);
  const etag = plain!.headers.get("etag")!;
  expect(zipped!.headers.get("etag")).toBe(etag);
  const again = await ask(county, "/v1/openapi.json", { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("the page at /docs lists every route and every action with its fields, and needs nothing from elsewhere", async () => {
  const page = await ask(county, "/docs");
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const { body: document } = await ask(county, "/v1/openapi.json");
  for (const path of Object.keys(document.paths)) expect(page.body).toContain(`<code>${path}</code>`);
  for (const { type, payload } of registry.describe().actions) {
    const [, section = ""] = page.body.split(`<h3 id="action-${type}">`);
    const [fields = ""] = section.split("<h3");
    for (const name of Object.keys((payload as { properties: object }).properties))
      expect(fields, type).toContain(`<code>${name}</code>`);
  }
  expect(page.body).not.toMatch(/<script|(href|src)="https?:\/\//);
});

test("a stale head is marked and nothing else changes; moving the clock makes none stale", async () => {
  const path = "/v1/public/statistics?division=433124";
  expect((await ask(county, path)).body.stale).toBeUndefined();
  county.node.advance(91_000);
  expect((await ask(county, path)).body.stale).toBeUndefined();
  county.node.idle(91_000);
  expect((await ask(county, path)).body.stale).toBe(true);
});

test("metrics are Prometheus text", async () => {
  const answer = await ask(county, "/metrics");
  expect(answer.headers.get("content-type")).toContain("text/plain");
  expect(answer.body).toContain("jingzhun_height");
});

test("testnet routes: loopback Host, and no foreign page", async () => {
  const path = "/v1/testnet/operators";
  const own = { host: `127.0.0.1:${county.api.port}` };
  expect(JSON.parse((await raw(path, own)).body.toString())).toContainEqual({
    role: "auditor",
    organisation: "audit",
    division: "433124000000",
    name: "auditor",
    key: hex(seedOf("auditor")),
  });
  expect((await raw(path, { ...own, origin: `http://127.0.0.1:${county.api.port}` })).status).toBe(200);
  expect((await raw(path, { ...own, origin: "http://localhost:7100" })).status).toBe(200);
  expect((await raw(path, { ...own, origin: "https://evil.test" })).status).toBe(403);
  expect((await raw(path, { host: "node.example.cn" })).status).toBe(403);
  expect((await raw(path, { host: "127.0.0.1.evil.test" })).status).toBe(403);
  const before = (await ask(county, "/v1/status")).body.now;
  const moved = await post(county, "/v1/testnet/clock", { advance: 86_400_000 });
  expect(moved.body).toEqual({ now: before + 86_400_000 });
  expect((await post(county, "/v1/testnet/clock", { set: 1 })).body.code).toBe("clock.backwards");
  expect((await post(county, "/v1/testnet/clock", { advance: -5 })).body.code).toBe("request.invalid");
});

test("a production network has neither testnet routes nor unreleased figures", async () => {
  await using production = await startCounty({ testNetwork: false });
  expect((await ask(production, "/v1/testnet/operators")).body.code).toBe("testnet.only");
  expect((await post(production, "/v1/testnet/clock", { advance: 1 })).body.code).toBe("testnet.only");
  expect((await ask(production, "/v1/public/statistics?division=43")).body.code).toBe(
    "statistics.no_release",
  );
});
