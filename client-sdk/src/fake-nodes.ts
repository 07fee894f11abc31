import type { Fetch } from "./nodes.ts";

/** For tests: nodes that answer as scripted, by base address; each call takes the next answer, the last one stays. */
export type FakeAnswer = "refused-connection" | "silence" | { status: number; body: unknown };

export function fakeNodes(script: { [url: string]: FakeAnswer[] }): { fetch: Fetch; calls: string[] } {
  const calls: string[] = [];
  const left = new Map(Object.entries(script).map(([url, answers]) => [url, [...answers]]));
  const fetch: Fetch = async (input, init) => {
    const { origin, pathname } = new URL(input);
    calls.push(`${init?.method ?? "GET"} ${origin}${pathname}`);
    const answers = left.get(origin) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer === "refused-connection") {
      throw new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
    }
    if (answer === "silence") throw new TypeError("fetch failed", { cause: { code: "UND_ERR_SOCKET" } });
    return new Response(JSON.stringify(answer.body), {
      status: answer.status,
      headers: { "content-type": answer.status < 400 ? "application/json" : "application/problem+json" },
    });
  };
  return { fetch, calls };
}

export function problem(status: number, code: string): FakeAnswer {
  const text = { zh: code, en: code };
  return { status, body: { code, status, path: "actions/0", message: text, hint: text, values: {} } };
}
