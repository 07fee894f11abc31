import { decodeMessage, encodeMessage, type Message, type Proposal, placeOf } from "@jingzhun/consensus";
import {
  type Certificate,
  decodeSignedStored,
  encodeSignedStored,
  equalBytes,
  hex,
  type Tx,
  type Validator,
} from "@jingzhun/ledger";
import type { AttachmentExchange } from "../attachment-exchange/attachment-exchange.ts";
import type { Chain } from "../chain/chain.ts";
import type { Clock } from "../clock.ts";
import { DECIDED_INTERVAL_MS, DECIDED_TOLD_MAX, PRESUMED_HELD_MS, WANT_BLOCK_IDS_MAX } from "../limits.ts";
import type { Logger } from "../logging.ts";
import type { Mempool } from "../mempool/mempool.ts";
import type { Production } from "../production/production.ts";
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
import type { Bodies } from "./bodies.ts";
import type { Proposals } from "./proposals.ts";

export interface ConsensusWireDeps {
  readonly chain: Chain;
  readonly mempool: Mempool;
  readonly exchange: AttachmentExchange;
  readonly production: Production;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bodies: Bodies;
  readonly proposals: Proposals;
  /** own consensus public key; null: an observer */
  readonly consensusKey: Uint8Array | null;
  /** A well-formed message; nothing of it is verified. */
  readonly onMessage: (message: Message, from: string) => void;
  /** Someone says that a block is final; nothing of it is verified. */
  readonly onDecided: (header: Uint8Array, certificate: Certificate, from: string) => Promise<void>;
  /** Someone says that a validator signed two different things; nothing of it is verified. */
  readonly onEvidence: (evidence: Uint8Array, from: string) => void;
  /** A validator can be heard (again). */
  readonly onConnected: (index: number) => void;
}

/** The channel `consensus`: messages with the bodies that go with them, `want-block`, and answers to latecomers. */
export class ConsensusWire {
  readonly #deps: ConsensusWireDeps;
  /** own monotonic clock, ms, when `peer height` was last told that it is decided; the newest few */
  readonly #told = new Map<string, number>();

  constructor(deps: ConsensusWireDeps) {
    this.#deps = deps;
    const { transport } = deps;
    transport.onFrame("consensus", (from, bytes) => this.#frame(from, bytes));
    transport.onRequest("consensus", async (_, bytes) => this.#answer(bytes));
    transport.onPeer((peer, connected) => {
      const index = this.#indexOf(peer);
      if (connected && index >= 0) deps.onConnected(index);
    });
  }

  /** To one validator, or to all peers, observers too. */
  send(message: Message, to: "all" | number): void {
    const { chain, transport } = this.#deps;
    const bytes = encodeMessage(message);
    const one = to === "all" ? undefined : chain.validators[to];
    if (to !== "all" && (one === undefined || this.isSelf(one))) return;
    const peers = one === undefined ? transport.peers().map(({ id }) => id) : [hex(one.networkKey)];
    if (message.type === "proposal") {
      for (const peer of peers) {
        transport.send(peer, "consensus", encodeConsensusMessage(bytes, this.#bodiesFor(peer, message)));
      }
      return;
    }
    const frame = encodeConsensusMessage(bytes);
    for (const peer of peers) transport.send(peer, "consensus", frame);
  }

  /** Tells the proposer what there is to do (DESIGN §5). */
  wantBlock(height: number, proposer: number): void {
    const { chain, mempool, transport } = this.#deps;
    const validator = chain.validators[proposer];
    if (validator === undefined || this.isSelf(validator)) return;
    const { ids, stored } = mempool.oldest(WANT_BLOCK_IDS_MAX);
    const frame = encodeWantBlock(height, ids, stored.map(encodeSignedStored));
    transport.send(hex(validator.networkKey), "consensus", frame);
  }

  /** Once a second for a peer and height: a latecomer's every message asks for it. */
  answerDecided(height: number, to: string): void {
    const { chain, clock, transport } = this.#deps;
    const key = `${to} ${height}`;
    const now = clock.monotonic();
    if (now - (this.#told.get(key) ?? -DECIDED_INTERVAL_MS) < DECIDED_INTERVAL_MS) return;
    this.#told.delete(key);
    this.#told.set(key, now);
    if (this.#told.size > DECIDED_TOLD_MAX) this.#told.delete(this.#told.keys().next().value!);
    const stored = chain.store.header(height);
    if (stored?.certificate === undefined) return;
    transport.send(to, "consensus", encodeDecided(stored.headerBytes, stored.certificate));
  }

  /** Copies of a proposal's value, from here and from those that signed for it. Each may be garbled. */
  async *values(hash: Uint8Array, peers: readonly string[]): AsyncGenerator<Uint8Array> {
    const { proposals, transport, logger } = this.#deps;
    const here = proposals.value(hash);
    if (here !== undefined) yield here;
    for (const peer of peers) {
      try {
        const value = decodeValueAnswer(await transport.request(peer, "consensus", encodeValueRequest(hash)));
        if (value !== null) yield value;
      } catch (error) {
        logger.debug({ peer, error: String(error) }, "a prepared proposal could not be fetched");
      }
    }
  }

  /** Peers to ask for what a proposal lacks: those given, then the other validators. */
  sources(first: readonly (Validator | undefined)[] = []): string[] {
    const all = [...first, ...this.#deps.chain.validators];
    const keys = all.flatMap((validator) =>
      validator === undefined || this.isSelf(validator) ? [] : [hex(validator.networkKey)],
    );
    return [...new Set(keys)];
  }

  isSelf(validator: Validator): boolean {
    const { consensusKey } = this.#deps;
    return consensusKey !== null && equalBytes(validator.consensusKey, consensusKey);
  }

  /** The bodies of a proposal that the peer isn't known, or by now presumed, to hold (DESIGN §7). */
  #bodiesFor(peer: string, message: Proposal): Tx[] {
    const { mempool, clock, proposals } = this.#deps;
    const block = proposals.executed(message.vote.blockHash);
    if (block === undefined) return [];
    const presumed = clock.monotonic() - PRESUMED_HELD_MS;
    return block.txs.filter((_, i) => {
      const tx = mempool.pool.get(idKey(block.result.txIds[i]!));
      return tx === undefined || (tx.since > presumed && !tx.holders.has(peer));
    });
  }

  async #frame(from: string, bytes: Uint8Array): Promise<void> {
    const { logger, onDecided, onEvidence, onMessage } = this.#deps;
    let frame: ConsensusFrame;
    let message: Message | undefined;
    try {
      frame = decodeConsensusFrame(bytes);
      if (frame.kind === "message") message = decodeMessage(frame.message);
    } catch (error) {
      logger.warn({ from, error: String(error) }, "a peer sent a malformed consensus frame");
      return;
    }
    if (frame.kind === "wantBlock") await this.#wanted(frame, from);
    else if (frame.kind === "evidence") onEvidence(frame.evidence, from);
    else if (frame.kind === "decided") await onDecided(frame.header, frame.certificate, from);
    else {
      if (message!.type === "proposal") this.#heard(message as Proposal, frame.bodies, from);
      onMessage(message!, from);
    }
  }

  /** The next height's proposal may come while this one's block is being made durable. */
  #heard(proposal: Proposal, bodies: readonly Tx[], from: string): void {
    const { chain, logger, proposals } = this.#deps;
    const { height } = placeOf(proposal);
    const head = chain.head.height;
    if (height <= head || height > head + 2) return;
    logger.debug({ height, from, bodies: bodies.length }, "a proposal arrived");
    this.#deps.bodies.add(bodies);
    proposals.heard(proposal.vote.blockHash, proposal.value);
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

  #answer(bytes: Uint8Array): Uint8Array {
    const request = decodeConsensusRequest(bytes);
    if (request.kind === "bodies") return encodeBodies(this.#deps.bodies.of(request.ids));
    return encodeValueAnswer(this.#deps.proposals.value(request.hash) ?? null);
  }

  #indexOf(peer: string): number {
    return this.#deps.chain.validators.findIndex(({ networkKey }) => hex(networkKey) === peer);
  }
}
