import { createConnection } from "node:net";
import { encode, JzError } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DISCARDED_BODY_BYTES, JSON_BODY_BYTES } from "./limits.ts";
import { type County, startCounty } from "./testing/county.ts";
import { type Answer, ask, post } from "./testing/requests.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(() => county[Symbol.asyncDispose]());

function expectProblem(answer: Answer, status: number, code: string, path: string) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(answer.body).toMatchObject({ type: `urn:jingzhun:problem:${code}`, status, code, path });
  expect(answer.status).toBe(status);
  for (const text of [answer.body.message, answer.body.hint]) {
    expect(text.zh).toMatch(/\p{Script=Han}/u);
    expect(text.en).toMatch(/^[ -~’…]+$/);
    expect(text.zh + text.en).not.toMatch(/\{[a-z]+\}/i);
  }
}

test("an unknown address is 404, a wrong method 405 with Allow", async () => {
  expectProblem(await ask(county, "/v1/nothing"), 404, "request.not_found", "/v1/nothing");
  const wrong = await ask(county, "/v1/status", { method: "DELETE" });
  expectProblem(wrong, 405, "request.method_not_allowed", "/v1/status");
  expect(wrong.headers.get("allow")).toBe("GET, HEAD");
  expect((await ask(county, "/v1/status", { method: "HEAD" })).status).toBe(200);
});

test("a percent sign that isn't UTF-8 is an unknown address", async () => {
  expectProblem(await ask(county, "/v1/transactions/%ff"), 404, "request.not_found", "/v1/transactions/%ff");
});

test("a body too large is 413, declared or not", async () => {
  const large = { keyId: "a".repeat(70_000) };
  expectProblem(await post(county, "/v1/auth/challenge", large), 413, "request.too_large", "");
  expectProblem(await chunked(4), 413, "request.too_large", "");
});

test("a body without end is cut off: the node reads a bounded part of it", async () => {
  let sent = 0;
  // A client that still writes may see the end of the connection before the answer.
  const answer = await chunked(Number.POSITIVE_INFINITY, (bytes) => {
    sent += bytes;
  }).catch((error: unknown) => error);
  if (answer instanceof Error) expect(answer.message).toBe("fetch failed");
  else expectProblem(answer as Answer, 413, "request.too_large", "");
  expect(sent).toBeGreaterThan(JSON_BODY_BYTES);
  // What waits in the sockets' buffers counts as sent.
  expect(sent).toBeLessThan(DISCARDED_BODY_BYTES + 32 * 1024 * 1024);
});

/** Posts a body of so many pieces of 64 KiB, its length undeclared. */
function chunked(pieces: number, onSent: (bytes: number) => void = () => {}): Promise<Answer> {
  const piece = new TextEncoder().encode("a".repeat(65_536));
  let left = pieces;
  const body = new ReadableStream({
    pull(controller) {
      if (left-- === 0) return controller.close();
      onSent(piece.length);
      controller.enqueue(piece);
    },
  });
  const headers = { "content-type": "application/json" };
  return ask(county, "/v1/auth/challenge", { method: "POST", headers, body, duplex: "half" } as RequestInit);
}

test("another content type or encoding is 415", async () => {
  const text = await ask(county, "/v1/auth/challenge", { method: "POST", body: "hello" });
  expectProblem(text, 415, "request.media_type", "content-type");
  const zipped = await post(county, "/v1/auth/challenge", {}, { "content-encoding": "gzip" });
  expectProblem(zipped, 415, "request.media_type", "content-encoding");
});

test("a body that isn't JSON, or not what the route declares, is 400 with the field", async () => {
  const broken = await ask(county, "/v1/auth/challenge", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  expectProblem(broken, 400, "request.malformed", "");
  expectProblem(await post(county, "/v1/auth/challenge", { keyId: "XY" }), 400, "request.invalid", "keyId");
  expectProblem(
    await post(county, "/v1/auth/challenge", { keyId: "a".repeat(64), more: 1 }),
    400,
    "request.invalid",
    "more",
  );
});

test("an unknown or doubled query parameter is 400", async () => {
  expectProblem(await ask(county, "/v1/public/statistics?division=433124&x=1"), 400, "request.invalid", "x");
  expectProblem(
    await ask(county, "/v1/public/statistics?division=43&division=44"),
    400,
    "request.invalid",
    "division",
  );
  expectProblem(await ask(county, "/v1/public/statistics?division=433"), 400, "request.invalid", "division");
});

test("minHeight beyond the head waits and answers 503 behind; it is never guessed at", async () => {
  const answer = await ask(county, "/v1/public/statistics?division=433124&minHeight=9999");
  expectProblem(answer, 503, "behind", "minHeight");
  expect(answer.body.values).toMatchObject({ minHeight: 9999 });
  expectProblem(
    await ask(county, "/v1/public/statistics?division=433124&minHeight=-1"),
    400,
    "request.invalid",
    "minHeight",
  );
});

test("titles follow Accept-Language, Chinese first", async () => {
  const zh = await ask(county, "/v1/nothing");
  const en = await ask(county, "/v1/nothing", { headers: { "accept-language": "en-GB,en;q=0.9" } });
  expect([zh.body.title, en.body.title]).toEqual(["没有这个地址", "No such address"]);
});

test("too much of one kind from one client is 429 with Retry-After, and passes later", async () => {
  const keyId = "a".repeat(64);
  let limited: Answer | undefined;
  // At once: on a slow machine one after the other would stay under the rate.
  for (let i = 0; i < 20 && limited === undefined; i++) {
    const asked = Array.from({ length: 40 }, () => post(county, "/v1/auth/challenge", { keyId }));
    limited = (await Promise.all(asked)).find(({ status }) => status === 429);
  }
  expectProblem(limited as Answer, 429, "rate.limited", "");
  expect(Number((limited as Answer).headers.get("retry-after"))).toBeGreaterThan(0);
});

test.each([
  ["storage.corrupt", 500, "internal.error"],
  ["attachment.write", 500, "internal.error"],
  ["attachment.damaged", 500, "internal.error"],
  ["signatures.closed", 503, "not_ready"],
])("%s inside the node is %i %s for the client, and its detail is in the log", async (code, status, told) => {
  const failure = new JzError(code, "", { folder: "/srv/ledger/secret" });
  const { node, errors } = county;
  const txs = new Uint8Array(encode([new Uint8Array(1), new Uint8Array(2)]));
  const batch = {
    method: "POST",
    headers: { "content-type": "application/msgpack" },
    body: txs,
  };
  const submit = vi.spyOn(node, "submit").mockRejectedValueOnce(failure);
  try {
    const thrown = await post(county, "/v1/transactions", { tx: "AA==" });
    expectProblem(thrown, status, told, "");
    const refusal = { code, path: "", values: failure.values };
    submit.mockResolvedValue([{ status: "refused", refusal }]);
    const refused = await post(county, "/v1/transactions", { tx: "AA==" });
    expectProblem(refused, status, told, "");
    submit.mockResolvedValue([{ status: "refused", refusal }, { status: "accepted" }]);
    const several = await ask(county, "/v1/transactions", batch);
    expect(several.body.results[0].refusal.code).toBe(told);
    expect(JSON.stringify([thrown.body, refused.body, several.body])).not.toContain("secret");
    expect(errors.splice(0)).toMatchObject([{ code }, { code }, { code }]);
  } finally {
    submit.mockRestore();
  }
});

/** What comes back for these bytes until the connection ends; `hangUp` ends it from this side. */
function sendBytes(bytes: string, hangUp = false): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = createConnection(county.api.port, "127.0.0.1", () => {
      if (hangUp) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
    socket.on("data", (data) => {
      answer += data;
    });
  });
}

test("bytes that aren't HTTP are answered as a problem and close the connection, nothing else", async () => {
  const malformed = await sendBytes("\x16\x03\x01 hello\r\n\r\n");
  expect(malformed).toMatch(/^HTTP\/1\.1 400 .*\r\nContent-Type: application\/problem\+json/);
  expect(JSON.parse(malformed.split("\r\n\r\n")[1]!)).toMatchObject({
    status: 400,
    code: "request.malformed",
  });
  const long = await sendBytes(`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`);
  expect(JSON.parse(long.split("\r\n\r\n")[1]!)).toMatchObject({
    status: 431,
    code: "request.headers_too_large",
  });
  expect((await ask(county, "/v1/health/live")).body).toEqual({ live: true });
});

test("an address without a path is unknown; a body broken off isn't an error of the node", async () => {
  const { errors } = county;
  const bare = await sendBytes("GET http:// HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  expect(bare).toMatch(/^HTTP\/1\.1 404 /);
  const head = "POST /v1/transactions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
  await sendBytes(`${head}Content-Length: 1000\r\n\r\n{`, true);
  await sendBytes(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`);
  expect(errors).toEqual([]);
});
