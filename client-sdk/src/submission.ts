import { encode, toBase64 } from "@jingzhun/ledger";
import { AttachmentTakers } from "./attachment-takers.ts";
import {
  ClientError,
  errorOf,
  networkError,
  OverloadedError,
  type Problem,
  UnavailableError,
} from "./errors.ts";
import {
  BATCH_BYTES,
  BATCH_TXS,
  NAMED_NODES_MAX,
  REQUEST_TIMEOUT_MS,
  RETRY_PAUSE_FIRST_MS,
  RETRY_PAUSE_MAX_MS,
  SUBMIT_TIMEOUT_MS,
} from "./limits.ts";
import { isElsewhere, NoAnswer, type Nodes, sleep } from "./nodes.ts";
import type { SignedTransaction } from "./signing.ts";

/** What a node said about a submitted transaction. */
export interface Submitted {
  id: Uint8Array;
  /**
   * `refused` is final. `unanswered`: some node may have it; only its outcome, or its expiry, can tell.
   */
  status: "accepted" | "known" | "refused" | "unanswered";
  refusal?: ClientError;
}

interface WireResult {
  status: "accepted" | "known" | "refused";
  refusal?: Omit<Problem, "status">;
}

/**
 * Submits the same bytes to one node after another until one answers (DESIGN §4). A refusal is final only
 * if no earlier try ended without an answer: a node that went silent may have passed the transaction on
 * before the next one, which lacks something, refuses it. Then the caller polls to an outcome. A node that takes no
 * attachments names some that do: each is tried once, and those that took one are asked first the next time.
 */
export class Submission {
  readonly #takers = new AttachmentTakers();
  readonly #nodes: Nodes;
  readonly #timeoutMs: number;

  constructor(nodes: Nodes, timeoutMs: number = SUBMIT_TIMEOUT_MS) {
    this.#nodes = nodes;
    this.#timeoutMs = timeoutMs;
  }

  /** Throws the typed refusal when it is final, NetworkError when certainly no node got it. */
  async single(tx: SignedTransaction, timeoutMs: number = this.#timeoutMs): Promise<Submitted> {
    const until = performance.now() + timeoutMs;
    const body = JSON.stringify({ tx: toBase64(tx.bytes) });
    const headers = { "content-type": "application/json" };
    let unanswered = false;
    let last: unknown;
    const way: Way = { attachments: tx.withAttachments === true, named: [], asked: new Set() };
    for await (const url of this.#tries(way, until)) {
      try {
        const response = await this.#nodes.ask(url, {
          method: "POST",
          path: "/v1/transactions",
          headers,
          body,
          timeoutMs: requestTime(until),
        });
        const { results } = (await response.json()) as { results: WireResult[] };
        const status = results[0]?.status === "known" ? "known" : "accepted";
        if (way.attachments) this.#takers.took(url);
        return { id: tx.id, status };
      } catch (error) {
        last = error;
        if (isWrongNode(error)) this.#turnTo(way, url, error);
        else if (isElsewhere(error)) {
          this.#demote(url);
          unanswered ||= !(error instanceof OverloadedError);
        } else if (error instanceof ClientError) {
          if (unanswered) return { id: tx.id, status: "unanswered", refusal: error };
          throw error;
        } else {
          unanswered ||= !(error instanceof NoAnswer) || error.sent;
          this.#demote(url);
        }
      }
    }
    if (unanswered) return { id: tx.id, status: "unanswered" };
    throw last instanceof ClientError ? last : networkError(last);
  }

  /**
   * Submits up to 1,000 transactions in one request; one result each, in order, and no throw for those
   * that are refused. Transactions that a full node didn't take are sent again.
   */
  async batch(txs: readonly SignedTransaction[]): Promise<Submitted[]> {
    const results = new Array<Submitted | undefined>(txs.length);
    for (const part of parts(txs)) await this.#part(part, results);
    return results.map((result, i) => result ?? { id: txs[i]?.id ?? new Uint8Array(), status: "unanswered" });
  }

  async #part(
    part: { tx: SignedTransaction; at: number }[],
    results: (Submitted | undefined)[],
  ): Promise<void> {
    const headers = { "content-type": "application/msgpack" };
    let open = part;
    let unanswered = false;
    let reached = false;
    let last: unknown;
    const way: Way = {
      attachments: part.some(({ tx }) => tx.withAttachments === true),
      named: [],
      asked: new Set(),
    };
    const until = performance.now() + this.#timeoutMs;
    for await (const url of this.#tries(way, until)) {
      try {
        const body = new Uint8Array(encode(open.map(({ tx }) => tx.bytes)));
        const response = await this.#nodes.ask(url, {
          method: "POST",
          path: "/v1/transactions",
          headers,
          body,
        });
        const answer = (await response.json()) as { results: WireResult[] };
        reached = true;
        const again: typeof open = [];
        for (const [i, item] of open.entries()) {
          const result = answer.results[i];
          if (result === undefined) again.push(item);
          else if (result.status !== "refused") results[item.at] = { id: item.tx.id, status: result.status };
          else {
            const refusal = errorOf({
              ...EMPTY_PROBLEM,
              ...result.refusal,
              status: statusOf(result.refusal?.code),
            });
            if (refusal instanceof OverloadedError) again.push(item);
            else if (isWrongNode(refusal)) {
              this.#turnTo(way, url, refusal);
              // Its end, unless another node takes it.
              results[item.at] = { id: item.tx.id, status: unanswered ? "unanswered" : "refused", refusal };
              again.push(item);
            } else if (refusal instanceof UnavailableError) {
              // Something failed inside that node, who knows how far it came.
              unanswered = true;
              results[item.at] = undefined;
              again.push(item);
            } else
              results[item.at] = { id: item.tx.id, status: unanswered ? "unanswered" : "refused", refusal };
          }
        }
        if (open.some((item) => item.tx.withAttachments === true && !again.includes(item)))
          this.#takers.took(url);
        open = again;
        if (open.length === 0) return;
      } catch (error) {
        last = error;
        if (error instanceof ClientError && !isElsewhere(error)) throw error;
        if (!(error instanceof ClientError)) unanswered ||= !(error instanceof NoAnswer) || error.sent;
        if (unanswered) for (const item of open) results[item.at] = undefined;
        this.#demote(url);
      }
    }
    if (!unanswered && !reached) throw last instanceof ClientError ? last : networkError(last);
  }

  /** A node that takes no attachments answered: on to those that it names, unless they were asked before. */
  #turnTo(way: Way, url: string, refusal: unknown): void {
    this.#takers.refused(url);
    way.attachments = true;
    for (const named of this.#takers.named(url, (refusal as ClientError).values["api"])) {
      if (way.asked.has(named) || way.asked.size >= NAMED_NODES_MAX || this.#nodes.urls.includes(named))
        continue;
      way.asked.add(named);
      way.named.push(named);
    }
  }

  /** Puts one of the caller's nodes behind the others; a named one isn't among them. */
  #demote(url: string): void {
    if (this.#nodes.urls.includes(url)) this.#nodes.demote(url);
  }

  /** The urls to try, round after round with a growing pause, until the time for it is over or none is left. */
  async *#tries(way: Way, until: number): AsyncGenerator<string> {
    let pause = RETRY_PAUSE_FIRST_MS;
    for (let round = 0; ; round++) {
      const urls = way.attachments ? this.#takers.among(this.#nodes.urls) : [...this.#nodes.urls];
      // All refused once: what they are may have changed since, so they are asked again, but not in a circle.
      if (urls.length === 0 && round === 0) urls.push(...this.#nodes.urls);
      for (const url of urls) {
        if (round > 0 && performance.now() >= until) return;
        yield url;
        for (let named = way.named.shift(); named !== undefined; named = way.named.shift()) yield named;
      }
      if (urls.length === 0 || performance.now() + pause >= until) return;
      await sleep(pause);
      pause = Math.min(2 * pause, RETRY_PAUSE_MAX_MS);
    }
  }
}

/** ms for one request of a submission that ends at `until`: a hanging node doesn't use up what others need. */
function requestTime(until: number): number {
  return Math.max(1_000, Math.min(REQUEST_TIMEOUT_MS, until - performance.now()));
}

/** What one submission has learnt on its way. */
interface Way {
  attachments: boolean;
  /** Addresses from refusals, yet to be tried. */
  named: string[];
  /** All that were ever among them: each is tried once. */
  asked: Set<string>;
}

function isWrongNode(error: unknown): boolean {
  return error instanceof ClientError && error.code === "attachment.wrong_node";
}

const EMPTY_PROBLEM: Problem = {
  code: "tx.refused",
  path: "",
  status: 422,
  message: { zh: "交易被拒绝", en: "The transaction was refused" },
  hint: { zh: "请核对后重试。", en: "Check it and try again." },
  values: {},
};

function statusOf(code: string | undefined): number {
  if (code === "internal.error" || code === "not_ready") return 503;
  return code?.startsWith("overloaded") === true ? 429 : 422;
}

function* parts(txs: readonly SignedTransaction[]): Generator<{ tx: SignedTransaction; at: number }[]> {
  let part: { tx: SignedTransaction; at: number }[] = [];
  let size = 0;
  for (const [at, tx] of txs.entries()) {
    if (part.length === BATCH_TXS || (part.length > 0 && size + tx.bytes.length > BATCH_BYTES)) {
      yield part;
      part = [];
      size = 0;
    }
    part.push({ tx, at });
    size += tx.bytes.length + 5;
  }
  if (part.length > 0) yield part;
}
