import { equalBytes, PHASE } from "@jingzhun/ledger/certification";
import { type HeightContext, proposerOf } from "./height-context.ts";
import type { Justification, Proposal, RoundChange, SignedRoundChange, SignedVote } from "./messages.ts";

/** A quorum of PREPAREs for one value in one round: nothing else can have been decided in a lower round since. */
export interface PreparedCertificate {
  readonly round: number;
  readonly hash: Uint8Array;
  /** ascending by signer */
  readonly prepares: readonly SignedVote[];
}

/** A ROUND-CHANGE's prepared round and hash. */
export interface PreparedClaim {
  readonly round: number;
  readonly hash: Uint8Array;
}

/** Of the same chain, epoch and height, and by a validator of the set. */
export function isOfHeight(
  context: HeightContext,
  signer: number,
  place: { readonly chainId: string; readonly epoch: number; readonly height: number },
): boolean {
  return (
    place.chainId === context.chainId &&
    place.epoch === context.epoch &&
    place.height === context.height &&
    signer < context.n
  );
}

/** Strictly ascending by signer: one form, no validator twice. */
function areAscending(parts: readonly { readonly signer: number }[]): boolean {
  return parts.every((part, i) => i === 0 || parts[i - 1]!.signer < part.signer);
}

/** EEA QBFT `validSignedPrepareForHeightRoundAndDigest`, of a quorum of distinct validators. */
export function isPreparedCertificate(
  context: HeightContext,
  claim: PreparedClaim,
  prepares: readonly SignedVote[],
): boolean {
  return (
    prepares.length >= context.quorum &&
    areAscending(prepares) &&
    prepares.every(
      ({ signer, vote }) =>
        isOfHeight(context, signer, vote) &&
        vote.phase === PHASE.prepare &&
        vote.round === claim.round &&
        equalBytes(vote.blockHash, claim.hash),
    )
  );
}

/**
 * EEA QBFT `validRoundChange`, with the certificate that goes with it: a claim to have prepared that isn't proved is
 * no ROUND-CHANGE. (That the prepared round lies below the round asked for is checked when the payload is decoded.)
 */
export function isValidRoundChange(context: HeightContext, message: RoundChange): boolean {
  if (!isOfHeight(context, message.signer, message.claim) || message.claim.round === 0) return false;
  const prepared = preparedClaimOf(message);
  return prepared === null
    ? message.prepares.length === 0
    : isPreparedCertificate(context, prepared, message.prepares);
}

/**
 * EEA QBFT `isValidProposalJustification`: in round 0 any value goes; above it a quorum asked for the round, and the
 * value is the one with the highest prepared round among theirs, proved by a quorum of PREPAREs, or any if none was
 * prepared. Also that the round's proposer signed it.
 */
export function isValidProposal(context: HeightContext, message: Proposal): boolean {
  const { vote, signer, justification } = message;
  const { roundChanges, prepares } = justification;
  if (!isOfHeight(context, signer, vote) || signer !== proposerOf(context, vote.round)) return false;
  if (vote.round === 0) return roundChanges.length === 0 && prepares.length === 0;
  if (roundChanges.length < context.quorum || !areAscending(roundChanges)) return false;
  for (const { signer: asker, claim } of roundChanges)
    if (!isOfHeight(context, asker, claim) || claim.round !== vote.round) return false;
  const highest = highestPreparedRound(roundChanges);
  if (highest === null) return prepares.length === 0;
  return (
    roundChanges.some(
      ({ claim }) =>
        claim.preparedRound === highest &&
        claim.preparedHash !== null &&
        equalBytes(claim.preparedHash, vote.blockHash),
    ) && isPreparedCertificate(context, { round: highest, hash: vote.blockHash }, prepares)
  );
}

/** EEA QBFT `isHighestPrepared`: null when nobody prepared. */
export function highestPreparedRound(roundChanges: readonly SignedRoundChange[]): number | null {
  let highest: number | null = null;
  for (const { claim } of roundChanges)
    if (claim.preparedRound !== null && (highest === null || claim.preparedRound > highest))
      highest = claim.preparedRound;
  return highest;
}

/**
 * EEA QBFT `isReceivedProposalJustification`: what justifies a proposal of the round that all of these ask for, and
 * the value it must carry. undefined: no quorum yet.
 *
 * @param roundChanges verified ones for one round, ascending by signer
 */
export function justify(
  context: HeightContext,
  roundChanges: readonly RoundChange[],
): { readonly justification: Justification; readonly prepared: PreparedCertificate | null } | undefined {
  if (roundChanges.length < context.quorum) return undefined;
  const heads = roundChanges.map(({ signer, payload, signature, claim }) => ({
    signer,
    payload,
    signature,
    claim,
  }));
  const highest = highestPreparedRound(roundChanges);
  const holder = roundChanges.find(({ claim }) => highest !== null && claim.preparedRound === highest);
  const prepared = holder === undefined ? null : preparedClaimOf(holder);
  if (holder === undefined || prepared === null)
    return { justification: { roundChanges: heads, prepares: [] }, prepared: null };
  return {
    justification: { roundChanges: heads, prepares: holder.prepares },
    prepared: { ...prepared, prepares: holder.prepares },
  };
}

function preparedClaimOf({ claim }: SignedRoundChange): PreparedClaim | null {
  return claim.preparedRound === null || claim.preparedHash === null
    ? null
    : { round: claim.preparedRound, hash: claim.preparedHash };
}
