import {
  type Certificate,
  equalBytes,
  hex,
  PHASE,
  type RoundChange as RoundChangeClaim,
  type Vote,
  type VotePhase,
} from "@jingzhun/ledger";
import {
  type Ballots,
  copyBallots,
  emptyBallots,
  isOutdated,
  keep,
  proposedValue,
  roundAskedBy,
  roundChangesFor,
  saidBefore,
  votesFor,
} from "./ballots.ts";
import { addCandidate, answerCandidate, type Candidate, nextToAsk } from "./candidates.ts";
import { contradiction } from "./evidence.ts";
import { type HeightContext, proposerOf } from "./height-context.ts";
import type { Output } from "./interface.ts";
import {
  isOfHeight,
  isValidProposal,
  isValidRoundChange,
  justify,
  type PreparedCertificate,
} from "./justification.ts";
import { PROPOSAL_COPIES_MAX, ROUND_MAX } from "./limits.ts";
import {
  type Commit,
  type Justification,
  type Message,
  type MessageType,
  type Proposal,
  placeOf,
  signedPartsOf,
  type UnsignedMessage,
  unsignedRoundChange,
  unsignedVote,
} from "./messages.ts";
import { roundTimeOut } from "./time-out.ts";
import type { WalRecord } from "./wal-record.ts";

/** The order in which own messages are sent again: why this round, what is proposed, what is voted. */
const RESEND_ORDER = ["roundChange", "proposal", "prepare", "commit"] as const;

/** The value of the current round, found valid. */
interface Accepted {
  readonly hash: Uint8Array;
  readonly value: Uint8Array;
}

/** This node is the proposer of the current round and waits for a value. */
interface Proposing {
  readonly justification: Justification;
  /** the value must have this hash; null: a fresh one */
  readonly hash: Uint8Array | null;
}

/** One own message, as asked for and as signed. */
interface OwnMessage {
  readonly message: UnsignedMessage;
  readonly signed: Message | null;
}

/**
 * QBFT for one height (EEA QBFT specification; arXiv:2002.03613). Each public method is one of the specification's
 * upon-rules or an input of the host; each appends what follows from it to `out`.
 */
export class Height {
  readonly context: HeightContext;
  awake = false;
  decided = false;
  round = 0;
  prepared: PreparedCertificate | null = null;
  #accepted: Accepted | null = null;
  #proposing: Proposing | null = null;
  #ballots: Ballots;
  /** Values found valid here, by hex of the hash. */
  #values = new Map<string, Uint8Array>();
  #candidates: Candidate[] = [];
  /** The latest own message of each type; rounds only rise, so the latest is the one that binds. */
  #own: Partial<Record<MessageType, OwnMessage>> = {};
  /** One finding per validator and type is enough, and bounds the work. */
  #accused = new Set<string>();

  constructor(context: HeightContext) {
    this.context = context;
    this.#ballots = emptyBallots(context.n);
  }

  copy(): Height {
    const copy = new Height(this.context);
    copy.awake = this.awake;
    copy.decided = this.decided;
    copy.round = this.round;
    copy.prepared = this.prepared;
    copy.#accepted = this.#accepted;
    copy.#proposing = this.#proposing;
    copy.#ballots = copyBallots(this.#ballots);
    copy.#values = new Map(this.#values);
    copy.#candidates = this.#candidates.map((candidate) => ({ ...candidate }));
    copy.#own = { ...this.#own };
    copy.#accused = new Set(this.#accused);
    return copy;
  }

  /** There is something to do: begin round 0. */
  wake(out: Output[]): void {
    if (this.awake || this.decided) return;
    this.awake = true;
    this.#enterRound(0, out);
  }

  /**
   * Is an unverified message worth checking its signatures? Duplicates, outdated ones and proposals of others than
   * the proposer aren't, and so cost nothing.
   */
  wants(message: Message): boolean {
    const { signer, type } = message;
    const place = placeOf(message);
    if (!isOfHeight(this.context, signer, place) || isOutdated(this.#ballots, message)) return false;
    if (type === "proposal" && signer !== proposerOf(this.context, place.round)) return false;
    const before = saidBefore(this.#ballots, type, signer, place.round);
    if (before === undefined) return true;
    if (!equalBytes(before.payload, message.payload)) return !this.#accused.has(`${signer}/${type}`);
    return message.type === "proposal" && this.#isNewCopy(message, before as Proposal);
  }

  /** A message whose signatures hold. What isn't justified is dropped whole and leaves no trace. */
  receive(message: Message, out: Output[]): void {
    const { signer, type } = message;
    const { round } = placeOf(message);
    if (!isOfHeight(this.context, signer, placeOf(message))) return;
    if (this.#accuse(message, out)) return;
    const before = saidBefore(this.#ballots, type, signer, round);
    if (before !== undefined) {
      if (message.type === "proposal" && this.#isNewCopy(message, before as Proposal)) {
        if (isValidProposal(this.context, message)) this.#consider(message, out);
      }
      return;
    }
    if (isOutdated(this.#ballots, message) || !this.#isJustified(message)) return;
    keep(this.#ballots, message);
    if (this.decided) return;
    this.wake(out);
    this.#upon(message, out);
  }

  /** The timer of the current round ran out (EEA QBFT `UponRoundTimeout`). */
  uponTimer(round: number, out: Output[]): void {
    if (!this.awake || this.decided || round !== this.round) return;
    this.resend("all", out);
    this.#changeRound(round + 1, out);
  }

  /** Own message, persisted and signed: only now it counts, and leaves. */
  uponSigned(message: Message, out: Output[]): void {
    const own = this.#own[message.type];
    if (own === undefined || own.signed !== null || !equalBytes(own.message.payload, message.payload)) return;
    const { payload, signature } = message;
    out.push({ type: "log", record: { kind: "signature", payload, signature } });
    // Signed elsewhere in the same place, otherwise: someone else has our key. Say so, and add nothing to it.
    if (this.#accuse(message, out)) return;
    this.#own[message.type] = { message: own.message, signed: message };
    out.push({ type: "send", message, to: "all" });
    if (saidBefore(this.#ballots, message.type, message.signer, placeOf(message).round) === undefined)
      keep(this.#ballots, message);
    if (!this.decided) this.#upon(message, out);
  }

  /** The host has a value for the round in which this node proposes. */
  uponProposalBuilt(round: number, value: Uint8Array, hash: Uint8Array, out: Output[]): void {
    if (this.decided || round !== this.round || this.#proposing === null) return;
    if (this.#proposing.hash !== null && !equalBytes(this.#proposing.hash, hash)) return;
    this.#values.set(hex(hash), value);
    this.#propose(hash, value, this.#proposing.justification, out);
  }

  uponProposalValidated(round: number, hash: Uint8Array, valid: boolean, out: Output[]): void {
    const candidate = answerCandidate(this.#candidates, round, hash, valid);
    if (candidate === undefined || this.decided) return;
    if (!valid) {
      this.#ask(nextToAsk(this.#candidates, round, hash), out);
      return;
    }
    this.#values.set(hex(hash), candidate.value);
    if (this.#proposing?.hash != null && equalBytes(this.#proposing.hash, hash))
      this.#propose(hash, candidate.value, this.#proposing.justification, out);
    if (round === this.round) this.#accept({ hash, value: candidate.value }, out);
  }

  /** The latest own messages again, the same bytes (DESIGN §6, retransmission). */
  resend(to: "all" | number, out: Output[]): void {
    if (this.decided) return;
    for (const type of RESEND_ORDER) {
      const message = this.#own[type]?.signed;
      if (message != null) out.push({ type: "send", message, to });
    }
  }

  /**
   * Goes on after a restart with what the WAL says, awake. Own messages count again; those that were persisted and
   * perhaps not signed are asked for once more, with the same bytes; persisted values are executed again.
   */
  restore(restored: Restored, out: Output[]): void {
    this.awake = true;
    this.#own = { ...restored.own };
    this.prepared = restored.prepared;
    for (const own of Object.values(restored.own)) if (own.signed !== null) keep(this.#ballots, own.signed);
    this.#enterRound(restored.round, out);
    this.resend("all", out);
    for (const record of restored.unsigned) {
      const own = Object.values(this.#own).find((o) => equalBytes(o.message.payload, record.payload));
      if (own !== undefined) this.#requestSignature(own.message, record, out);
    }
    for (const value of restored.values) this.#validate({ ...value, justifiedByPrepared: true }, out);
    const { roundChange, commit } = this.#own;
    if (roundChange?.signed != null) this.#upon(roundChange.signed, out);
    if (commit?.signed != null && !this.decided) this.#upon(commit.signed, out);
  }

  #isJustified(message: Message): boolean {
    if (message.type === "proposal") return isValidProposal(this.context, message);
    return message.type !== "roundChange" || isValidRoundChange(this.context, message);
  }

  #upon(message: Message, out: Output[]): void {
    switch (message.type) {
      case "proposal":
        this.#uponProposal(message, out);
        break;
      case "prepare":
        this.#checkPrepared(out);
        break;
      case "commit":
        this.#uponCommit(message, out);
        break;
      case "roundChange":
        this.#uponRoundChange(out);
        break;
    }
  }

  /** EEA QBFT `UponProposal`: a justified proposal of a later round takes this node there. */
  #uponProposal(message: Proposal, out: Output[]): void {
    if (message.vote.round > this.round) this.#enterRound(message.vote.round, out);
    this.#consider(message, out);
  }

  /** Has the host validate the current round's proposal, unless it is known to be valid or this node is bound. */
  #consider(message: Proposal, out: Output[]): void {
    const { value, justification, signer } = message;
    const { round, blockHash: hash } = message.vote;
    if (this.decided || round !== this.round || this.#accepted !== null) return;
    const vote = this.#own.prepare?.message;
    const voted = vote?.type === "prepare" && vote.vote.round === round;
    if (voted && !equalBytes(vote.vote.blockHash, hash)) return;
    const justifiedByPrepared = justification.prepares.length > 0;
    const known = this.#values.get(hex(hash));
    const isOwn = signer === this.context.self && this.#own.proposal?.signed === message;
    if (known !== undefined && equalBytes(known, value) && (justifiedByPrepared || voted || isOwn))
      this.#accept({ hash, value }, out);
    else this.#validate({ round, hash, value, justifiedByPrepared: justifiedByPrepared || voted }, out);
  }

  #isNewCopy(message: Proposal, before: Proposal): boolean {
    const { round, blockHash } = message.vote;
    if (round !== this.round || this.#accepted !== null || equalBytes(message.value, before.value))
      return false;
    const copies = this.#candidates.filter((c) => c.round === round && equalBytes(c.hash, blockHash));
    return copies.length < PROPOSAL_COPIES_MAX && !copies.some((c) => equalBytes(c.value, message.value));
  }

  #validate(candidate: Omit<Candidate, "state">, out: Output[]): void {
    this.#ask(addCandidate(this.#candidates, { ...candidate, state: "waiting" }), out);
  }

  #ask(candidate: Candidate | undefined, out: Output[]): void {
    if (candidate === undefined) return;
    const { round, hash, value, justifiedByPrepared } = candidate;
    const { height } = this.context;
    const proposer = proposerOf(this.context, round);
    out.push({ type: "validateProposal", height, round, hash, value, justifiedByPrepared, proposer });
  }

  /** The current round's value is valid: PREPARE it. A rejected one gets no PREPARE, and the timer decides. */
  #accept(accepted: Accepted, out: Output[]): void {
    if (this.#accepted !== null) return;
    const vote = this.#own.prepare?.message;
    const voted = vote?.type === "prepare" && vote.vote.round === this.round;
    if (voted && !equalBytes(vote.vote.blockHash, accepted.hash)) return;
    this.#accepted = accepted;
    if (!voted && this.context.self !== null) {
      const message = {
        ...this.#vote(this.context.self, PHASE.prepare, accepted.hash),
        type: "prepare",
      } as const;
      this.#requestSignature(message, { kind: "prepare", payload: message.payload }, out);
    }
    this.#checkPrepared(out);
  }

  /** EEA QBFT `UponPrepare`: a quorum of PREPAREs for the accepted value of the current round. */
  #checkPrepared(out: Output[]): void {
    const { self, quorum } = this.context;
    if (this.#accepted === null || this.prepared?.round === this.round) return;
    const { hash, value } = this.#accepted;
    const prepares = votesFor(this.#ballots, "prepare", this.round, hash);
    if (prepares.length < quorum) return;
    this.prepared = { round: this.round, hash, prepares };
    if (self === null) return;
    const message = { ...this.#vote(self, PHASE.commit, hash), type: "commit" } as const;
    this.#requestSignature(message, { kind: "commit", payload: message.payload, value, prepares }, out);
  }

  /** EEA QBFT `UponCommit`, for any round of the height, whatever round this node is in (DESIGN §6). */
  #uponCommit(message: Commit, out: Output[]): void {
    const { round, blockHash: hash } = message.vote;
    const commits = votesFor(this.#ballots, "commit", round, hash);
    if (commits.length < this.context.quorum) return;
    this.decided = true;
    const { epoch, height } = this.context;
    const seals = commits.map(({ signer, signature }) => ({ signer, signature }));
    const certificate: Certificate = { epoch, height, round, blockHash: hash, seals };
    const valid = this.#values.get(hex(hash));
    const value = valid ?? this.#proposedValue(hash) ?? null;
    out.push({ type: "decided", height, round, hash, value, validated: valid !== undefined, certificate });
  }

  #proposedValue(hash: Uint8Array): Uint8Array | undefined {
    const candidate = this.#candidates.find((c) => c.state !== "rejected" && equalBytes(c.hash, hash));
    return candidate?.value ?? proposedValue(this.#ballots, hash);
  }

  /** EEA QBFT `UponRoundChange`: f+1 ahead take this node along; a quorum for its own round lets it propose. */
  #uponRoundChange(out: Output[]): void {
    const asked = roundAskedBy(this.#ballots, this.context.faulty + 1);
    if (asked !== undefined && asked > this.round) this.#changeRound(asked, out);
    this.#tryToPropose(out);
  }

  #changeRound(round: number, out: Output[]): void {
    if (round > ROUND_MAX) return;
    this.#enterRound(round, out);
    const { self, chainId, epoch, height } = this.context;
    if (self === null) return;
    const claim: RoundChangeClaim = {
      chainId,
      epoch,
      height,
      round,
      preparedRound: this.prepared?.round ?? null,
      preparedHash: this.prepared?.hash ?? null,
    };
    const prepares = this.prepared?.prepares ?? [];
    const message = { ...unsignedRoundChange(self, claim), type: "roundChange", prepares } as const;
    this.#requestSignature(message, { kind: "roundChange", payload: message.payload, prepares }, out);
  }

  #enterRound(round: number, out: Output[]): void {
    const { height, roundTimeout, self } = this.context;
    this.round = round;
    this.#accepted = null;
    this.#proposing = null;
    this.#candidates = this.#candidates.filter((candidate) => candidate.state === "asked");
    out.push({ type: "roundEntered", height, round, proposer: proposerOf(this.context, round) });
    // Who has no vote has no say in when a round ends: it follows the others.
    if (self !== null) out.push({ type: "setTimer", height, round, ms: roundTimeOut(roundTimeout, round) });
    this.#tryToPropose(out);
  }

  #tryToPropose(out: Output[]): void {
    const { self, height } = this.context;
    const { round } = this;
    if (self === null || this.#proposing !== null || proposerOf(this.context, round) !== self) return;
    const last = this.#own.proposal?.message;
    if (last !== undefined && placeOf(last).round >= round) return;
    if (round === 0) {
      this.#proposing = { justification: { roundChanges: [], prepares: [] }, hash: null };
      out.push({ type: "buildProposal", height, round });
      return;
    }
    const justified = justify(this.context, roundChangesFor(this.#ballots, round));
    if (justified === undefined) return;
    const { justification, prepared } = justified;
    this.#proposing = { justification, hash: prepared?.hash ?? null };
    if (prepared === null) {
      out.push({ type: "buildProposal", height, round });
      return;
    }
    const { hash } = prepared;
    const value = this.#values.get(hex(hash));
    if (value !== undefined) {
      this.#propose(hash, value, justification, out);
      return;
    }
    const holders = prepared.prepares.map(({ signer }) => signer).filter((signer) => signer !== self);
    out.push({ type: "fetchProposal", height, round, hash, holders });
  }

  #propose(hash: Uint8Array, value: Uint8Array, justification: Justification, out: Output[]): void {
    this.#proposing = null;
    if (this.context.self === null) return;
    const head = this.#vote(this.context.self, PHASE.proposal, hash);
    const message = { ...head, type: "proposal", value, justification } as const;
    this.#requestSignature(message, { kind: "proposal", payload: head.payload, value, justification }, out);
  }

  #vote(self: number, phase: VotePhase, blockHash: Uint8Array) {
    const { chainId, epoch, height } = this.context;
    const vote: Vote = { chainId, epoch, height, round: this.round, phase, blockHash };
    return unsignedVote(self, vote);
  }

  #requestSignature(message: UnsignedMessage, persist: WalRecord, out: Output[]): void {
    this.#own[message.type] = { message, signed: null };
    const needsBody = message.type === "proposal" || message.type === "commit";
    out.push({ type: "sign", message, persist, body: needsBody ? message.vote.blockHash : null });
  }

  /** Does the message, or what it carries, contradict what the same validator signed before? */
  #accuse(message: Message, out: Output[]): boolean {
    let contradicts = false;
    for (const part of signedPartsOf(message)) {
      const type: MessageType = part === message ? message.type : "vote" in part ? "prepare" : "roundChange";
      const place = "vote" in part ? part.vote : part.claim;
      const before = saidBefore(this.#ballots, type, part.signer, place.round);
      const evidence = before === undefined ? undefined : contradiction(type, before, part);
      if (evidence === undefined) continue;
      if (part === message) contradicts = true;
      const accusation = `${part.signer}/${type}`;
      if (this.#accused.has(accusation)) continue;
      this.#accused.add(accusation);
      out.push({ type: "evidence", evidence });
    }
    return contradicts;
  }
}

/** What a WAL says of a height. */
export interface Restored {
  readonly round: number;
  readonly own: Partial<Record<MessageType, OwnMessage>>;
  readonly prepared: PreparedCertificate | null;
  /** records of own messages whose signature isn't in the WAL, in its order */
  readonly unsigned: readonly WalRecord[];
  readonly values: readonly Omit<Candidate, "state" | "justifiedByPrepared">[];
}
