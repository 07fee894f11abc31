import {
  accusedRecord,
  decodedValue,
  decodeEvidence,
  EVIDENCE_PER_KEY_MAX,
  type Evidence,
  encodeEvidence,
  encodeSignedTx,
  encodeTxBody,
  equalBytes,
  evidenceId,
  evidenceRecord,
  hex,
  keyId,
  recordKey,
  suite,
  validatorIndex,
  verifyEvidence,
} from "@jingzhun/ledger";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import {
  EVIDENCE_EXPIRY_MS,
  EVIDENCE_PENDING_PER_KEY_MAX,
  EVIDENCE_REPORTS_MAX,
  EVIDENCE_TURN_MS,
} from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Mempool } from "../mempool/mempool.ts";
import type { Transport } from "../transport/index.ts";
import { encodeEvidenceFrame } from "../wire/consensus-frames.ts";

export interface EvidencePoolDeps {
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  /** Signs the body of a system transaction with it. */
  readonly signSystem: ((body: Uint8Array) => Uint8Array) | null;
}

interface Finding {
  readonly evidence: Evidence;
  readonly bytes: Uint8Array;
  /** keyId of the accused, hex */
  readonly accused: string;
  reports: number;
  cancelTurn: () => void;
}

/**
 * Contradicting signatures on their way to the chain (DESIGN §6), found by this node's consensus or by a peer. Every
 * node passes them on to all others; each validator reports them with a system transaction when its turn comes and
 * nobody has before it, so that one report is the rule, and one who stays silent hinders nothing.
 */
export class EvidencePool {
  readonly #deps: EvidencePoolDeps;
  /** by the key of the record that they will be on the chain */
  readonly #findings = new Map<string, Finding>();
  /** Peers that sent what doesn't hold: nothing more is taken from them, since each piece costs two signature checks. */
  readonly #liars = new Set<string>();
  #found = 0;
  #stopped = false;

  constructor(deps: EvidencePoolDeps) {
    this.#deps = deps;
    deps.chain.onCommitted(() => this.#settle());
    deps.transport.onPeer((peer, connected) => {
      if (!connected) return;
      for (const { bytes } of this.#findings.values()) this.#send(peer, bytes);
    });
  }

  /** Findings that aren't on the chain yet. */
  get pending(): number {
    return this.#findings.size;
  }

  /** Findings that came to this process's knowledge. */
  get found(): number {
    return this.#found;
  }

  stop(): void {
    this.#stopped = true;
    for (const { cancelTurn } of this.#findings.values()) cancelTurn();
    this.#findings.clear();
  }

  /** What consensus found; its signatures have been verified. */
  add(evidence: Evidence): void {
    const finding = this.#wanted(evidence);
    if (finding !== undefined) this.#take(finding, encodeEvidence(evidence), undefined);
  }

  /** What a peer says it found; nothing of it is verified. Answers what holds and wasn't known. */
  hear(bytes: Uint8Array, from: string): Evidence | undefined {
    if (this.#liars.has(from)) return undefined;
    try {
      const evidence = decodeEvidence(bytes);
      const finding = this.#wanted(evidence);
      if (finding === undefined) return undefined;
      verifyEvidence(evidence, this.#deps.chain.chainId);
      this.#take(finding, bytes, from);
      return evidence;
    } catch (error) {
      this.#liars.add(from);
      this.#deps.logger.warn({ from, error: String(error) }, "a peer sent evidence that doesn't hold");
      return undefined;
    }
  }

  /** undefined: known, of nobody that this chain knows, or one of too many against the same key. */
  #wanted(evidence: Evidence): { record: string; accused: string; evidence: Evidence } | undefined {
    if (this.#stopped) return undefined;
    const { store } = this.#deps.chain;
    const record = recordKey(evidenceRecord, { evidence: hex(evidenceId(evidence)) });
    if (this.#findings.has(record) || store.get(record)?.value !== undefined) return undefined;
    const accused = hex(keyId(evidence.consensusKey));
    if (store.get(`key/${accused}`)?.value === undefined) return undefined;
    const on = decodedValue(store.get(recordKey(accusedRecord, { key: accused }))) as
      | { readonly count: number }
      | undefined;
    let pending = 0;
    for (const finding of this.#findings.values()) if (finding.accused === accused) pending++;
    const isEnough =
      pending >= EVIDENCE_PENDING_PER_KEY_MAX || pending + (on?.count ?? 0) >= EVIDENCE_PER_KEY_MAX;
    return isEnough ? undefined : { record, accused, evidence };
  }

  #take(
    { record, accused, evidence }: { record: string; accused: string; evidence: Evidence },
    bytes: Uint8Array,
    from: string | undefined,
  ): void {
    const { clock, logger, transport } = this.#deps;
    const { type, height, round, consensusKey } = evidence;
    logger.error(
      { type, height, round, consensusKey: hex(consensusKey), from },
      "a validator signed two different things: this goes on record",
    );
    this.#found++;
    const finding: Finding = { evidence, bytes, accused, reports: 0, cancelTurn: () => {} };
    this.#findings.set(record, finding);
    for (const { id } of transport.peers()) if (id !== from) this.#send(id, bytes);
    const turn = this.#turn();
    if (turn === undefined || this.#isOwn(evidence)) return;
    finding.cancelTurn = clock.setTimeout(turn * EVIDENCE_TURN_MS, () => this.#report(record, finding));
  }

  /** Places after the proposer at the height under way; undefined: this node isn't a validator. */
  #turn(): number | undefined {
    const { chain, consensusKey, signSystem } = this.#deps;
    if (consensusKey === null || signSystem === null) return undefined;
    const set = chain.validators;
    const own = validatorIndex(set, consensusKey);
    if (own < 0) return undefined;
    const first = Math.max(0, validatorIndex(set, chain.head.header.proposer));
    return (own - first + set.length) % set.length;
  }

  /** What this node's key did twice the others report; it has been silenced (OwnKey). */
  #isOwn({ consensusKey }: Evidence): boolean {
    const own = this.#deps.consensusKey;
    return own !== null && equalBytes(own, consensusKey);
  }

  #report(record: string, finding: Finding): void {
    const { clock, logger } = this.#deps;
    if (this.#stopped || !this.#findings.has(record)) return;
    if (finding.reports >= EVIDENCE_REPORTS_MAX) {
      logger.error({ record }, "evidence didn't come onto the chain: given up");
      this.#findings.delete(record);
      return;
    }
    finding.reports++;
    // Until its transaction has expired nobody knows that it won't come.
    finding.cancelTurn = clock.setTimeout(EVIDENCE_EXPIRY_MS, () => this.#report(record, finding));
    if (this.#isUnderWay(finding)) return;
    this.#submit(finding).catch((error: unknown) => {
      if (!this.#stopped) logger.warn({ record, error: String(error) }, "evidence could not be reported yet");
    });
  }

  /** Somebody else's report is in the pool. */
  #isUnderWay({ evidence }: Finding): boolean {
    const id = evidenceId(evidence);
    for (const { body } of this.#deps.mempool.pool.all()) {
      const [type, payload] = body.actions[0]!;
      if (type !== "governance.evidence") continue;
      const bytes = payload["evidence"];
      if (bytes instanceof Uint8Array && isEvidence(bytes, id)) return true;
    }
    return false;
  }

  async #submit({ evidence, bytes, reports }: Finding): Promise<void> {
    const { chain, mempool, clock, consensusKey, signSystem, logger } = this.#deps;
    const body = encodeTxBody({
      chainId: chain.chainId,
      senderKeyId: keyId(consensusKey!),
      nonce: suite.hash(Uint8Array.of(reports, ...evidenceId(evidence))).subarray(0, 16),
      expiresAt: clock.now() + EVIDENCE_EXPIRY_MS,
      actions: [["governance.evidence", { evidence: bytes }]],
    });
    const [result] = await mempool.admission.submit([
      encodeSignedTx({ body, signature: signSystem!(body), attachments: [] }),
    ]);
    if (result?.status === "refused") logger.warn({ refusal: result }, "evidence was refused at admission");
  }

  #settle(): void {
    const { store } = this.#deps.chain;
    for (const [record, { cancelTurn }] of this.#findings) {
      if (store.get(record)?.value === undefined) continue;
      cancelTurn();
      this.#findings.delete(record);
    }
  }

  #send(peer: string, bytes: Uint8Array): void {
    this.#deps.transport.send(peer, "consensus", encodeEvidenceFrame(bytes));
  }
}

function isEvidence(bytes: Uint8Array, id: Uint8Array): boolean {
  try {
    return equalBytes(evidenceId(decodeEvidence(bytes)), id);
  } catch {
    return false;
  }
}
