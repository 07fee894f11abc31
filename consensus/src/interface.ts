import type { Certificate, Evidence, ValidatorSet } from "@jingzhun/ledger/certification";
import type { Message, UnsignedMessage } from "./messages.ts";
import type { WalRecord } from "./wal-record.ts";

/** What stays the same for the life of a node. */
export interface QbftConfig {
  readonly chainId: string;
  /** 0 at genesis, +1 by a recovery genesis */
  readonly epoch: number;
  /** own consensus public key; null: an observer, which follows and never signs. Its index is found per height. */
  readonly self: Uint8Array | null;
}

/** What the host tells the state machine. The order of inputs is the only source of what happens. */
export type Input =
  /**
   * The block below `height` is durable: begin. The height is asleep until woken. `restored` are the WAL records of
   * this very height after a restart; then it goes on where it was, awake.
   */
  | {
      readonly type: "newHeight";
      readonly height: number;
      readonly set: ValidatorSet;
      /** header(height − 1).proposer */
      readonly parentProposer: Uint8Array;
      /** ms, params.roundTimeout */
      readonly roundTimeout: number;
      /** heights, params.tenure */
      readonly tenure: number;
      readonly restored?: readonly WalRecord[];
    }
  /** There is something to do (DESIGN §5, production on demand, 2). */
  | { readonly type: "wake" }
  /** The timer of the last `setTimer` ran out. Others are ignored. Also: the host asks for a round change. */
  | { readonly type: "timer"; readonly height: number; readonly round: number }
  /** A decoded message from a registered peer, nothing verified. Answered by `verify` if it is worth the work. */
  | { readonly type: "received"; readonly message: Message; readonly from: string }
  /** A message all of whose signatures (`signaturesOf`) hold under the set of the current height. */
  | { readonly type: "message"; readonly message: Message }
  /** Answer to `sign`: persisted, synced, signed. */
  | { readonly type: "signed"; readonly message: Message }
  /**
   * Answer to `buildProposal` and `fetchProposal`: the host has the body of this value, has executed it and vouches
   * for it.
   */
  | {
      readonly type: "proposalBuilt";
      readonly height: number;
      readonly round: number;
      readonly value: Uint8Array;
      readonly hash: Uint8Array;
    }
  /** Answer to `validateProposal`, sooner or later. */
  | {
      readonly type: "proposalValidated";
      readonly height: number;
      readonly round: number;
      readonly hash: Uint8Array;
      readonly valid: boolean;
    }
  /** Every 2 s while undecided, and on each (re)connect, then with the peer's index (DESIGN §6, retransmission). */
  | { readonly type: "resend"; readonly to?: number };

/** What the host must do, in this order. */
export type Output =
  /** Height woke or moved on to another round; `proposer` is an index into the set. Replaces any timer set before. */
  | {
      readonly type: "roundEntered";
      readonly height: number;
      readonly round: number;
      readonly proposer: number;
    }
  | { readonly type: "setTimer"; readonly height: number; readonly round: number; readonly ms: number }
  /** Build a fresh block, when and how large is the host's policy; answer with `proposalBuilt`. */
  | { readonly type: "buildProposal"; readonly height: number; readonly round: number }
  /**
   * This prepared block must be proposed again and isn't here: fetch its body by hash from `holders` (validator
   * indexes, at least f+1 of them honest), execute it, answer with `proposalBuilt` with the same bytes and hash.
   */
  | {
      readonly type: "fetchProposal";
      readonly height: number;
      readonly round: number;
      readonly hash: Uint8Array;
      readonly holders: readonly number[];
    }
  /**
   * Does `value` hash to `hash`, is its body here or to be had, and do all the header's roots come out? When it isn't
   * `justifiedByPrepared` also: is the timestamp fresh, and is header.proposer the key of `proposer` (DESIGN §5)?
   */
  | {
      readonly type: "validateProposal";
      readonly height: number;
      readonly round: number;
      readonly hash: Uint8Array;
      readonly value: Uint8Array;
      readonly justifiedByPrepared: boolean;
      readonly proposer: number;
    }
  /** Check `signaturesOf(message, set)`; if all hold, give it back as `message`, else drop it. */
  | { readonly type: "verify"; readonly message: Message; readonly from: string }
  /**
   * Append `persist` to the WAL with the body of block `body` (null: none, or it is there already), sync; let the signer record its position
   * and sync; only then sign, and answer with `signed`. A refusal of the signer is answered by silence.
   */
  | {
      readonly type: "sign";
      readonly message: UnsignedMessage;
      readonly persist: WalRecord;
      readonly body: Uint8Array | null;
    }
  /** Append to the WAL after what is there; no need to wait for the disk. */
  | { readonly type: "log"; readonly record: WalRecord }
  /** To every other validator (and observers), or to one. Never back to itself: own messages are already counted. */
  | { readonly type: "send"; readonly message: Message; readonly to: "all" | number }
  /**
   * Final. `value` is null if none is at hand (fetch the block); unless `validated` the host has still to execute it,
   * and if it doesn't come out it may be garbled: then fetch the block too. Nothing more is signed at this height.
   */
  | {
      readonly type: "decided";
      readonly height: number;
      readonly round: number;
      readonly hash: Uint8Array;
      readonly value: Uint8Array | null;
      readonly validated: boolean;
      readonly certificate: Certificate;
    }
  /** `signer`: index into the set of the height. It verifies by itself (`verifyEvidence` of the ledger). */
  | { readonly type: "evidence"; readonly signer: number; readonly evidence: Evidence }
  /** The peer is behind: send it that block's header and certificate. */
  | { readonly type: "answerDecided"; readonly height: number; readonly to: string }
  /** At least f+1 peers speak of `height` or more, above ours: the block below it is decided somewhere. Sync. */
  | { readonly type: "wantFuture"; readonly height: number };

/** Where the machine stands, for status, metrics and logs. */
export interface QbftStatus {
  /** 0 before the first `newHeight` */
  readonly height: number;
  readonly round: number;
  readonly awake: boolean;
  readonly decided: boolean;
  /** index of the current round's proposer */
  readonly proposer: number;
  /** own index in the set of this height; null: no vote */
  readonly self: number | null;
  readonly preparedRound: number | null;
}

/** A deterministic state machine: the same inputs in the same order give the same outputs, byte for byte. */
export interface Qbft {
  step(input: Input): Output[];
  status(): QbftStatus;
  /** An independent copy in the same state: for exploring schedules. */
  copy(): Qbft;
}
