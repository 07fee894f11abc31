import {
  type Input,
  type Message,
  type Output,
  placeOf,
  type Qbft,
  signaturesOf,
  signedPartsOf,
  type WalRecord,
} from "@jingzhun/consensus";
import {
  type Certificate,
  ExecutionAssertion,
  equalBytes,
  JzError,
  signatureInput,
  type ValidatorSet,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain, Committed, ExecutedBlock } from "../chain/chain.ts";
import { newestCertificates } from "../chain/newest-certificates.ts";
import type { Clock } from "../clock.ts";
import type { Divergence } from "../divergence.ts";
import type { EvidencePool } from "../evidence/evidence-pool.ts";
import type { Incidents } from "../incidents.ts";
import { BUILD_MS_MAX, FULL_SHARE, RESEND_INTERVAL_MS } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Mempool } from "../mempool/mempool.ts";
import type { Production } from "../production/production.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Wal, Watch } from "../signing/index.ts";
import type { Transport } from "../transport/index.ts";
import { encodeProposalValue } from "../wire/proposal-value.ts";
import { Bodies } from "./bodies.ts";
import { ConsensusWire } from "./consensus-wire.ts";
import { Decisions } from "./decisions.ts";
import { OwnKey } from "./own-key.ts";
import { PassedOver } from "./passed-over.ts";
import { Proposals } from "./proposals.ts";
import { SigningQueue } from "./signing-queue.ts";
import { decodeWalEntry } from "./wal-entries.ts";

export interface DriverDeps {
  readonly qbft: Qbft;
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly exchange: AttachmentExchange;
  readonly production: Production;
  readonly evidence: Pick<EvidencePool, "add" | "hear">;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly wal: Wal;
  readonly watch: Watch;
  /** Until it is open nothing is signed; then `release` is called. */
  readonly startGate: { readonly isOpen: boolean };
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  readonly incidents: Incidents;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Blocks up to `height` are decided somewhere; `peer` has them. */
  readonly onBehind: (height: number, peer: string | undefined) => void;
  readonly onDivergence: (divergence: Divergence) => void;
  readonly onFatal: (error: unknown) => void;
}

type OutputOf<T extends Output["type"]> = Extract<Output, { type: T }>;

/**
 * Runs consensus against clock, disk and wire: feeds the state machine, and does what it says (consensus README). The
 * machine itself is pure; everything that takes time is done here and answered by a later input.
 */
export class ConsensusDriver {
  readonly #deps: DriverDeps;
  readonly #bodies: Bodies;
  readonly #proposals: Proposals;
  readonly #signing: SigningQueue;
  readonly #wire: ConsensusWire;
  readonly #ownKey: OwnKey;
  readonly #decisions: Decisions;
  readonly #passedOver = new PassedOver();
  readonly #inputs: Input[] = [];
  #stepping = false;
  #stopped = false;
  #cancelTimer: (() => void) | undefined;
  #cancelResend: (() => void) | undefined;
  /** The head moves by sync: consensus waits until it has caught up. */
  #paused = false;

  constructor(deps: DriverDeps) {
    this.#deps = deps;
    const bodies = (this.#bodies = new Bodies(deps));
    const proposals = (this.#proposals = new Proposals({ ...deps, bodies }));
    this.#signing = new SigningQueue({
      wal: deps.wal,
      right: {
        get signer() {
          return deps.startGate.isOpen ? deps.watch.signer : null;
        },
        get isWaiting() {
          return !deps.startGate.isOpen || deps.watch.isWatching;
        },
      },
      chainId: deps.chain.chainId,
      bodyOf: (hash) => proposals.executed(hash)?.txs,
      onSigned: (message) => this.#input({ type: "signed", message }),
      onRefused: (error, message) =>
        deps.logger.warn({ error: String(error), ...placeOf(message), type: message.type }, "not signed"),
      onFailed: (error) => {
        if (!this.#stopped) deps.onFatal(error);
      },
    });
    this.#ownKey = new OwnKey({ ...deps, onElsewhere: () => this.#signing.end() });
    if (this.#ownKey.isElsewhere) this.#signing.end();
    deps.watch.onChange({ begun: () => {}, ended: () => this.release() });
    this.#decisions = new Decisions({
      ...deps,
      proposals,
      ownKey: this.#ownKey,
      sources: () => this.#wire.sources(),
    });
    this.#wire = new ConsensusWire({
      ...deps,
      bodies,
      proposals,
      onMessage: (message, from) => this.#input({ type: "received", message, from }),
      onDecided: (header, certificate, from) => this.#decisions.heard(header, certificate, from),
      onEvidence: (bytes, from) => {
        const evidence = deps.evidence.hear(bytes, from);
        if (evidence !== undefined) this.#ownKey.accused(evidence);
      },
      onConnected: (index) => this.#input({ type: "resend", to: index }),
    });
    deps.chain.onCommitted((committed) => {
      bodies.committed(committed.block.result.txIds);
      // Before the bodies go that a queued signature would persist.
      this.#signing.drop();
      proposals.clear();
      this.#signing.cut().catch(deps.onFatal);
      if (this.#stopped) return;
      if (this.#paused) {
        this.#passedOver.forget();
        return;
      }
      this.#enterHeight();
      this.#watchProposer(committed);
    });
  }

  /** Of the height above the head. */
  get round(): number {
    return this.#deps.qbft.status().round;
  }

  /** See Proposals.skewOf; ms. */
  skewOf(consensusKey: Uint8Array): number | undefined {
    return this.#proposals.skewOf(consensusKey);
  }

  /** A certificate whose signatures hold, from wherever it came; `timestamp` is its block's, ms UTC. */
  certified(certificate: Certificate, set: ValidatorSet, timestamp: number): void {
    this.#ownKey.certified(certificate, set, timestamp);
  }

  /** Resumes from the WAL and begins the height above the head. */
  start(): void {
    const { wal, chain, clock, logger } = this.#deps;
    this.#lookBack();
    const entries = wal.records().map(decodeWalEntry);
    for (const { body } of entries) if (body !== null) this.#bodies.add(body);
    if (entries.length > 0) {
      logger.info({ records: entries.length, height: chain.head.height + 1 }, "resuming from the WAL");
    }
    this.#enterHeight(entries.map((entry) => entry.record));
    const resend = () => {
      this.#input({ type: "resend" });
      this.#cancelResend = clock.setTimeout(RESEND_INTERVAL_MS, resend);
    };
    this.#cancelResend = clock.setTimeout(RESEND_INTERVAL_MS, resend);
  }

  /** Resolves when nothing is being signed. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#cancelResend?.();
    await this.#signing.idle();
    await this.#ownKey.idle();
  }

  /** This node may sign from now on. At a block's commit the next height begins anyway, with all that it wants signed. */
  release(): void {
    const { qbft, chain } = this.#deps;
    if (qbft.status().height > chain.head.height) this.#signing.release();
  }

  /** There is something to do at the height above the head. */
  wake(): void {
    this.#input({ type: "wake" });
  }

  /** Sync takes over, until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#deps.qbft.status().height <= this.#deps.chain.head.height && !this.#stopped)
      this.#enterHeight();
  }

  /** A signer's record that was put back from a copy is behind the seals in the blocks that this node has itself. */
  #lookBack(): void {
    const { store, validators } = this.#deps.chain;
    for (const certificate of newestCertificates(store, validators)) {
      // They are old, whatever clock this node starts with.
      this.#ownKey.certified(certificate, validators, 0);
    }
  }

  #enterHeight(restored?: readonly WalRecord[]): void {
    const { chain, production, qbft } = this.#deps;
    const { head } = chain;
    const { roundTimeout, tenure } = chain.params;
    const height = head.height + 1;
    this.#cancelTimer?.();
    this.#input({
      type: "newHeight",
      height,
      set: chain.validators,
      parentProposer: head.header.proposer,
      roundTimeout,
      tenure,
      ...(restored === undefined ? {} : { restored }),
    });
    production.heightStarted(height);
    if (qbft.status().awake) production.woke();
  }

  /** Has the proposer room, and leaves the oldest transaction out? Then another shall propose (DESIGN §6). */
  #watchProposer({ block, certificate }: Committed): void {
    const { chain, mempool, production, consensusKey, qbft, logger } = this.#deps;
    const { blockBytes, blockCost, tenure } = chain.params;
    const { height, proposer } = block.header;
    const bytes = block.txs.reduce((sum, tx) => sum + tx.body.length + tx.signature.length, 0);
    const share = FULL_SHARE * Math.min(production.factor, 2 ** -certificate.round);
    const isFull =
      bytes > share * blockBytes || block.result.cost > share * blockCost || block.ms > share * BUILD_MS_MAX;
    const isOwn = consensusKey !== null && equalBytes(proposer, consensusKey);
    const oldest = mempool.pool.executable().next().value?.key;
    if (!this.#passedOver.decided({ oldest, hadRoom: !isFull && !isOwn, height, tenure })) return;
    const next = qbft.status();
    if (next.self === null || next.proposer === next.self) return;
    logger.warn(
      { height: next.height, proposer: next.proposer },
      "the oldest transaction is passed over again and again: asking for another proposer",
    );
    this.#input({ type: "wake" });
    this.#input({ type: "timer", height: next.height, round: 0 });
  }

  /** One input after the other, also when one gives rise to the next. */
  #input(input: Input): void {
    if (this.#stopped) return;
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        for (const output of this.#deps.qbft.step(next)) this.#output(output);
      }
    } catch (error) {
      this.#inputs.length = 0;
      this.#deps.onFatal(error);
    } finally {
      this.#stepping = false;
    }
  }

  #output(output: Output): void {
    switch (output.type) {
      case "roundEntered":
        this.#roundEntered(output);
        break;
      case "setTimer":
        this.#setTimer(output);
        break;
      case "buildProposal":
        this.#background(this.#build(output));
        break;
      case "fetchProposal":
        this.#background(this.#fetchProposal(output));
        break;
      case "validateProposal":
        this.#background(this.#validate(output));
        break;
      case "verify":
        this.#background(this.#verify(output.message));
        break;
      case "sign":
        // Where sync brought the block, the machine goes on with its height until `resume`; its bodies are gone.
        if (placeOf(output.message).height > this.#deps.chain.head.height) {
          this.#signing.sign(output.message, output.persist, output.body);
        }
        break;
      case "log":
        this.#signing.log(output.record);
        break;
      case "send":
        // What was signed before a restart isn't sent again either.
        if (!this.#deps.watch.isWatching) this.#wire.send(output.message, output.to);
        break;
      case "decided":
        this.#background(this.#decided(output));
        break;
      case "evidence":
        this.#ownKey.accused(output.evidence);
        this.#deps.evidence.add(output.evidence);
        break;
      case "answerDecided":
        this.#wire.answerDecided(output.height, output.to);
        break;
      case "wantFuture":
        this.#deps.onBehind(output.height - 1, undefined);
        break;
    }
  }

  /** What the world does wrong is logged where it is found; what arrives here is our own mistake. */
  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (error instanceof JzError && /^(overloaded|signatures\.closed|wal\.closed)/.test(error.code)) return;
      if (!this.#stopped) this.#deps.onFatal(error);
    });
  }

  #roundEntered({ height, round, proposer }: OutputOf<"roundEntered">): void {
    const { production, logger } = this.#deps;
    production.woke();
    production.roundEntered(round);
    if (round > 0) logger.info({ height, round, proposer }, "round change");
    this.#wire.wantBlock(height, proposer);
  }

  #setTimer({ height, round, ms }: OutputOf<"setTimer">): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => this.#input({ type: "timer", height, round }));
  }

  async #build({ height, round }: OutputOf<"buildProposal">): Promise<void> {
    const { production, consensusKey, logger } = this.#deps;
    let block: ExecutedBlock | undefined;
    try {
      block = await production.build(height, round, consensusKey!);
    } catch (error) {
      // Production sets aside the transactions that throw. Where none is to be named there is no proposal this time.
      if (!(error instanceof ExecutionAssertion)) throw error;
      logger.error({ height, round, error: error.message }, "execution threw while building a block");
    }
    if (block === undefined || this.#stopped) return;
    const value = encodeProposalValue({ headerBytes: block.headerBytes, ids: block.result.txIds });
    this.#proposals.built(block, value);
    logger.debug({ height, round, txs: block.txs.length, ms: block.ms }, "built a proposal");
    this.#input({ type: "proposalBuilt", height, round, value, hash: block.hash });
  }

  async #validate(output: OutputOf<"validateProposal">): Promise<void> {
    const { height, round, hash, value } = output;
    const { chain, logger } = this.#deps;
    const proposer = chain.validators[output.proposer];
    const fresh =
      output.justifiedByPrepared || proposer === undefined
        ? null
        : { round, proposer: proposer.consensusKey };
    const judged = await this.#proposals.validate(hash, value, () => this.#wire.sources([proposer]), fresh);
    // Our own mistake says nothing about the proposal: it stays unanswered, and the round passes.
    if (judged === "threw") return;
    const valid = judged !== "refused";
    const facts = valid ? { txs: judged.txs.length, ms: judged.ms } : {};
    logger.debug({ height, round, valid, ...facts }, "judged a proposal");
    this.#input({ type: "proposalValidated", height, round, hash, valid });
  }

  /** A prepared block must be proposed again and isn't here. */
  async #fetchProposal({ height, round, hash, holders }: OutputOf<"fetchProposal">): Promise<void> {
    const { chain } = this.#deps;
    const sources = this.#wire.sources(holders.map((index) => chain.validators[index]));
    for await (const value of this.#wire.values(hash, sources)) {
      // Another copy may come out: this one may have been garbled on its way.
      if (typeof (await this.#proposals.validate(hash, value, () => sources, null)) === "string") continue;
      this.#input({ type: "proposalBuilt", height, round, value, hash });
      return;
    }
  }

  async #verify(message: Message): Promise<void> {
    const { chain, qbft, signatures } = this.#deps;
    const parts = signaturesOf(message, chain.validators);
    if (parts === undefined) return;
    const { height } = placeOf(message);
    const items = parts.map(({ publicKey, payload, signature }) => ({
      publicKey,
      message: signatureInput("consensus", chain.chainId, payload),
      signature,
    }));
    const valid = await signatures.verify(items, "vote");
    if (!valid.every(Boolean) || qbft.status().height !== height) return;
    this.#ownKey.met(signedPartsOf(message), chain.validators);
    this.#input({ type: "message", message });
  }

  #decided(output: OutputOf<"decided">): Promise<void> {
    this.#cancelTimer?.();
    this.#signing.drop();
    return this.#decisions.decided(output);
  }
}
