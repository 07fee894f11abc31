import {
  encodeRoundChange,
  encodeVote,
  PHASE,
  type RoundChange as RoundChangeClaim,
  type ValidatorSet,
  type Vote,
} from "@jingzhun/ledger/certification";

export type { RoundChangeClaim };

/** What every consensus signature stands on: the exact bytes signed in the domain `consensus`, and who signed. */
export interface Signed {
  /** index into the validator set of the height */
  readonly signer: number;
  /** the exact bytes signed: `encodeVote` or `encodeRoundChange` */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signed proposal head, PREPARE or COMMIT; `vote` is what `payload` says. */
export interface SignedVote extends Signed {
  readonly vote: Vote;
}

/** The signed part of a ROUND-CHANGE; `claim` is what `payload` says. */
export interface SignedRoundChange extends Signed {
  readonly claim: RoundChangeClaim;
}

/** Why a proposal may be made in a round above 0. Both lists are empty in round 0. */
export interface Justification {
  /** ROUND-CHANGEs of a quorum for the proposal's round */
  readonly roundChanges: readonly SignedRoundChange[];
  /** PREPAREs of a quorum for the highest prepared round among them; empty if none was prepared */
  readonly prepares: readonly SignedVote[];
}

/** Value and hash are opaque here: the value is the host's header and transaction ids, the hash the header's. */
export interface Proposal extends SignedVote {
  readonly type: "proposal";
  readonly value: Uint8Array;
  readonly justification: Justification;
}

export interface Prepare extends SignedVote {
  readonly type: "prepare";
}

export interface Commit extends SignedVote {
  readonly type: "commit";
}

/**
 * Asks for a round. The prepared value doesn't travel with it, only its hash: who must propose it again and lacks it
 * fetches it from those who signed the PREPAREs (DESIGN §6).
 */
export interface RoundChange extends SignedRoundChange {
  readonly type: "roundChange";
  /** PREPAREs of a quorum for (preparedRound, preparedHash); empty if nothing was prepared */
  readonly prepares: readonly SignedVote[];
}

export type Message = Proposal | Prepare | Commit | RoundChange;
export type MessageType = Message["type"];

type WithoutSignature<M> = M extends Message ? Omit<M, "signature"> : never;
/** A message before the host has persisted and signed it; `{ ...unsigned, signature }` completes it. */
export type UnsignedMessage = WithoutSignature<Message>;

/** Where a message stands: height, round. */
export function placeOf(message: Message | UnsignedMessage): Vote | RoundChangeClaim {
  return message.type === "roundChange" ? message.claim : message.vote;
}

/** A vote of the given phase without its signature. */
export function unsignedVote(signer: number, vote: Vote): Omit<SignedVote, "signature"> {
  return { signer, payload: encodeVote(vote), vote };
}

/** The signed part of a ROUND-CHANGE without its signature. */
export function unsignedRoundChange(
  signer: number,
  claim: RoundChangeClaim,
): Omit<SignedRoundChange, "signature"> {
  return { signer, payload: encodeRoundChange(claim), claim };
}

/** The phase of a message, as its payload says it. */
export function phaseOf(type: MessageType): (typeof PHASE)[MessageType] {
  return PHASE[type];
}

/** One signature to check: Ed25519 over `signatureInput("consensus", chainId, payload)`. */
export interface SignatureItem {
  readonly publicKey: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * All signatures of a message, nested ones too; the host gives a message to `step` as verified only when all hold.
 *
 * @param set the validators of the message's height
 * @returns undefined when a signer isn't in the set
 */
export function signaturesOf(message: Message, set: ValidatorSet): SignatureItem[] | undefined {
  const items: SignatureItem[] = [];
  for (const { signer, payload, signature } of signedPartsOf(message)) {
    const validator = set[signer];
    if (validator === undefined) return undefined;
    items.push({ publicKey: validator.consensusKey, payload, signature });
  }
  return items;
}

/** The message's own signed part first, then the nested ones. */
export function signedPartsOf(message: Message): (SignedVote | SignedRoundChange)[] {
  switch (message.type) {
    case "proposal":
      return [message, ...message.justification.roundChanges, ...message.justification.prepares];
    case "roundChange":
      return [message, ...message.prepares];
    default:
      return [message];
  }
}
