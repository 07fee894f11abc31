import { equalBytes } from "@jingzhun/ledger/certification";
import { VOTE_ROUNDS_MAX } from "./limits.ts";
import type { Commit, Message, MessageType, Prepare, Proposal, RoundChange, SignedVote } from "./messages.ts";
import { placeOf } from "./messages.ts";

/** What one validator said in one round. */
interface Slot {
  proposal?: Proposal;
  prepare?: Prepare;
  commit?: Commit;
}

/**
 * The verified messages of one height, bounded (DESIGN §6): per validator its newest ROUND-CHANGE and its votes of the
 * newest VOTE_ROUNDS_MAX rounds. The first message of a place stays; a second one is a duplicate or evidence.
 */
export interface Ballots {
  /** by validator index */
  readonly roundChanges: (RoundChange | undefined)[];
  /** by validator index, then round */
  readonly votes: Map<number, Slot>[];
}

export function emptyBallots(n: number): Ballots {
  return {
    roundChanges: Array.from({ length: n }, () => undefined),
    votes: Array.from({ length: n }, () => new Map()),
  };
}

export function copyBallots(ballots: Ballots): Ballots {
  return {
    roundChanges: [...ballots.roundChanges],
    votes: ballots.votes.map(
      (rounds) => new Map([...rounds].map(([round, slot]) => [round, { ...slot }] as const)),
    ),
  };
}

/** What this validator already said in this place, if it is still kept. */
export function saidBefore(
  ballots: Ballots,
  type: MessageType,
  signer: number,
  round: number,
): Message | undefined {
  if (type !== "roundChange") return ballots.votes[signer]?.get(round)?.[type];
  const newest = ballots.roundChanges[signer];
  return newest?.claim.round === round ? newest : undefined;
}

/** Is the message older than what is kept of its sender? Then it is dropped. */
export function isOutdated(ballots: Ballots, message: Message): boolean {
  const { round } = placeOf(message);
  if (message.type === "roundChange") {
    const newest = ballots.roundChanges[message.signer];
    return newest !== undefined && newest.claim.round > round;
  }
  const rounds = ballots.votes[message.signer];
  return (
    rounds !== undefined &&
    rounds.size >= VOTE_ROUNDS_MAX &&
    !rounds.has(round) &&
    Math.min(...rounds.keys()) > round
  );
}

/** Keeps a message that isn't outdated and whose place is free. */
export function keep(ballots: Ballots, message: Message): void {
  if (message.type === "roundChange") {
    ballots.roundChanges[message.signer] = message;
    return;
  }
  const rounds = ballots.votes[message.signer]!;
  const { round } = message.vote;
  let slot = rounds.get(round);
  if (slot === undefined) {
    if (rounds.size >= VOTE_ROUNDS_MAX) rounds.delete(Math.min(...rounds.keys()));
    slot = {};
    rounds.set(round, slot);
  }
  if (message.type === "proposal") slot.proposal = message;
  else if (message.type === "prepare") slot.prepare = message;
  else slot.commit = message;
}

/** The PREPAREs or COMMITs for a value in a round, ascending by signer, each validator once. */
export function votesFor(
  ballots: Ballots,
  type: "prepare" | "commit",
  round: number,
  hash: Uint8Array,
): SignedVote[] {
  const votes: SignedVote[] = [];
  for (const rounds of ballots.votes) {
    const vote = rounds.get(round)?.[type];
    if (vote !== undefined && equalBytes(vote.vote.blockHash, hash)) {
      const { signer, payload, signature } = vote;
      votes.push({ signer, payload, signature, vote: vote.vote });
    }
  }
  return votes;
}

/** The ROUND-CHANGEs for exactly this round, ascending by signer. */
export function roundChangesFor(ballots: Ballots, round: number): RoundChange[] {
  return ballots.roundChanges.filter((message) => message?.claim.round === round) as RoundChange[];
}

/**
 * The highest round that at least `count` validators ask for or have passed with their ROUND-CHANGEs; undefined when
 * fewer than `count` sent any.
 */
export function roundAskedBy(ballots: Ballots, count: number): number | undefined {
  const rounds = ballots.roundChanges
    .flatMap((message) => (message === undefined ? [] : [message.claim.round]))
    .sort((a, b) => b - a);
  return rounds[count - 1];
}

/** The bytes of a value that someone proposed under this hash, not necessarily the right ones. */
export function proposedValue(ballots: Ballots, hash: Uint8Array): Uint8Array | undefined {
  for (const rounds of ballots.votes)
    for (const { proposal } of rounds.values())
      if (proposal !== undefined && equalBytes(proposal.vote.blockHash, hash)) return proposal.value;
  return undefined;
}
