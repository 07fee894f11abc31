import type { RefusalData, SubmitResult } from "@jingzhun/api";
import {
  type AttachmentRef,
  attachmentRefs,
  decodedValue,
  decodeSignedTx,
  decodeTxBody,
  domainOf,
  EXPIRY_WINDOW_MS,
  type ExecutableTx,
  executable,
  formRefusals,
  hex,
  JzError,
  type Key,
  matchAttachments,
  type Registry,
  type StateView,
  signatureInput,
  TX_BYTES_MAX,
  type Tx,
  type TxBody,
  txId,
} from "@jingzhun/ledger";
import type { IdentifiedAttachment } from "../attachments/index.ts";
import type { Clock } from "../clock.ts";
import { ADMISSIONS_MAX } from "../limits.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { GossipVerdict } from "../transport/index.ts";
import { idKey } from "../wire/id-key.ts";
import { bytesOf, type Pool, type PoolTx } from "./pool.ts";

/** What admission reads of the committed chain. */
interface AdmissionChain extends StateView {
  readonly head: { readonly header: { readonly timestamp: number } };
  windowHas(id: Uint8Array): boolean;
  transaction(id: Uint8Array): { height: number; txIndex: number } | undefined;
}

/** What admission needs of the attachment exchange. */
interface AdmissionAttachments {
  store(list: readonly IdentifiedAttachment[]): Promise<void>;
  distribute(list: readonly IdentifiedAttachment[]): void;
  isAvailable(key: string): boolean;
}

export interface AdmissionDeps {
  readonly chain: AdmissionChain;
  readonly chainId: string;
  readonly registry: Registry;
  readonly pool: Pool;
  readonly attachments: AdmissionAttachments;
  readonly signatures: SignaturePool;
  readonly clock: Clock;
  /** Is this node an entitled replica, which may take attachments? Else the APIs of those that are. */
  readonly entitled: () => true | string[];
  /** Admitted transactions, of one submission or message together. */
  readonly onAdmitted: (txs: readonly PoolTx[], from: string | undefined) => void;
  readonly status: (id: Uint8Array) => Promise<SubmitResult["txStatus"]>;
}

/** A transaction that passed everything but its signature. */
interface Candidate {
  readonly key: string;
  readonly id: Uint8Array;
  readonly tx: Tx;
  readonly body: TxBody;
  readonly bytes: number;
  readonly sender: string;
  readonly refs: readonly AttachmentRef[];
  readonly publicKey: Uint8Array;
}

interface Submission {
  /** place in the batch */
  readonly at: number;
  readonly candidate: Candidate;
  readonly attachments: IdentifiedAttachment[];
  readonly form: ExecutableTx;
}

type Judgement =
  | { readonly is: "candidate"; readonly candidate: Candidate }
  | { readonly is: "known"; readonly id: Uint8Array; readonly key: string }
  /** `faulty`: whatever the state of the node, which is the fault of who sent it */
  | {
      readonly is: "refused";
      readonly id?: Uint8Array;
      readonly refusal: RefusalData;
      readonly faulty: boolean;
    };

/** Judges what is submitted and what is gossiped before it enters the pool (DESIGN §4). */
export class Admission {
  readonly #deps: AdmissionDeps;
  /** Being judged now, so that a copy that arrives meanwhile costs nothing. */
  readonly #judging = new Map<string, Promise<unknown>>();

  constructor(deps: AdmissionDeps) {
    this.#deps = deps;
  }

  get judging(): number {
    return this.#judging.size;
  }

  /** In the pool, or on its way into it. */
  isHere(key: string): boolean {
    return this.#deps.pool.has(key) || this.#judging.has(key);
  }

  /** Resolves when the transaction isn't being judged (any more). */
  async settled(key: string): Promise<void> {
    await this.#judging.get(key);
  }

  /**
   * One result for each encoded SignedTx, in their order. A known id gets its status, never a refusal.
   *
   * @throws JzError `overloaded` before anything is looked at, when there is room for none of them: at many times
   * the load that the network can take, saying no must cost next to nothing
   */
  async submit(list: readonly Uint8Array[]): Promise<SubmitResult[]> {
    if (this.#deps.pool.isFull(this.#judging.size)) {
      throw new JzError("overloaded", "", { pending: this.#deps.pool.count });
    }
    const results: SubmitResult[] = new Array(list.length);
    const candidates: Submission[] = [];
    const known: Promise<void>[] = [];
    const mine = new Set<string>();
    for (let at = 0; at < list.length; at++) {
      const judged = this.#judgeSubmission(list[at]!);
      if (judged.is === "refused") results[at] = refused(judged.refusal, judged.id);
      else if (judged.is === "known") known.push(this.#known(judged, results, at));
      else if (mine.has(judged.candidate.key)) {
        const { id } = judged.candidate;
        results[at] = { id, status: "known", txStatus: { status: "pending" } };
      } else {
        mine.add(judged.candidate.key);
        const { candidate, attachments, form } = judged;
        candidates.push({ at, candidate, attachments, form });
      }
    }
    const admitting = this.#track(
      candidates.map(({ candidate }) => candidate.key),
      this.#admit(candidates, results),
    );
    await Promise.all([admitting, ...known]);
    return results;
  }

  /** Transactions that a peer sent; those that hold are in the pool when this resolves. */
  async receive(txs: readonly Tx[], from: string): Promise<GossipVerdict> {
    const candidates: Candidate[] = [];
    const mine = new Set<string>();
    let faulty = false;
    for (const tx of txs) {
      const judged = this.#judge(tx, false);
      if (judged.is === "known") this.#deps.pool.get(judged.key)?.holders.add(from);
      else if (judged.is === "refused") faulty ||= judged.faulty;
      else if (!mine.has(judged.candidate.key)) {
        mine.add(judged.candidate.key);
        candidates.push(judged.candidate);
      }
    }
    if (candidates.length === 0) return faulty ? "reject" : "ignore";
    const admitted = await this.#track([...mine], this.#admitGossiped(candidates, from));
    if (faulty || admitted < candidates.length) return "reject";
    return "accept";
  }

  async #admitGossiped(candidates: readonly Candidate[], from: string): Promise<number> {
    const valid = await this.#verify(candidates);
    const admitted = candidates.filter((_, i) => valid[i]).map((candidate) => this.#pooled(candidate));
    for (const tx of admitted) tx.holders.add(from);
    this.#enter(admitted, from);
    return admitted.length;
  }

  async #admit(candidates: readonly Submission[], results: SubmitResult[]): Promise<void> {
    if (candidates.length === 0) return;
    let valid: boolean[];
    try {
      valid = await this.#verify(candidates.map(({ candidate }) => candidate));
    } catch (error) {
      if (!(error instanceof JzError) || !error.code.startsWith("overloaded")) throw error;
      for (const { at, candidate } of candidates) results[at] = refused(error, candidate.id);
      return;
    }
    const good = candidates.filter(({ at, candidate }, i) => {
      if (!valid[i]) results[at] = refused(new JzError("tx.signature", "signature"), candidate.id);
      return valid[i];
    });
    const attachments = good.flatMap((item) => item.attachments);
    if (attachments.length > 0) await this.#deps.attachments.store(attachments);
    for (const { at, candidate } of good) results[at] = { id: candidate.id, status: "accepted" };
    this.#enter(
      good.map(({ candidate, form }) => this.#pooled(candidate, form)),
      undefined,
    );
    if (attachments.length > 0) this.#deps.attachments.distribute(attachments);
  }

  #enter(txs: readonly PoolTx[], from: string | undefined): void {
    const { pool, attachments } = this.#deps;
    const fresh = txs.filter((tx) =>
      pool.add(
        tx,
        tx.attachments.filter((key) => !attachments.isAvailable(key)),
      ),
    );
    if (fresh.length > 0) this.#deps.onAdmitted(fresh, from);
  }

  /** @param form of a submission: its attachments joined and its payloads parsed, as execution needs them */
  #pooled(candidate: Candidate, form?: ExecutableTx): PoolTx {
    const { key, id, tx, body, bytes, sender, refs } = candidate;
    const attachments = refs.map((ref) => idKey(ref.id));
    const since = this.#deps.clock.monotonic();
    const pooled = { key, id, tx, body, bytes, sender, attachments, since, holders: new Set<string>() };
    return form === undefined ? { ...pooled, local: false } : { ...pooled, local: true, executable: form };
  }

  #verify(candidates: readonly Candidate[]): Promise<boolean[]> {
    const { chainId, signatures } = this.#deps;
    return signatures.verify(
      candidates.map(({ tx, body, publicKey }) => ({
        publicKey,
        message: signatureInput(domainOf(body), chainId, tx.body),
        signature: tx.signature,
      })),
      "tx",
    );
  }

  /** Marks ids as being judged until the work is done, whatever comes of it. */
  #track<T>(keys: readonly string[], work: Promise<T>): Promise<T> {
    const done = work.finally(() => {
      for (const key of keys) this.#judging.delete(key);
    });
    const settled = done.catch(() => {});
    for (const key of keys) this.#judging.set(key, settled);
    return done;
  }

  async #known({ id }: { readonly id: Uint8Array }, results: SubmitResult[], at: number): Promise<void> {
    const txStatus = (await this.#deps.status(id)) ?? { status: "pending" };
    results[at] = { id, status: "known", txStatus };
  }

  #judgeSubmission(
    bytes: Uint8Array,
  ): Exclude<Judgement, { is: "candidate" }> | ({ is: "candidate" } & Omit<Submission, "at">) {
    let signed: ReturnType<typeof decodeSignedTx>;
    try {
      signed = decodeSignedTx(bytes);
    } catch (error) {
      return { is: "refused", refusal: asRefusal(error), faulty: true };
    }
    const { body, signature, attachments } = signed;
    const judged = this.#judge({ body, signature }, true);
    if (judged.is !== "candidate") return judged;
    const { candidate } = judged;
    try {
      if (candidate.refs.length > 0 || attachments.length > 0) {
        const entitled = this.#deps.entitled();
        if (entitled !== true) throw new JzError("attachment.wrong_node", "", { api: entitled.join(" ") });
      }
      const matched = matchAttachments(candidate.body, attachments);
      const form = executable(candidate.tx, attachments, candidate.body, candidate.id);
      const refusal = formRefusals(form, this.#deps.registry)[0];
      if (refusal !== undefined) throw refusal;
      return { is: "candidate", candidate, attachments: matched, form };
    } catch (error) {
      return { is: "refused", id: candidate.id, refusal: asRefusal(error), faulty: false };
    }
  }

  /** Everything that needs no signature check. */
  #judge(tx: Tx, local: boolean): Judgement {
    const id = txId(tx.body);
    const key = idKey(id);
    const { chain, clock, pool } = this.#deps;
    if (this.isHere(key) || chain.windowHas(id)) return { is: "known", id, key };
    const refuse = (code: string, path: string, faulty: boolean, values = {}): Judgement => ({
      is: "refused",
      id,
      refusal: { code, path, values },
      faulty,
    });
    const bytes = bytesOf(tx);
    if (bytes > TX_BYTES_MAX) return refuse("tx.too_large", "", true, { bytes, most: TX_BYTES_MAX });
    let body: TxBody;
    let refs: AttachmentRef[];
    try {
      body = decodeTxBody(tx.body);
      refs = attachmentRefs(body);
    } catch (error) {
      return { is: "refused", id, refusal: asRefusal(error), faulty: true };
    }
    const { chainId, expiresAt } = body;
    if (chainId !== this.#deps.chainId) return refuse("tx.chain_id", "chainId", true, { chainId });
    // The replay window forgets what has expired; the chain doesn't.
    const timestamp = chain.head.header.timestamp;
    if (expiresAt <= timestamp && chain.transaction(id) !== undefined) return { is: "known", id, key };
    const now = clock.now();
    if (expiresAt <= Math.max(now, timestamp))
      return refuse("tx.expired", "expiresAt", false, { expiresAt, now });
    if (expiresAt > now + EXPIRY_WINDOW_MS + (local ? 0 : GOSSIP_SKEW_MS)) {
      return refuse("tx.expiry_window", "expiresAt", false, { expiresAt, now });
    }
    const sender = idKey(body.senderKeyId);
    const full =
      this.#judging.size >= ADMISSIONS_MAX ? "overloaded.pool" : pool.refusal(sender, bytes, local);
    if (full !== undefined) return refuse(full, "", false);
    const registered = decodedValue(chain.get(`key/${hex(body.senderKeyId)}`)) as Key | undefined;
    if (registered === undefined) return refuse("key.unknown", "senderKeyId", false);
    // One that was revoked since is rejected in its block; here it is only spared the way.
    if (local && registered.status !== "active")
      return refuse(`key.${registered.status}`, "senderKeyId", false);
    const { publicKey } = registered;
    return { is: "candidate", candidate: { key, id, tx, body, bytes, sender, refs, publicKey } };
  }
}

/** ms by which a gossiping node's clock may be ahead of ours */
const GOSSIP_SKEW_MS = 5_000;

function refused(error: RefusalData, id?: Uint8Array): SubmitResult {
  const refusal = { code: error.code, path: error.path, values: error.values };
  return id === undefined ? { status: "refused", refusal } : { id, status: "refused", refusal };
}

/** @throws what isn't an error as data */
function asRefusal(error: unknown): RefusalData {
  if (!(error instanceof JzError)) throw error;
  return { code: error.code, path: error.path, values: error.values };
}
