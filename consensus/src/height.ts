import { type Certificate, equalBytes, PHASE, type VotePhase } from "@jingzhun/ledger/certification";
import { type Accusations, accuse, isAccused } from "./accusations.ts";
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
import { type HeightContext, proposerOf } from "./height-context.ts";
import type { Output } from "./interface.ts";
import {
  isOfHeight,
  isValidProposal,
  isValidRoundChange,
  justify,
  type PreparedCertificate,
} from "./justification.ts";
import { ROUND_MAX } from "./limits.ts";
import {
  type Commit,
  type Justification,
  type Message,
  type Proposal,
  placeOf,
  unsignedRoundChange,
  unsignedVote,
} from "./messages.ts";
import { OwnMessages } from "./own-messages.ts";
import { type Candidate, ProposedValues } from "./proposed-values.ts";
import type { Restored } from "./restore.ts";
import { roundTimeOut } from "./time-out.ts";

const FRESH: Justification = { roundChanges: [], prepares: [] };

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
  #values = new ProposedValues();
  #own = new OwnMessages();
  #accusations: Accusations = new Set();

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
    copy.#values = this.#values.copy();
    copy.#own = this.#own.copy();
    copy.#accusations = new Set(this.#accusations);
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
    if (!equalBytes(before.payload, message.payload)) return !isAccused(this.#accusations, message);
    return this.#isNewCopy(message, before);
  }

  /** A message whose signatures hold. What isn't justified is dropped whole and leaves no trace. */
  receive(message: Message, out: Output[]): void {
    const place = placeOf(message);
    if (!isOfHeight(this.context, message.signer, place)) return;
    if (accuse(this.#accusations, this.#ballots, this.context.set, message, out)) return;
    const before = saidBefore(this.#ballots, message.type, message.signer, place.round);
    if (before !== undefined && !this.#isNewCopy(message, before)) return;
    if (isOutdated(this.#ballots, message) || !this.#isJustified(message)) return;
    if (before === undefined) keep(this.#ballots, message);
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
    if (!this.#own.awaits(message)) return;
    const { payload, signature } = message;
    out.push({ type: "log", record: { kind: "signature", payload, signature } });
    // Signed elsewhere in the same place, otherwise: someone else has our key. Say so, and add nothing to it.
    if (accuse(this.#accusations, this.#ballots, this.context.set, message, out)) return;
    this.#own.complete(message);
    out.push({ type: "send", message, to: "all" });
    const known = saidBefore(this.#ballots, message.type, message.signer, placeOf(message).round);
    if (known === undefined) keep(this.#ballots, message);
    if (!this.decided) this.#upon(message, out);
  }

  /** The host has a value for the round in which this node proposes. */
  uponProposalBuilt(round: number, value: Uint8Array, hash: Uint8Array, out: Output[]): void {
    if (this.decided || round !== this.round || this.#proposing === null) return;
    if (this.#proposing.hash !== null && !equalBytes(this.#proposing.hash, hash)) return;
    this.#values.add(hash, value);
    this.#propose(hash, value, this.#proposing.justification, out);
  }

  uponProposalValidated(round: number, hash: Uint8Array, valid: boolean, out: Output[]): void {
    if (this.decided) return;
    const { height } = this.context;
    const proposer = proposerOf(this.context, round);
    const value = this.#values.answer({ round, hash, valid }, height, proposer, out);
    if (value === undefined) return;
    if (this.#proposing?.hash != null && equalBytes(this.#proposing.hash, hash))
      this.#propose(hash, value, this.#proposing.justification, out);
    if (round === this.round) this.#accept({ hash, value }, out);
  }

  /** The latest own messages again, the same bytes (DESIGN §6, retransmission). */
  resend(to: "all" | number, out: Output[]): void {
    if (!this.decided) this.#own.resend(to, out);
  }

  /**
   * Goes on after a restart with what the WAL says, awake. Own messages count again; those that were persisted and
   * perhaps not signed are asked for once more, with the same bytes; persisted values are executed again.
   */
  restore(restored: Restored, out: Output[]): void {
    this.awake = true;
    this.#own = new OwnMessages(restored.own);
    this.prepared = restored.prepared;
    for (const message of this.#own.allSigned()) keep(this.#ballots, message);
    this.#enterRound(restored.round, out);
    this.resend("all", out);
    for (const record of restored.unsigned) this.#own.requestAgain(record, out);
    for (const value of restored.values) this.#validate({ ...value, justifiedByPrepared: true }, out);
    for (const type of ["roundChange", "commit"] as const) {
      const message = this.#own.signed(type);
      if (message !== null && !this.decided) this.#upon(message, out);
    }
  }

  #isJustified(message: Message): boolean {
    if (message.type === "proposal") return isValidProposal(this.context, message);
    return message.type !== "roundChange" || isValidRoundChange(this.context, message);
  }

  #upon(message: Message, out: Output[]): void {
    if (message.type === "proposal") this.#uponProposal(message, out);
    else if (message.type === "prepare") this.#checkPrepared(out);
    else if (message.type === "commit") this.#uponCommit(message, out);
    else this.#uponRoundChange(out);
  }

  /** EEA QBFT `UponProposal`: a justified proposal of a later round takes this node there. */
  #uponProposal(message: Proposal, out: Output[]): void {
    const { value, justification } = message;
    const { round, blockHash: hash } = message.vote;
    if (round > this.round) this.#enterRound(round, out);
    if (round !== this.round || this.#accepted !== null) return;
    const voted = this.#own.preparedIn(round);
    if (voted !== null && !equalBytes(voted, hash)) return;
    const justifiedByPrepared = justification.prepares.length > 0 || voted !== null;
    const isOwn = this.#own.signed("proposal") === message;
    const known = this.#values.valid(hash);
    // Valid once is valid always, but for the timestamp, which is judged anew when the value is fresh.
    if (known !== undefined && equalBytes(known, value) && (justifiedByPrepared || isOwn))
      this.#accept({ hash, value }, out);
    else this.#validate({ round, hash, value, justifiedByPrepared }, out);
  }

  /** Another value under a signature that is known already, while the current round still seeks the right one. */
  #isNewCopy(message: Message, before: Message): boolean {
    if (message.type !== "proposal" || before.type !== "proposal") return false;
    const { value, vote } = message;
    if (vote.round !== this.round || this.#accepted !== null || equalBytes(value, before.value)) return false;
    return this.#values.isOpenTo({ round: vote.round, hash: vote.blockHash, value });
  }

  #validate(candidate: Candidate, out: Output[]): void {
    const proposer = proposerOf(this.context, candidate.round);
    this.#values.validate(candidate, this.context.height, proposer, out);
  }

  /** The current round's value is valid: PREPARE it. A rejected one gets no PREPARE, and the timer decides. */
  #accept(accepted: Accepted, out: Output[]): void {
    const { self } = this.context;
    if (this.#accepted !== null) return;
    const voted = this.#own.preparedIn(this.round);
    if (voted !== null && !equalBytes(voted, accepted.hash)) return;
    this.#accepted = accepted;
    if (voted === null && self !== null) {
      const head = this.#vote(self, PHASE.prepare, accepted.hash);
      this.#own.request({ ...head, type: "prepare" }, { kind: "prepare", payload: head.payload }, out);
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
    const head = this.#vote(self, PHASE.commit, hash);
    this.#own.request(
      { ...head, type: "commit" },
      { kind: "commit", payload: head.payload, value, prepares },
      out,
    );
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
    const valid = this.#values.valid(hash);
    const said = this.#values.wasRefused(hash) ? undefined : proposedValue(this.#ballots, hash);
    const value = valid ?? this.#values.hoped(hash) ?? said ?? null;
    out.push({ type: "decided", height, round, hash, value, validated: valid !== undefined, certificate });
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
    const preparedRound = this.prepared?.round ?? null;
    const preparedHash = this.prepared?.hash ?? null;
    const head = unsignedRoundChange(self, { chainId, epoch, height, round, preparedRound, preparedHash });
    const prepares = this.prepared?.prepares ?? [];
    this.#own.request(
      { ...head, type: "roundChange", prepares },
      { kind: "roundChange", payload: head.payload, prepares },
      out,
    );
  }

  #enterRound(round: number, out: Output[]): void {
    const { height, roundTimeout, self } = this.context;
    this.round = round;
    this.#accepted = null;
    this.#proposing = null;
    this.#values.endRound();
    out.push({ type: "roundEntered", height, round, proposer: proposerOf(this.context, round) });
    // Who has no vote has no say in when a round ends: it follows the others.
    if (self !== null) out.push({ type: "setTimer", height, round, ms: roundTimeOut(roundTimeout, round) });
    this.#tryToPropose(out);
  }

  #tryToPropose(out: Output[]): void {
    const { self, height } = this.context;
    const { round } = this;
    if (self === null || this.#proposing !== null || proposerOf(this.context, round) !== self) return;
    if (this.#own.hasProposedIn(round)) return;
    const justified =
      round === 0
        ? { justification: FRESH, prepared: null }
        : justify(this.context, roundChangesFor(this.#ballots, round));
    if (justified === undefined) return;
    const { justification, prepared } = justified;
    this.#proposing = { justification, hash: prepared?.hash ?? null };
    if (prepared === null) {
      out.push({ type: "buildProposal", height, round });
      return;
    }
    const { hash } = prepared;
    const value = this.#values.valid(hash);
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
    this.#own.request(
      { ...head, type: "proposal", value, justification },
      { kind: "proposal", payload: head.payload, value, justification },
      out,
    );
  }

  #vote(self: number, phase: VotePhase, blockHash: Uint8Array) {
    const { chainId, epoch, height } = this.context;
    return unsignedVote(self, { chainId, epoch, height, round: this.round, phase, blockHash });
  }
}
