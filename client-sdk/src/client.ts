import {
  type Action,
  type Attachment,
  type Certificate,
  fromBase64,
  fromHex,
  hex,
  type Outcome,
  toBase64,
} from "@jingzhun/ledger";
import { type ChainEvent, followEvents } from "./events.ts";
import { ForbiddenError, NotFoundError, verificationError } from "./errors.ts";
import type { Routes } from "./generated/api.ts";
import { routes } from "./generated/api.ts";
import { CLOCK_READING_MS, EXPIRES_IN_MS, LONG_POLL_MS, REQUEST_TIMEOUT_MS } from "./limits.ts";
import { type Fetch, type NodeRequest, Nodes } from "./nodes.ts";
import { type OutcomeProof, verifyOutcome } from "./outcome-proof.ts";
import { Sessions } from "./sessions.ts";
import type { Signer } from "./signer.ts";
import { type SignedTransaction, type SigningOptions, signTransaction } from "./signing.ts";
import { idText, sleep, Submission, type Submitted } from "./submission.ts";
import { Trust } from "./trust.ts";
import { type ProvedValue, verifyRecord } from "./verified-record.ts";

export interface ClientOptions {
  /** Base addresses of nodes, the preferred one first. */
  urls: readonly string[];
  /** Without one only open routes can be read. */
  signer?: Signer;
  /** The chain to insist on. Without it the first node that answers is believed (trust on first use). */
  chainId?: string;
  /** Whom to believe; without it genesis is fetched and checked against the chain id. */
  trust?: Trust;
  fetch?: Fetch;
}

export interface SubmitOptions extends SigningOptions {
  /** ms by the chain's clock; 2 minutes unless given. */
  expiresIn?: number;
}

/** How a transaction ended, proved: certificate, header and outcome were checked. `expired` has no block. */
export type Finality =
  | (Outcome & {
      id: string;
      height: number;
      blockHash: string;
      /** ms UTC */
      blockTime: number;
      certificate: Certificate;
    })
  | { status: "expired"; id: string };

export interface SubmittedTransaction {
  id: string;
  expiresAt: number;
  /** Resolves when the outcome is final; throws only when no node answers or one's proof is wrong. */
  waitForFinality(options?: { signal?: AbortSignal }): Promise<Finality>;
}

type RouteName = keyof Routes;
type Input<N extends RouteName> = Pick<Routes[N], "params" | "query" | "body"> extends infer I
  ? { [K in keyof I as [I[K]] extends [undefined] ? never : K]: I[K] }
  : never;

/** A client of the network: any node will do, none is believed without proof where a proof exists. */
export class Client {
  readonly nodes: Nodes;
  readonly signer: Signer | undefined;
  readonly #submission: Submission;
  readonly #sessions: Sessions | undefined;
  #chainId: string | undefined;
  #trust: Promise<Trust> | undefined;
  /** Highest height seen: no later read is answered from before it. */
  #height = 0;
  #clock: { now: number; at: number } | undefined;

  constructor(options: ClientOptions) {
    this.nodes = new Nodes(options.urls, options.fetch ?? ((input, init) => globalThis.fetch(input, init)));
    this.signer = options.signer;
    this.#chainId = options.trust?.chainId ?? options.chainId;
    this.#trust = options.trust === undefined ? undefined : Promise.resolve(options.trust);
    this.#submission = new Submission(this.nodes);
    this.#sessions =
      options.signer === undefined ? undefined : new Sessions(this.nodes, options.signer, () => this.chainId());
  }

  async chainId(): Promise<string> {
    if (this.#chainId === undefined) await this.#readClock();
    return this.#chainId as string;
  }

  /** The chain's time, ms UTC, from a node's clock: a test network's clock isn't the host's. */
  async now(): Promise<number> {
    const clock = this.#clock;
    if (clock !== undefined && performance.now() - clock.at < CLOCK_READING_MS) {
      return Math.floor(clock.now + performance.now() - clock.at);
    }
    return this.#readClock();
  }

  async #readClock(): Promise<number> {
    const status = await this.call("status.get", {});
    if (this.#chainId !== undefined && status.chainId !== this.#chainId) {
      throw verificationError(
        "proof.chain",
        `The node belongs to ${status.chainId}, not to ${this.#chainId}`,
        "节点不属于这条链",
      );
    }
    this.#chainId = status.chainId;
    this.#clock = { now: status.now, at: performance.now() };
    return status.now;
  }

  /** Whom the client believes; loaded once. */
  trust(): Promise<Trust> {
    this.#trust ??= (async () => {
      const chainId = await this.chainId();
      const response = await this.#ask({ method: "GET", path: "/v1/public/genesis" }, false);
      return Trust.fromGenesis(chainId, new Uint8Array(await response.arrayBuffer()));
    })();
    this.#trust.catch(() => {
      this.#trust = undefined;
    });
    return this.#trust;
  }

  /**
   * Calls a route of the API by its name, typed from the OpenAPI document. Signs in where the route asks for
   * it, sends the highest height seen, fails over between nodes. Throws a typed ClientError.
   */
  async call<N extends RouteName>(name: N, input: Input<N>): Promise<Routes[N]["response"]> {
    const { method, path, guarded, minHeight } = routes[name];
    const { params, query, body } = input as {
      params?: { [name: string]: string | number };
      query?: { [name: string]: string | number | boolean | undefined };
      body?: unknown;
    };
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(key, String(value));
    if (minHeight && this.#height > 0) search.set("minHeight", String(this.#height));
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params?.[key])));
    const response = await this.#ask(
      {
        method,
        path: search.size === 0 ? filled : `${filled}?${search}`,
        ...(body === undefined
          ? {}
          : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      },
      guarded,
    );
    const answer = (await response.json()) as { height?: unknown };
    if (minHeight && typeof answer.height === "number") this.#seen(answer.height);
    return answer as Routes[N]["response"];
  }

  #seen(height: number): void {
    if (height > this.#height) this.#height = height;
  }

  #ask(request: NodeRequest, guarded: boolean): Promise<Response> {
    return this.nodes.askAny((url) =>
      guarded
        ? this.#authorised(url, (authorization) =>
            this.nodes.ask(url, { ...request, headers: { ...request.headers, authorization } }),
          )
        : this.nodes.ask(url, request),
    );
  }

  #authorised<T>(url: string, request: (authorization: string) => Promise<T>): Promise<T> {
    if (this.#sessions === undefined) throw new TypeError("reading this needs a signer");
    return this.#sessions.with(url, request);
  }

  /** Signs without sending: for batches, and for drafts that wait for a connection. */
  async sign(actions: readonly Action[], options: SubmitOptions = {}): Promise<SignedTransaction> {
    if (this.signer === undefined) throw new TypeError("signing needs a signer");
    const expiresAt = (await this.now()) + (options.expiresIn ?? EXPIRES_IN_MS);
    return signTransaction(this.signer, await this.chainId(), actions, expiresAt, options);
  }

  /** Signs and submits. Throws the refusal when it is final (see Submission). */
  async submit(actions: readonly Action[], options: SubmitOptions = {}): Promise<SubmittedTransaction> {
    return this.submitSigned(await this.sign(actions, options));
  }

  async submitSigned(tx: SignedTransaction): Promise<SubmittedTransaction> {
    await this.#submission.single(tx);
    const id = hex(tx.id);
    const { expiresAt } = tx;
    return { id, expiresAt, waitForFinality: (options) => this.waitForFinality(id, { ...options, expiresAt }) };
  }

  /** Submits many in as few requests as the API allows; one result each, in order. */
  submitBatch(txs: readonly SignedTransaction[]): Promise<Submitted[]> {
    return this.#submission.batch(txs);
  }

  /** Executes against the head of a node and keeps nothing: what would happen, or all refusals at once. */
  async simulate(actions: readonly Action[], options: SubmitOptions = {}) {
    const { bytes } = await this.sign(actions, options);
    const answer = await this.#ask(
      {
        method: "POST",
        path: "/v1/transactions?dryRun=1",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tx: toBase64(bytes) }),
      },
      true,
    );
    const { simulation } = (await answer.json()) as Routes["transactions.submit"]["response"];
    return simulation as NonNullable<typeof simulation>;
  }

  /**
   * Waits for the final outcome, at any node, and proves it. `expiresAt` lets a node that never had the
   * transaction answer `expired` in time.
   */
  async waitForFinality(
    id: Uint8Array | string,
    options: { expiresAt?: number; signal?: AbortSignal } = {},
  ): Promise<Finality> {
    const text = idText(id);
    const trust = await this.trust();
    const query = new URLSearchParams({ wait: "final", timeout: String(LONG_POLL_MS), proof: "1" });
    if (options.expiresAt !== undefined) query.set("expiresAt", String(options.expiresAt));
    for (;;) {
      options.signal?.throwIfAborted();
      const answer = await this.#ask(
        {
          method: "GET",
          path: `/v1/transactions/${text}?${query}`,
          timeoutMs: LONG_POLL_MS + REQUEST_TIMEOUT_MS,
          signal: options.signal,
        },
        false,
      );
      const { data } = (await answer.json()) as Routes["transactions.get"]["response"];
      if (data.status === "expired") return { status: "expired", id: text };
      if (data.finality !== undefined) return this.#proved(trust, text, data.finality);
      // `unknown`: this node never saw it, and without `expiresAt` can't say more; another may.
      if (data.status === "unknown") await sleep(RETRY_UNKNOWN_MS);
    }
  }

  #proved(trust: Trust, id: string, proof: OutcomeProof): Finality {
    const { outcome, block } = verifyOutcome(trust, fromHex(id), proof);
    this.#seen(block.header.height);
    return {
      ...outcome,
      id,
      height: block.header.height,
      blockHash: hex(block.hash),
      blockTime: block.header.timestamp,
      certificate: block.certificate,
    };
  }

  /**
   * The current value of a record by its key, proved against a certified state root; undefined when it was
   * deleted. Throws NotFoundError, ForbiddenError, or VerificationError when the node can't prove it.
   */
  async record(key: string): Promise<ProvedValue> {
    const answer = await this.call("chain.record", { query: { key, proof: true } });
    if (answer.proof === undefined) {
      throw verificationError("proof.missing", "The node gave no proof", "节点没有给出证明");
    }
    return verifyRecord(await this.trust(), key, {
      proof: fromBase64(answer.proof.proof),
      header: fromBase64(answer.proof.header),
      certificate: answer.proof.certificate === undefined ? undefined : fromBase64(answer.proof.certificate),
    });
  }

  /** Blocks and events as they are committed, resumed across nodes; `after` is an event's id. */
  events(options: { after?: string; signal?: AbortSignal } = {}): AsyncGenerator<ChainEvent> {
    return followEvents(this.nodes, (url, request) => this.#authorised(url, request), options);
  }
}

/** Milliseconds before a node that doesn't know a transaction is asked again. */
const RETRY_UNKNOWN_MS = 250;

export function createClient(options: ClientOptions): Client {
  return new Client(options);
}

export type { Attachment };
export { ForbiddenError, NotFoundError };
