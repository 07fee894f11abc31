import { type ClientError, outcomeUnknown } from "./errors.ts";
import {
  FAILING_POLL_MS,
  LONG_POLL_MS,
  REQUEST_TIMEOUT_MS,
  RESEND_TIMEOUT_MS,
  RETRY_PAUSE_FIRST_MS,
  RETRY_PAUSE_MAX_MS,
  RETRY_UNKNOWN_MS,
  SUBMIT_TIMEOUT_MS,
} from "./limits.ts";
import { isElsewhere, NoAnswer, type Nodes, sleep } from "./nodes.ts";

/** What a node says of a transaction; only proof makes it so. */
interface Said {
  readonly status: string;
}

export interface FinalityWait<S extends Said, T> {
  readonly nodes: Nodes;
  /** id, hex */
  readonly id: string;
  /** ms UTC, where known */
  readonly expiresAt: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** @throws when the answer says nothing */
  readonly read: (response: Response) => Promise<S>;
  /** The end that the answer proves; undefined when it isn't one yet. @throws ClientError when the proof doesn't hold */
  readonly proved: (said: S) => T | undefined;
  /** Gives the same bytes to a node again, within so many ms; harmless, whatever became of them. */
  readonly resend: ((timeoutMs: number) => Promise<unknown>) | undefined;
}

/**
 * Asks one node after another for the outcome until one proves it. It may take as long as the outcome takes; but when no
 * node answers, or none proves what it says, it ends `SUBMIT_TIMEOUT_MS` later, and a little more where requests hang
 * (their own time-outs). Pauses between rounds over all nodes double up to `RETRY_PAUSE_MAX_MS`.
 *
 * @throws NetworkError `tx.outcome_unknown` when no node answers; VerificationError; other ClientErrors that a node
 * answers with; the signal's reason
 */
export async function waitForOutcome<S extends Said, T>(wait: FinalityWait<S, T>): Promise<T> {
  const { nodes, signal } = wait;
  let failingSince: number | undefined;
  let failures = 0;
  let pause = RETRY_PAUSE_FIRST_MS;
  let unprovedSince: number | undefined;
  const unproved = new Set<string>();
  for (;;) {
    signal?.throwIfAborted();
    const url = nodes.urls[0]!;
    const askedAt = performance.now();
    const left = failingSince === undefined ? undefined : SUBMIT_TIMEOUT_MS - (askedAt - failingSince);
    let said: S;
    try {
      // The node that broke off may have been the only one that had it.
      if (left !== undefined) await wait.resend?.(Math.min(left, RESEND_TIMEOUT_MS)).catch(() => {});
      said = await nodes.read(url, requestOf(wait, left), wait.read);
    } catch (error) {
      if (!(error instanceof NoAnswer || isElsewhere(error))) throw error;
      nodes.demote(url);
      failingSince ??= performance.now();
      if (performance.now() - failingSince >= SUBMIT_TIMEOUT_MS) throw outcomeUnknown(wait, error);
      if (++failures % nodes.urls.length === 0) {
        await sleep(pause);
        pause = Math.min(2 * pause, RETRY_PAUSE_MAX_MS);
      }
      continue;
    }
    failingSince = undefined;
    failures = 0;
    pause = RETRY_PAUSE_FIRST_MS;
    try {
      const end = wait.proved(said);
      if (end !== undefined) return end;
    } catch (error) {
      // Another node may prove it: one that lies keeps nobody from the outcome. Of an expiry any may later.
      unproved.add(url);
      if (said.status !== "expired" && unproved.size === nodes.urls.length) throw error;
      if (said.status === "expired" && wait.expiresAt === undefined) throw error;
      unprovedSince ??= performance.now();
      if (performance.now() - unprovedSince > SUBMIT_TIMEOUT_MS) throw error as ClientError;
      nodes.demote(url);
    }
    if (said.status === "unknown") await wait.resend?.(RESEND_TIMEOUT_MS).catch(() => {});
    // A long poll that ends at once isn't asked for again at once.
    if (performance.now() - askedAt < RETRY_UNKNOWN_MS) await sleep(RETRY_UNKNOWN_MS);
  }
}

/** A long poll; a short one while nodes fail, so that each gets its turn in what is left of the time. */
function requestOf<S extends Said, T>({ id, expiresAt, signal }: FinalityWait<S, T>, left?: number) {
  const holdMs = left === undefined ? LONG_POLL_MS : FAILING_POLL_MS;
  const query = new URLSearchParams({ wait: "final", timeout: String(holdMs), proof: "1" });
  if (expiresAt !== undefined) query.set("expiresAt", String(expiresAt));
  return {
    method: "GET" as const,
    path: `/v1/transactions/${id}?${query}`,
    timeoutMs:
      left === undefined
        ? holdMs + REQUEST_TIMEOUT_MS
        : holdMs + Math.max(1_000, Math.min(left, REQUEST_TIMEOUT_MS)),
    signal,
  };
}
