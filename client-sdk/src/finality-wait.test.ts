import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NetworkError } from "./errors.ts";
import { waitForOutcome } from "./finality-wait.ts";
import { LONG_POLL_MS, REQUEST_TIMEOUT_MS, SUBMIT_TIMEOUT_MS } from "./limits.ts";
import { Nodes } from "./nodes.ts";

const URLS = ["http://a.test", "http://b.test", "http://c.test", "http://d.test"];
const ID = "ab".repeat(32);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const broken = () => Promise.reject(new TypeError("Failed to fetch"));
const says = (status: string) => Promise.resolve(Response.json({ data: { status } }));

function waiting(
  answer: (url: string, path: string) => Promise<Response>,
  resend?: (ms: number) => Promise<unknown>,
) {
  const asked: { at: number; url: string; path: string }[] = [];
  const nodes = new Nodes(URLS, (input) => {
    const { origin, pathname, search } = new URL(input);
    asked.push({ at: performance.now(), url: origin, path: pathname + search });
    return answer(origin, pathname + search);
  });
  const outcome = waitForOutcome({
    nodes,
    id: ID,
    expiresAt: 1_588_291_200_000,
    signal: undefined,
    read: async (response) => ((await response.json()) as { data: { status: string } }).data,
    proved: ({ status }) => (status === "applied" ? status : undefined),
    resend,
  });
  let end: unknown;
  const settled = outcome.then(
    (value) => (end = value),
    (error: unknown) => (end = error),
  );
  return { asked, settled, end: () => end, from: performance.now() };
}

test("a lost connection: it ends within the bound, says that the outcome is unknown, and doesn't hammer the nodes", async () => {
  const resend = vi.fn(() => Promise.resolve());
  const { asked, settled, end, from } = waiting(broken, resend);
  await vi.advanceTimersByTimeAsync(SUBMIT_TIMEOUT_MS - 2_500);
  expect(end()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(5_000);
  await settled;
  const error = end() as NetworkError;
  expect(error).toBeInstanceOf(NetworkError);
  expect(error.code).toBe("tx.outcome_unknown");
  expect(error.values).toEqual({ id: ID, expiresAt: "2020-05-01T00:00:00.000Z" });
  expect(error.hint.zh).toContain("请勿重新填写");
  // Four nodes a round; the pauses between rounds double up to two seconds.
  expect(asked.length).toBeLessThan(100);
  const rounds = asked.filter((_, i) => i % URLS.length === 0).map(({ at }) => at - from);
  expect(rounds.slice(0, 6)).toEqual([0, 100, 300, 700, 1_500, 3_100]);
  expect(resend.mock.calls.length).toBeLessThanOrEqual(asked.length);
});

test("nodes that hang use up their own time-outs, not four times theirs", async () => {
  const hanging = (_: string, path: string) => {
    const holdMs = Number(new URLSearchParams(path.split("?")[1]).get("timeout"));
    return new Promise<Response>((_, reject) =>
      setTimeout(() => reject(new DOMException("timed out", "TimeoutError")), holdMs + REQUEST_TIMEOUT_MS),
    );
  };
  const { settled, end } = waiting(hanging);
  await vi.advanceTimersByTimeAsync(LONG_POLL_MS + REQUEST_TIMEOUT_MS + SUBMIT_TIMEOUT_MS + 15_000);
  await settled;
  expect((end() as NetworkError).code).toBe("tx.outcome_unknown");
});

test("a node that comes back is given the transaction again, and its outcome ends the wait", async () => {
  let up = false;
  const resent: number[] = [];
  const resend = async (ms: number) => {
    resent.push(ms);
    if (!up) throw new Error("nobody there");
  };
  const { settled, end, asked } = waiting(
    (url) => (up && url === URLS[2] ? says("applied") : broken()),
    resend,
  );
  await vi.advanceTimersByTimeAsync(12_000);
  expect(end()).toBeUndefined();
  up = true;
  await vi.advanceTimersByTimeAsync(5_000);
  await settled;
  expect(end()).toBe("applied");
  expect(asked.at(-1)!.url).toBe(URLS[2]);
  expect(Math.max(...resent)).toBeLessThanOrEqual(5_000);
});

test("an answer in between starts the time anew: only a lasting silence ends the wait", async () => {
  let answered = 0;
  const { settled, end } = waiting(() => {
    const phase = Math.floor(performance.now() / 20_000) % 2;
    if (phase === 1) {
      answered++;
      return says("pending");
    }
    return broken();
  });
  await vi.advanceTimersByTimeAsync(200_000);
  expect(answered).toBeGreaterThan(3);
  expect(end()).toBeUndefined();
  vi.useRealTimers();
  void settled;
});
