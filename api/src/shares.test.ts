import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONNECTIONS_PER_CLIENT_MAX, TOKEN_BYTES } from "./limits.ts";
import { createApi, type ListeningApi } from "./server.ts";
import { type County, startCounty } from "./testing/county.ts";

/** What one client can take from the others: connections, and the event loop's time. */

let county: County;
beforeAll(async () => {
  county = await startCounty();
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

async function listening(
  options: Omit<Parameters<typeof createApi>[1], "version">,
): Promise<ListeningApi & AsyncDisposable> {
  const api = await createApi(county.node, { version: "0.0.0", ...options }).listen({
    host: "127.0.0.1",
    port: 0,
  });
  return { ...api, [Symbol.asyncDispose]: () => api.close() };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    socket.once("error", reject);
  });
}

test("one address gets its share of the connections; beyond it is answered 429, closed and counted", async () => {
  const answers: string[] = [];
  await using api = await listening({ onAnswer: (route, status) => answers.push(`${route} ${status}`) });
  const sockets: Socket[] = [];
  for (let i = 0; i < CONNECTIONS_PER_CLIENT_MAX; i++) sockets.push(await connected(api.port));
  const beyond = await connected(api.port);
  beyond.write("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
  let text = "";
  beyond.on("data", (data) => {
    text += data;
  });
  await new Promise((resolve) => beyond.once("close", resolve));
  expect(text).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\n/);
  expect(text).toMatch(/"code":"overloaded"/);
  expect(answers).toEqual(["connection 429"]);
  const left = sockets.pop()!;
  const gone = new Promise((resolve) => left.once("close", resolve));
  left.destroy();
  await gone;
  expect((await fetch(`${api.url}/v1/status`)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
}, 30_000);

test("an answer's size is paid for: who asks for large ones may ask for fewer", async () => {
  const burst = 200;
  await using api = await listening({ rates: { read: { perSecond: 0.001, burst } } });
  const large = async () => {
    const response = await fetch(`${api.url}/v1/openapi.json`, {
      headers: { "accept-encoding": "identity" },
    });
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
  };
  const each = Math.ceil((await large()).bytes / TOKEN_BYTES);
  expect(each).toBeGreaterThan(4);
  let passed = 1;
  while (passed < burst && (await large()).status === 200) passed++;
  expect(passed).toBe(Math.ceil(burst / each));
  expect((await fetch(`${api.url}/v1/status`)).status).toBe(429);
});
