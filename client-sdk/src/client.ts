import {
  type Action,
  type Certificate,
  civilDateOf,
  EXPIRY_WINDOW_MS,
  fromBase64,
  fromHex,
  hex,
  type Outcome,
  RESTRICTED_REFUSED,
  toBase64,
} from "@jingzhun/ledger";
import { Calls, type RouteInput, type RouteName } from "./calls.ts";
import { type ClientError, errorOf, RefusedError, SignInError, verificationError } from "./errors.ts";
import { type ChainEvent, followEvents } from "./events.ts";
import { waitForOutcome } from "./finality-wait.ts";
import type { Routes } from "./generated/api.ts";
import { CLOCK_READING_MS, EXPIRES_IN_MS } from "./limits.ts";
import { type Fetch, jsonObject, Nodes, problemIn } from "./nodes.ts";
import { verifyExpiry, verifyOutcome } from "./outcome-proof.ts";
import { followSetChanges } from "./set-changes.ts";
import type { Signer } from "./signer.ts";
import { type SignedTransaction, type SigningOptions, signTransaction } from "./signing.ts";
import { Submission, type Submitted } from "./submission.ts";
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

/**
 * How a transaction ended, proved: certificate, header and outcome were checked. `expired` has no block; a certified
 * one as late as its expiry was checked.
 */
export type Finality =
  | (Outcome & {
      id: string;
      height: number;
      blockHash: string;
      /** ms UTC */
      blockTime: number;
      certificate: Certificate;
      /**
       * Behind the outcome `restricted.refused`: the true code, path and texts, as a node told the sender alone. No
       * proof covers it. Absent where the client's signer isn't the sender, or no node told.
       */
      detail?: ClientError;
    })
  | { status: "expired"; id: string };

export interface SubmittedTransaction {
  id: string;
  expiresAt: number;
  /** A node said that it has it. False: some node may have it, and nobody knows; the wait gives it to them again. */
  taken: boolean;
  /** Resolves when the outcome is final; throws only when no node answers, or none proves what it says. */
  waitForFinality(options?: { signal?: AbortSignal }): Promise<Finality>;
}

/** A client of the network: any node will do, none is believed without proof where a proof exists. */
export class Client {
  readonly signer: Signer | undefined;
  readonly #calls: Calls;
  readonly #submission: Submission;
  #chainId: string | undefined;
  #trust: Promise<Trust> | undefined;
  #clock: { now: number; at: number } | undefined;

  constructor(options: ClientOptions) {
    const nodes = new Nodes(options.urls, options.fetch ?? ((input, init) => globalThis.fetch(input, init)));
    this.signer = options.signer;
    this.#chainId = options.trust?.chainId ?? options.chainId;
    this.#trust = options.trust === undefined ? undefined : Promise.resolve(options.trust);
    this.#submission = new Submission(nodes);
    this.#calls = new Calls(nodes, options.signer, () => this.chainId());
  }

  async chainId(): Promise<string> {
    if (this.#chainId === undefined) await this.#readClock();
    return this.#chainId as string;
  }

  /** The chain's time, ms UTC, from a node's clock: a test network's clock isn't the host's. */
  async now(): Promise<number> {
    const clock = this.#clock;
    if (clock === undefined || performance.now() - clock.at > CLOCK_READING_MS) return this.#readClock();
    return Math.floor(clock.now + performance.now() - clock.at);
  }

  /** The chain's civil date in Asia/Shanghai, YYYY-MM-DD. */
  async today(): Promise<string> {
    return civilDateOf(await this.now());
  }

  async #readClock(): Promise<number> {
    const status = await this.#calls.nodes.askAny((url) =>
      this.#calls.nodes.read(url, { method: "GET", path: "/v1/status" }, statusOf),
    );
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
    if (this.#trust === undefined) {
      this.#trust = this.#loadTrust();
      this.#trust.catch(() => {
        this.#trust = undefined;
      });
    }
    return this.#trust;
  }

  async #loadTrust(): Promise<Trust> {
    const chainId = await this.chainId();
    const genesis = await this.#calls.ask(
      { method: "GET", path: "/v1/public/genesis" },
      false,
      async (response) => new Uint8Array(await response.arrayBuffer()),
    );
    return Trust.fromGenesis(chainId, genesis);
  }

  /**
   * Calls a route of the API by its name, typed from the OpenAPI document. Signs in where the route asks for
   * it, sends the highest height seen, fails over between nodes. Throws a typed ClientError.
   */
  call<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Routes[N]["response"]> {
    return this.#calls.call(name, input);
  }

  /** Signs without sending: for batches, and for drafts that wait for a connection. */
  async sign(actions: readonly Action[], options: SubmitOptions = {}): Promise<SignedTransaction> {
    if (this.signer === undefined) {
      throw new SignInError(
        "tx.no_signer",
        { zh: "没有签名密钥", en: "There is no key to sign with" },
        { zh: "请在 createClient 中给出 signer。", en: "Give createClient a signer." },
      );
    }
    const expiresAt = (await this.now()) + (options.expiresIn ?? EXPIRES_IN_MS);
    return signTransaction(this.signer, await this.chainId(), actions, expiresAt, options);
  }

  /**
   * Signs and submits. Throws the refusal when it is final (see Submission). One that the chain's clock explains, which
   * a test network's operator may have moved since it was read, is answered by signing once more with a new reading:
   * a final refusal means that no honest node has the first.
   */
  async submit(actions: readonly Action[], options: SubmitOptions = {}): Promise<SubmittedTransaction> {
    const first = await this.sign(actions, options);
    try {
      return await this.submitSigned(first);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (error.code !== "tx.expired" && error.code !== "tx.expiry_window") throw error;
      const now = await this.#readClock();
      const explained =
        error.code === "tx.expired" ? now >= first.expiresAt : now < first.expiresAt - EXPIRY_WINDOW_MS;
      if (!explained) throw error;
    }
    return this.submitSigned(await this.sign(actions, options));
  }

  async submitSigned(tx: SignedTransaction): Promise<SubmittedTransaction> {
    const { status } = await this.#submission.single(tx);
    const { expiresAt } = tx;
    return {
      id: hex(tx.id),
      expiresAt,
      taken: status !== "unanswered",
      waitForFinality: (options) => this.waitForFinality(tx.id, { ...options, expiresAt, resend: tx }),
    };
  }

  /** Submits many in as few requests as the API allows; one result each, in order. */
  submitBatch(txs: readonly SignedTransaction[]): Promise<Submitted[]> {
    return this.#submission.batch(txs);
  }

  /** Executes against the head of a node and keeps nothing: what would happen, or all refusals at once. */
  async simulate(
    actions: readonly Action[],
    options: SubmitOptions = {},
  ): Promise<NonNullable<Routes["transactions.submit"]["response"]["simulation"]>> {
    const { bytes } = await this.sign(actions, options);
    const { simulation } = await this.#calls.ask<Routes["transactions.submit"]["response"]>(
      {
        method: "POST",
        path: "/v1/transactions?dryRun=1",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tx: toBase64(bytes) }),
      },
      true,
      jsonObject,
    );
    if (simulation === undefined)
      throw verificationError("proof.missing", "The node gave no answer", "节点没有给出结果");
    return simulation;
  }

  /**
   * Waits for the final outcome, at any node, and proves it: a node whose proof doesn't hold isn't believed, and
   * another is asked. `expiresAt` lets a node that never had the transaction answer `expired` in time, and lets that be
   * checked by a certified block as late; `resend` gives the same bytes to a node that doesn't know them, and after a
   * node broke off (it may have lost them with its memory; the id makes that harmless).
   *
   * @throws NetworkError `tx.outcome_unknown` when for 30 s no node answers, however requests hang or break off
   */
  async waitForFinality(
    id: Uint8Array | string,
    options: { expiresAt?: number; resend?: SignedTransaction; signal?: AbortSignal } = {},
  ): Promise<Finality> {
    const { expiresAt, resend, signal } = options;
    const text = typeof id === "string" ? id : hex(id);
    const trust = await this.trust();
    const end = await waitForOutcome({
      nodes: this.#calls.nodes,
      id: text,
      expiresAt,
      signal,
      read: async (response) => {
        const status = await txStatusOf(response);
        await followSetChanges(this.#calls, trust, status.finality?.header ?? status.head?.header);
        return status;
      },
      proved: (said) => this.#proved(trust, text, expiresAt, said),
      resend: resend === undefined ? undefined : (timeoutMs) => this.#submission.single(resend, timeoutMs),
    });
    return this.#detailed(end, signal);
  }

  /** The end that the node's answer proves; undefined when it isn't one. Throws VerificationError `proof.*`. */
  #proved(
    trust: Trust,
    id: string,
    expiresAt: number | undefined,
    data: Routes["transactions.get"]["response"]["data"],
  ): Finality | undefined {
    if (data.status === "pending" || data.status === "unknown") return undefined;
    if (data.status === "expired") {
      this.#calls.seen(verifyExpiry(trust, expiresAt, data.head).header.height);
      return { status: "expired", id };
    }
    if (data.finality === undefined)
      throw verificationError("proof.missing", "The node gave no proof", "节点没有给出证明");
    const { outcome, block } = verifyOutcome(trust, fromHex(id), data.finality);
    const { height, timestamp } = block.header;
    this.#calls.seen(height);
    const { hash, certificate } = block;
    return { ...outcome, id, height, blockHash: hex(hash), blockTime: timestamp, certificate };
  }

  /** With the true reason, where the outcome may not say it and this client's key may know it. */
  async #detailed(end: Finality, signal: AbortSignal | undefined): Promise<Finality> {
    if (end.status !== "rejected" || end.code !== RESTRICTED_REFUSED || this.signer === undefined) return end;
    try {
      const path = `/v1/transactions/${end.id}?minHeight=${end.height}`;
      const request = { method: "GET" as const, path, signal };
      const { detail } = await this.#calls.ask(request, true, txStatusOf);
      if (typeof detail?.code !== "string") return end;
      return { ...end, detail: errorOf(problemIn(detail, 422)) };
    } catch {
      return end; // The outcome is final and proved without it.
    }
  }

  /**
   * The current value of a record by its key, proved against a certified state root. Throws NotFoundError,
   * ForbiddenError, or VerificationError when the node's proof doesn't hold.
   */
  async record(key: string): Promise<ProvedValue> {
    const { proof } = await this.call("chain.record", { query: { key, proof: true } });
    if (proof === undefined)
      throw verificationError("proof.missing", "The node gave no proof", "节点没有给出证明");
    const trust = await this.trust();
    await followSetChanges(this.#calls, trust, proof.header);
    return verifyRecord(trust, key, {
      proof: fromBase64(proof.proof),
      header: fromBase64(proof.header),
      certificate: proof.certificate === undefined ? undefined : fromBase64(proof.certificate),
    });
  }

  /** Blocks and events as they are committed, resumed across nodes; `after` is an event's id. */
  events(options: { after?: string; signal?: AbortSignal } = {}): AsyncGenerator<ChainEvent> {
    return followEvents(this.#calls, options);
  }
}

async function statusOf(response: Response): Promise<Routes["status.get"]["response"]> {
  const status = await jsonObject<Routes["status.get"]["response"]>(response);
  if (typeof status.chainId !== "string" || !Number.isSafeInteger(status.now))
    throw new TypeError("the answer isn't a node's status");
  return status;
}

async function txStatusOf(response: Response): Promise<Routes["transactions.get"]["response"]["data"]> {
  const { data } = await jsonObject<Partial<Routes["transactions.get"]["response"]>>(response);
  if (typeof data?.status !== "string") throw new TypeError("the answer isn't a transaction's status");
  return data;
}

export function createClient(options: ClientOptions): Client {
  return new Client(options);
}
