import {
  decodeMessage,
  encodeMessage,
  type Input,
  type Message,
  type Output,
  type Proposal,
  placeOf,
  type Qbft,
  signaturesOf,
  type WalRecord,
} from "@jingzhun/consensus";
import {
  type Certificate,
  checkCertificateForm,
  decodeHeader,
  decodeSignedStored,
  ExecutionAssertion,
  encodeSignedStored,
  equalBytes,
  headerHash,
  hex,
  JzError,
  sealMessage,
  signatureInput,
  type Tx,
  type Validator,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain, ExecutedBlock } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { PRESUMED_HELD_MS, RESEND_INTERVAL_MS, WANT_BLOCK_IDS_MAX } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Mempool } from "../mempool/mempool.ts";
import type { Production } from "../production/production.ts";
import type { SignaturePool } from "../signatures/index.ts";
import type { Signer, Wal } from "../signing/index.ts";
import type { Transport } from "../transport/index.ts";
import {
  type ConsensusFrame,
  decodeConsensusFrame,
  decodeConsensusRequest,
  decodeValueAnswer,
  encodeBodies,
  encodeConsensusMessage,
  encodeDecided,
  encodeValueAnswer,
  encodeValueRequest,
  encodeWantBlock,
} from "../wire/consensus-frames.ts";
import { idKey } from "../wire/id-key.ts";
import { encodeProposalValue } from "../wire/proposal-value.ts";
import { Bodies } from "./bodies.ts";
import { Proposals } from "./proposals.ts";
import { SigningQueue } from "./signing-queue.ts";
import { decodeWalEntry } from "./wal-entries.ts";

export interface DriverDeps {
  readonly qbft: Qbft;
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly exchange: AttachmentExchange;
  readonly production: Production;
  readonly transport: Transport;
  readonly signatures: SignaturePool;
  readonly wal: Wal;
  readonly signer: Signer | null;
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Blocks up to `height` are decided somewhere; `peer` has them. */
  readonly onBehind: (height: number, peer: string | undefined) => void;
  readonly onFatal: (error: unknown) => void;
  /** A quorum certified a block whose roots this node didn't compute (DESIGN §6, divergence). */
  readonly onDivergence: (height: number, hash: Uint8Array) => void;
}

/**
 * Runs consensus against clock, disk and wire: feeds the state machine, and does what it says (consensus README). The
 * machine itself is pure; everything that takes time is done here and answered by a later input.
 */
export class ConsensusDriver {
  readonly #deps: DriverDeps;
  readonly #bodies: Bodies;
  readonly #proposals: Proposals;
  readonly #signing: SigningQueue;
  readonly #inputs: Input[] = [];
  #stepping = false;
  #stopped = false;
  #cancelTimer: (() => void) | undefined;
  #cancelResend: (() => void) | undefined;
  /** The height whose block is decided and being made durable. */
  #committing = 0;
  /** The head moves by sync: consensus waits until it has caught up. */
  #paused = false;

  constructor(deps: DriverDeps) {
    this.#deps = deps;
    this.#bodies = new Bodies(deps);
    this.#proposals = new Proposals({ ...deps, bodies: this.#bodies });
    this.#signing = new SigningQueue({
      wal: deps.wal,
      signer: deps.signer,
      chainId: deps.chain.chainId,
      bodyOf: (hash) => this.#proposals.executed(hash)?.txs,
      onSigned: (message) => this.#input({ type: "signed", message }),
      onRefused: (error, message) =>
        deps.logger.warn({ error: String(error), ...placeOf(message), type: message.type }, "not signed"),
    });
    deps.transport.onFrame("consensus", (from, bytes) => this.#frame(from, bytes));
    deps.transport.onRequest("consensus", (from, bytes) => this.#request(from, bytes));
    deps.transport.onPeer((peer, connected) => {
      const index = this.#indexOf(peer);
      if (connected && index >= 0) this.#input({ type: "resend", to: index });
    });
    deps.chain.onCommitted(({ block }) => {
      this.#bodies.committed(block.result.txIds);
      this.#proposals.clear();
      this.#signing.cut().catch(deps.onFatal);
      if (!this.#paused && !this.#stopped) this.#enterHeight();
    });
  }

  /** Of the height above the head. */
  get round(): number {
    return this.#deps.qbft.status().round;
  }

  /** Resumes from the WAL and begins the height above the head. */
  start(): void {
    const { wal, chain, clock, logger } = this.#deps;
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

  #enterHeight(restored?: readonly WalRecord[]): void {
    const { chain, production } = this.#deps;
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
    if (this.#deps.qbft.status().awake) production.woke();
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
        this.#background(this.#build(output.height, output.round));
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
        this.#signing.sign(output.message, output.persist, output.body);
        break;
      case "log":
        this.#signing.log(output.record);
        break;
      case "send":
        this.#send(output.message, output.to);
        break;
      case "decided":
        this.#background(this.#decided(output));
        break;
      case "evidence":
        this.#deps.logger.error({ evidence: output.evidence }, "a validator signed two different things");
        break;
      case "answerDecided":
        this.#answerDecided(output.height, output.to);
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

  #roundEntered({ height, round, proposer }: Extract<Output, { type: "roundEntered" }>): void {
    const { production, logger } = this.#deps;
    production.woke();
    production.roundEntered(round);
    if (round > 0) logger.info({ height, round, proposer }, "round change");
    this.#wantBlock(height, proposer);
  }

  /** Tells the proposer what there is to do (DESIGN §5). */
  #wantBlock(height: number, proposer: number): void {
    const { chain, mempool, transport } = this.#deps;
    const validator = chain.validators[proposer];
    if (validator === undefined || this.#isSelf(validator)) return;
    const { ids, stored } = mempool.oldest(WANT_BLOCK_IDS_MAX);
    const frame = encodeWantBlock(height, ids, stored.map(encodeSignedStored));
    transport.send(hex(validator.networkKey), "consensus", frame);
  }

  #setTimer({ height, round, ms }: Extract<Output, { type: "setTimer" }>): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => this.#input({ type: "timer", height, round }));
  }

  async #build(height: number, round: number): Promise<void> {
    const { production, consensusKey } = this.#deps;
    const block = await production.build(height, round, consensusKey!);
    if (block === undefined || this.#stopped) return;
    const value = encodeProposalValue({ headerBytes: block.headerBytes, ids: block.result.txIds });
    this.#proposals.built(block, value);
    this.#deps.logger.debug({ height, round, txs: block.txs.length, ms: block.ms }, "built a proposal");
    this.#input({ type: "proposalBuilt", height, round, value, hash: block.hash });
  }

  async #validate(output: Extract<Output, { type: "validateProposal" }>): Promise<void> {
    const { height, round, hash, value } = output;
    const { logger } = this.#deps;
    const proposer = this.#deps.chain.validators[output.proposer];
    const fresh =
      output.justifiedByPrepared || proposer === undefined
        ? null
        : { round, proposer: proposer.consensusKey };
    const sources = () => this.#sources(proposer);
    try {
      const block = await this.#proposals.validate(hash, value, sources, fresh);
      logger.debug({ height, round, txs: block?.txs.length, ms: block?.ms }, "judged a proposal");
      this.#input({ type: "proposalValidated", height, round, hash, valid: block !== undefined });
    } catch (error) {
      // Our own mistake says nothing about the proposal: it stays unanswered, and the round passes.
      if (!(error instanceof ExecutionAssertion)) throw error;
      logger.error({ hash: hex(hash), error: error.message }, "execution of a proposal threw");
    }
  }

  /** A prepared block must be proposed again and isn't here. */
  async #fetchProposal(output: Extract<Output, { type: "fetchProposal" }>): Promise<void> {
    const { height, round, hash, holders } = output;
    const { chain, transport, logger } = this.#deps;
    const peers = holders.flatMap((index) => {
      const validator = chain.validators[index];
      return validator === undefined || this.#isSelf(validator) ? [] : [hex(validator.networkKey)];
    });
    const here = this.#proposals.value(hash);
    const candidates = async function* () {
      if (here !== undefined) yield here;
      for (const peer of peers) {
        try {
          const value = decodeValueAnswer(
            await transport.request(peer, "consensus", encodeValueRequest(hash)),
          );
          if (value !== null) yield value;
        } catch (error) {
          logger.debug({ peer, error: String(error) }, "a prepared proposal could not be fetched");
        }
      }
    };
    for await (const value of candidates()) {
      const block = await this.#proposals.validate(hash, value, () => [...peers, ...this.#sources()], null);
      if (block === undefined) continue;
      this.#input({ type: "proposalBuilt", height, round, value, hash });
      return;
    }
  }

  async #verify(message: Message): Promise<void> {
    const { chain, signatures } = this.#deps;
    const items = signaturesOf(message, chain.validators);
    if (items === undefined) return;
    const { height } = placeOf(message);
    const valid = await signatures.verify(
      items.map(({ publicKey, payload, signature }) => ({
        publicKey,
        message: signatureInput("consensus", chain.chainId, payload),
        signature,
      })),
      "vote",
    );
    if (valid.every(Boolean) && this.#deps.qbft.status().height === height) {
      this.#input({ type: "message", message });
    }
  }

  async #decided(output: Extract<Output, { type: "decided" }>): Promise<void> {
    const { height, hash, value, certificate } = output;
    this.#committing = height;
    this.#deps.logger.debug({ height, round: output.round }, "decided");
    this.#cancelTimer?.();
    this.#signing.drop();
    let block = this.#proposals.executed(hash);
    if (block === undefined && value !== null) {
      block = await this.#proposals.validate(hash, value, () => this.#sources(), null);
      if (block === undefined && this.#deps.chain.head.height < height && !this.#stopped) {
        this.#deps.onDivergence(height, hash);
        return;
      }
    }
    if (block === undefined) this.#deps.onBehind(height, undefined);
    else await this.#commit(block, certificate);
  }

  async #commit(block: ExecutedBlock, certificate: Certificate): Promise<void> {
    try {
      await this.#deps.chain.commit(block, certificate);
      this.#deps.logger.debug({ height: block.header.height, txs: block.txs.length }, "committed");
    } catch (error) {
      this.#deps.onFatal(error);
    }
  }

  #answerDecided(height: number, to: string): void {
    const stored = this.#deps.chain.store.header(height);
    if (stored?.certificate === undefined) return;
    this.#deps.transport.send(to, "consensus", encodeDecided(stored.headerBytes, stored.certificate));
  }

  #send(message: Message, to: "all" | number): void {
    const { chain, transport } = this.#deps;
    const bytes = encodeMessage(message);
    const one = to === "all" ? undefined : chain.validators[to];
    if (to !== "all" && (one === undefined || this.#isSelf(one))) return;
    const peers = one === undefined ? transport.peers().map(({ id }) => id) : [hex(one.networkKey)];
    if (message.type !== "proposal") {
      const frame = encodeConsensusMessage(bytes);
      for (const peer of peers) transport.send(peer, "consensus", frame);
      return;
    }
    for (const peer of peers) {
      transport.send(peer, "consensus", encodeConsensusMessage(bytes, this.#bodiesFor(peer, message)));
    }
  }

  /** The bodies of a proposal that the peer isn't known, or by now presumed, to hold (DESIGN §7). */
  #bodiesFor(peer: string, message: Proposal): Tx[] {
    const { mempool, clock } = this.#deps;
    const block = this.#proposals.executed(message.vote.blockHash);
    if (block === undefined) return [];
    const presumed = clock.monotonic() - PRESUMED_HELD_MS;
    return block.txs.filter((_, i) => {
      const tx = mempool.pool.get(idKey(block.result.txIds[i]!));
      return tx === undefined || (tx.since > presumed && !tx.holders.has(peer));
    });
  }

  async #frame(from: string, bytes: Uint8Array): Promise<void> {
    let frame: ConsensusFrame;
    let message: Message | undefined;
    try {
      frame = decodeConsensusFrame(bytes);
      if (frame.kind === "message") message = decodeMessage(frame.message);
    } catch (error) {
      this.#deps.logger.warn({ from, error: String(error) }, "a peer sent a malformed consensus frame");
      return;
    }
    if (frame.kind === "message") this.#received(message!, frame.bodies, from);
    else if (frame.kind === "wantBlock") await this.#wanted(frame, from);
    else await this.#heardDecided(frame.header, frame.certificate, from);
  }

  #received(message: Message, bodies: readonly Tx[], from: string): void {
    const { height } = placeOf(message);
    if (message.type === "proposal") {
      const head = this.#deps.chain.head.height;
      // The next height's proposal may come while this one's block is being made durable.
      if (height > head && height <= head + 2) {
        this.#deps.logger.debug({ height, from, bodies: bodies.length }, "a proposal arrived");
        this.#bodies.add(bodies);
        this.#proposals.heard(message.vote.blockHash, message.value);
      }
    }
    this.#input({ type: "received", message, from });
  }

  async #wanted(frame: Extract<ConsensusFrame, { kind: "wantBlock" }>, from: string): Promise<void> {
    const { exchange, mempool, production, logger } = this.#deps;
    if (this.#indexOf(from) < 0) return;
    production.asked(frame.height);
    try {
      if (frame.stored.length > 0) await exchange.receiveStored(frame.stored.map(decodeSignedStored));
    } catch (error) {
      logger.warn({ from, error: String(error) }, "a want-block with a malformed acknowledgement");
      return;
    }
    await mempool.pull(frame.ids, from);
  }

  /** A block above the head is final: commits it if it was executed here, else has it fetched. */
  async #heardDecided(headerBytes: Uint8Array, certificate: Certificate, from: string): Promise<void> {
    const { chain, signatures, logger } = this.#deps;
    try {
      const header = decodeHeader(headerBytes);
      const { height } = header;
      if (height <= chain.head.height || height === this.#committing) return;
      if (height > chain.head.height + 1) return this.#deps.onBehind(height, from);
      const set = chain.validators;
      const hash = headerHash(headerBytes);
      if (!equalBytes(hash, certificate.blockHash) || certificate.height !== height) return;
      if (certificate.epoch !== chain.epoch) return;
      checkCertificateForm(certificate, set);
      const message = sealMessage(certificate, chain.chainId);
      const items = certificate.seals.map(({ signer, signature }) => ({
        publicKey: set[signer]!.consensusKey,
        message,
        signature,
      }));
      const valid = await signatures.verify(items, "vote");
      if (!valid.every(Boolean) || chain.head.height >= height) return;
      const block = this.#proposals.executed(hash);
      if (block === undefined) this.#deps.onBehind(height, from);
      else await this.#commit(block, certificate);
    } catch (error) {
      logger.warn({ from, error: String(error) }, "a peer answered with a certificate that doesn't hold");
    }
  }

  async #request(_from: string, bytes: Uint8Array): Promise<Uint8Array> {
    const request = decodeConsensusRequest(bytes);
    if (request.kind === "bodies") return encodeBodies(this.#bodies.of(request.ids));
    return encodeValueAnswer(this.#proposals.value(request.hash) ?? null);
  }

  /** Peers to ask for what a proposal lacks: its proposer, then the other validators. */
  #sources(first?: Validator): string[] {
    const others = this.#deps.chain.validators.filter((validator) => !this.#isSelf(validator));
    const keys = others.map(({ networkKey }) => hex(networkKey));
    if (first === undefined || this.#isSelf(first)) return keys;
    const key = hex(first.networkKey);
    return [key, ...keys.filter((other) => other !== key)];
  }

  #isSelf(validator: Validator): boolean {
    const { consensusKey } = this.#deps;
    return consensusKey !== null && equalBytes(validator.consensusKey, consensusKey);
  }

  #indexOf(peer: string): number {
    return this.#deps.chain.validators.findIndex(({ networkKey }) => hex(networkKey) === peer);
  }
}
