import {
  decodeMessage,
  encodeMessage,
  type Message,
  type Proposal,
  type RoundChange,
  type SignedRoundChange,
  type SignedVote,
} from "@jingzhun/consensus";
import {
  decodeHeader,
  encodeHeader,
  encodeRoundChange,
  encodeVote,
  type Header,
  headerHash,
  hex,
  PHASE,
  signatureInput,
  suite,
} from "@jingzhun/ledger";
import {
  type Channel,
  decodeConsensusFrame,
  decodeProposalValue,
  encodeConsensusMessage,
  encodeDecided,
  encodeHead,
  encodeProposalValue,
} from "@jingzhun/node/parts";
import type { Random } from "../../random.ts";

/** What a Byzantine validator may do; a seed gives each of them some. */
const MISDEEDS = [
  /** Two valid blocks, each for some of the others, and votes for both. */
  "two-blocks",
  /** Says nothing, to some or of some kinds. */
  "withhold",
  /** Never COMMITs: what is prepared stays undecided where its COMMIT is needed. */
  "no-commit",
  /** Votes for other blocks than it should, also for ones that don't exist. */
  "other-hash",
  /** COMMITs without a quorum of PREPAREs, in any round. */
  "commit-early",
  /** Messages in the name of others. */
  "forge",
  /** Signatures that don't hold. */
  "garble",
  /** ROUND-CHANGEs for rounds long past or far ahead. */
  "stale-round-change",
  /** Claims to have prepared what it hasn't. */
  "false-claim",
  /** Proposals with wrong roots, times, proposers, or no block at all. */
  "bad-proposal",
  /** Proposals of later rounds whose justification isn't one, also of blocks that nothing justifies. */
  "unjustified",
  /** Justifications and certificates in which a validator counts twice. */
  "doubled-signers",
  /** What was said before, by itself and others, at any time. */
  "replay",
  /** Certificates that don't hold, heads that don't exist. */
  "false-head",
  /** Blocks, bodies and values that aren't what was asked for. */
  "lying-answers",
] as const;
export type Misdeed = (typeof MISDEEDS)[number];

/** What together does the most harm: split the others, let nothing be decided, then have something else decided. */
const SCHEME: readonly Misdeed[] = ["two-blocks", "no-commit", "false-claim", "unjustified"];

const REMEMBERED_MAX = 200;

/**
 * A validator that does what it likes. A real node runs behind it, so that it knows what to say; what leaves is changed
 * here, with the validator's key.
 */
export class Byzantine {
  /** how often each was done */
  readonly counts = new Map<Misdeed, number>();
  readonly #index: number;
  readonly #seed: Uint8Array;
  readonly #publicKey: Uint8Array;
  readonly #chainId: string;
  /** number of validators */
  readonly #n: number;
  readonly #random: Random;
  readonly #misdeeds: readonly Misdeed[];
  readonly #rate: number;
  /** who is told of the other block */
  readonly #deceived: ReadonlySet<string>;
  readonly #remembered: Uint8Array[] = [];
  readonly #heard: Message[] = [];
  /** by hash of a proposed block, hex: another one */
  readonly #others = new Map<string, { readonly hash: Uint8Array; readonly value: Uint8Array }>();

  constructor(options: {
    /** its place in the validator set */
    readonly index: number;
    readonly seed: Uint8Array;
    readonly chainId: string;
    /** network keys of all validators, hex */
    readonly peers: readonly string[];
    readonly random: Random;
  }) {
    const { random } = options;
    this.#index = options.index;
    this.#seed = options.seed;
    this.#publicKey = suite.publicKey(options.seed);
    this.#n = options.peers.length;
    this.#chainId = options.chainId;
    this.#random = random;
    const some = random.chance(0.25) ? SCHEME : MISDEEDS.filter(() => random.chance(0.35));
    this.#misdeeds = some.length === 0 ? [random.pick(MISDEEDS)] : some;
    this.#rate = random.pick([0.05, 0.25, 0.6, 1]);
    this.#deceived = new Set(options.peers.filter(() => random.chance(0.5)));
  }

  get nature(): string {
    return `${this.#misdeeds.join(",")}@${this.#rate}`;
  }

  /** What leaves in the place of a frame. */
  outgoing(to: string, channel: Channel, frame: Uint8Array): readonly Uint8Array[] {
    this.#remember(frame);
    if (channel === "sync" && this.#will("false-head")) {
      return [encodeHead(this.#random.int(0, 1_000), this.#random.bytes(32))];
    }
    if (channel !== "consensus") return [frame];
    const decoded = decodeConsensusFrame(frame);
    if (decoded.kind !== "message") return [frame];
    const message = decodeMessage(decoded.message);
    return this.#said(to, message).map((changed) =>
      changed === message ? frame : encodeConsensusMessage(encodeMessage(changed), decoded.bodies),
    );
  }

  /** Something arrived; it remembers it for later use. */
  incoming(channel: Channel, frame: Uint8Array): void {
    if (channel !== "consensus") return;
    this.#remember(frame);
    try {
      const decoded = decodeConsensusFrame(frame);
      if (decoded.kind === "message") this.#heard.push(decodeMessage(decoded.message));
    } catch {
      // Another of its kind may send what is no message at all.
    }
    if (this.#heard.length > REMEMBERED_MAX) this.#heard.shift();
  }

  /** What is answered instead; undefined: nothing. */
  answer(bytes: Uint8Array): Uint8Array | undefined {
    if (!this.#will("lying-answers")) return bytes;
    switch (this.#random.int(0, 3)) {
      case 0:
        return undefined;
      case 1:
        return this.#flipped(bytes);
      case 2:
        return bytes.subarray(0, this.#random.int(0, bytes.length));
      default:
        return this.#random.pick([bytes, ...this.#remembered]);
    }
  }

  /** Something that nobody asked for. */
  unasked(): Uint8Array | undefined {
    if (this.#remembered.length > 0 && this.#will("replay")) return this.#random.pick(this.#remembered);
    const heard = this.#heard.length > 0 ? this.#random.pick(this.#heard) : undefined;
    if (heard === undefined) return undefined;
    if (this.#will("forge")) return encodeConsensusMessage(encodeMessage(this.#forged(heard)));
    if (this.#will("false-head")) return this.#falselyDecided();
    if (this.#will("stale-round-change")) return this.#roundFarAhead();
    return undefined;
  }

  #said(to: string, message: Message): readonly Message[] {
    if (this.#will("withhold") && this.#random.chance(0.7)) return [];
    const said: Message[] = [];
    if (message.type === "proposal") said.push(...this.#proposals(to, message));
    else if (message.type === "roundChange") said.push(...this.#roundChanges(message));
    else said.push(...this.#votes(to, message));
    if (said.length > 0 && this.#will("garble")) {
      said[0] = { ...said[0]!, signature: this.#flipped(said[0]!.signature) };
    }
    if (this.#will("forge")) said.push(this.#forged(message));
    return said;
  }

  #proposals(to: string, message: Proposal): readonly Message[] {
    if (this.#will("bad-proposal")) return [this.#proposal(message, this.#badValue(message.value))];
    if (message.vote.round > 0 && this.#will("unjustified")) return [this.#unjustified(message)];
    if (message.vote.round > 0 && this.#will("doubled-signers")) {
      const [first, ...rest] = message.justification.roundChanges;
      if (first !== undefined) {
        const roundChanges = [first, first, ...rest.slice(1)];
        return [{ ...message, justification: { ...message.justification, roundChanges } }];
      }
    }
    if (this.#will("two-blocks")) {
      const other = this.#otherBlock(message);
      if (other === undefined) return [message];
      return [this.#deceived.has(to) ? this.#proposal(message, other.value) : message];
    }
    return [message];
  }

  /** With too few ROUND-CHANGEs; or a block of its own, that was prepared nowhere, or as if none had been. */
  #unjustified(message: Proposal): Proposal {
    const { roundChanges } = message.justification;
    if (this.#random.chance(0.3)) {
      const some = roundChanges.slice(this.#random.int(1, 3));
      return { ...message, justification: { roundChanges: some, prepares: [] } };
    }
    const proposal = this.#proposal(message, this.#ownBlock(message.value));
    const { round, blockHash } = proposal.vote;
    const claimed = this.#random.chance(0.5);
    const own = this.#asksFor(proposal.vote, round, claimed ? blockHash : null);
    const others = roundChanges.filter(
      ({ signer, claim }) => signer !== this.#index && (claimed || claim.preparedRound === null),
    );
    return {
      ...proposal,
      justification: {
        roundChanges: [...others, own].sort((a, b) => a.signer - b.signer),
        prepares: claimed ? [this.#prepare(proposal.vote, round - 1)] : [],
      },
    };
  }

  /** A block of its own for the next round in which it is the proposer, long before anyone asks for that round. */
  #outOfTurn({ height }: { readonly height: number }): readonly Proposal[] {
    const known = this.#heard.findLast(
      (message): message is Proposal => message.type === "proposal" && message.vote.height === height,
    );
    if (known === undefined) return [];
    const turns = (this.#index - known.signer + this.#n) % this.#n || this.#n;
    const round = known.vote.round + turns;
    try {
      const vote = { ...known.vote, round };
      const made = this.#proposal({ ...known, signer: this.#index, vote }, this.#ownBlock(known.value));
      return [{ ...made, justification: { roundChanges: [this.#asksFor(vote, round, null)], prepares: [] } }];
    } catch {
      // Another of its kind proposed what is no block at all.
      return [];
    }
  }

  /** Its ROUND-CHANGE for a round, with or without a claim to have prepared in the one before. */
  #asksFor(
    { chainId, epoch, height }: SignedVote["vote"],
    round: number,
    preparedHash: Uint8Array | null,
  ): SignedRoundChange {
    const preparedRound = preparedHash === null ? null : round - 1;
    const claim = { chainId, epoch, height, round, preparedRound, preparedHash };
    const payload = encodeRoundChange(claim);
    return { signer: this.#index, claim, payload, signature: this.#sign(payload) };
  }

  #prepare(of: SignedVote["vote"], round: number): SignedVote {
    const vote = { ...of, phase: PHASE.prepare, round };
    const payload = encodeVote(vote);
    return { signer: this.#index, vote, payload, signature: this.#sign(payload) };
  }

  #votes(to: string, message: Exclude<Message, Proposal | RoundChange>): readonly Message[] {
    const said: Message[] = message.type === "commit" && this.#will("no-commit") ? [] : [message];
    const other = this.#others.get(hex(message.vote.blockHash));
    if (other !== undefined && this.#will("two-blocks")) {
      const vote = this.#vote(message, { blockHash: other.hash });
      if (said.length > 0 && this.#deceived.has(to)) said[0] = vote;
      else if (said.length > 0 && this.#random.chance(0.3)) said.push(vote);
    }
    if (this.#will("unjustified")) said.push(...this.#outOfTurn(message.vote));
    if (this.#will("other-hash")) said.push(this.#vote(message, { blockHash: this.#someHash() }));
    if (this.#will("commit-early")) {
      const round = this.#random.chance(0.7)
        ? message.vote.round
        : message.vote.round + this.#random.int(0, 2);
      const blockHash = this.#random.chance(0.5) ? message.vote.blockHash : this.#someHash();
      said.push(this.#vote({ ...message, type: "commit" }, { phase: PHASE.commit, round, blockHash }));
    }
    return said;
  }

  #roundChanges(message: RoundChange): readonly Message[] {
    const said: Message[] = [message];
    if (this.#will("stale-round-change")) {
      const { round } = message.claim;
      const other = this.#random.pick([1, Math.max(1, round - 1), round + 1, round + 3]);
      said.push(this.#roundChange(message, { round: other, preparedRound: null, preparedHash: null }, []));
    }
    if (this.#will("unjustified")) said.push(...this.#outOfTurn(message.claim));
    if (this.#will("false-claim")) {
      const preparedRound = this.#random.int(0, Math.max(0, message.claim.round - 1));
      const preparedHash = this.#otherHash(message.claim) ?? this.#someHash(message.claim.height);
      const prepares = this.#votesHeard(preparedHash);
      const [first] = prepares;
      const list = this.#will("doubled-signers") && first !== undefined ? [first, first, first] : prepares;
      said[0] = this.#roundChange(message, { preparedRound, preparedHash }, list);
    }
    return said;
  }

  #vote(
    message: Exclude<Message, Proposal | RoundChange>,
    change: Partial<SignedVote["vote"]>,
  ): Exclude<Message, Proposal | RoundChange> {
    const vote = { ...message.vote, ...change };
    const payload = encodeVote(vote);
    return { ...message, vote, payload, signature: this.#sign(payload) };
  }

  #roundChange(
    message: RoundChange,
    change: Partial<RoundChange["claim"]>,
    prepares: readonly SignedVote[],
  ): RoundChange {
    const claim = { ...message.claim, ...change };
    try {
      const payload = encodeRoundChange(claim);
      return { ...message, claim, payload, signature: this.#sign(payload), prepares };
    } catch {
      // What can't even be encoded can't be said.
      return message;
    }
  }

  #proposal(message: Proposal, value: Uint8Array): Proposal {
    let blockHash = message.vote.blockHash;
    try {
      blockHash = headerHash(decodeProposalValue(value).headerBytes);
    } catch {
      // No block at all, under the hash of a real one.
    }
    const vote = { ...message.vote, blockHash };
    const payload = encodeVote(vote);
    return { ...message, value, vote, payload, signature: this.#sign(payload) };
  }

  /** Valid too, where the block holds no transaction that writes its time down. */
  #otherBlock({
    value,
    vote,
  }: Proposal): { readonly hash: Uint8Array; readonly value: Uint8Array } | undefined {
    const key = hex(vote.blockHash);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const made = this.#withHeader(value, ({ timestamp }) => ({ timestamp: timestamp + 1 }));
    const hash = headerHash(decodeProposalValue(made).headerBytes);
    const other = { hash, value: made };
    this.#others.set(key, other);
    this.#others.set(hex(hash), { hash: vote.blockHash, value });
    return other;
  }

  /** The same transactions in a block of its own. */
  #ownBlock(value: Uint8Array): Uint8Array {
    return this.#withHeader(value, ({ timestamp }) => ({
      timestamp: timestamp + 500,
      proposer: this.#publicKey,
    }));
  }

  #badValue(value: Uint8Array): Uint8Array {
    const random = this.#random;
    switch (random.int(0, 7)) {
      case 0:
        return this.#withHeader(value, () => ({ stateRoot: random.bytes(32) }));
      case 1:
        return this.#withHeader(value, () => ({ txRoot: random.bytes(32) }));
      case 2:
        return this.#withHeader(value, ({ timestamp }) => ({
          timestamp: timestamp + random.pick([-100_000, 20_000, 3_600_000]),
        }));
      case 3:
        return this.#withHeader(value, () => ({ proposer: random.bytes(32) }));
      case 4:
        return this.#withHeader(value, () => ({ parentHash: random.bytes(32) }));
      case 5:
        return this.#withHeader(value, () => ({ nextValidatorsHash: random.bytes(32) }));
      case 6: {
        const { headerBytes, ids } = decodeProposalValue(value);
        return encodeProposalValue({ headerBytes, ids: [...ids, random.bytes(32)] });
      }
      default:
        return this.#flipped(value);
    }
  }

  #withHeader(value: Uint8Array, change: (header: Header) => Partial<Header>): Uint8Array {
    const { headerBytes, ids } = decodeProposalValue(value);
    const header = decodeHeader(headerBytes);
    return encodeProposalValue({ headerBytes: encodeHeader({ ...header, ...change(header) }), ids });
  }

  #forged(message: Message): Message {
    const others = [0, 1, 2, 3].filter((index) => index !== message.signer);
    return { ...message, signer: this.#random.pick(others) };
  }

  /** That it asks for a later round, of the height that others speak of. */
  #roundFarAhead(): Uint8Array | undefined {
    const asked = this.#heard.findLast((message): message is RoundChange => message.type === "roundChange");
    const vote = this.#heard.findLast((message) => message.type !== "roundChange")?.vote;
    if (vote === undefined) return undefined;
    const at = asked?.claim.height === vote.height ? asked.claim.round : vote.round;
    const message = this.#asksFor(vote, at + this.#random.pick([1, 2, 5, 20]), null);
    return encodeConsensusMessage(encodeMessage({ type: "roundChange", ...message, prepares: [] }));
  }

  /** That a block is final which only this validator has sealed, as often as it takes. */
  #falselyDecided(): Uint8Array | undefined {
    const proposal = this.#heard.findLast((message): message is Proposal => message.type === "proposal");
    if (proposal === undefined) return undefined;
    let headerBytes: Uint8Array;
    try {
      ({ headerBytes } = decodeProposalValue(proposal.value));
    } catch {
      return undefined;
    }
    const { epoch, height, round, blockHash } = proposal.vote;
    const payload = encodeVote({ ...proposal.vote, phase: PHASE.commit });
    const signature = this.#sign(payload);
    const seals = Array.from({ length: this.#n }, (_, signer) => ({ signer, signature }));
    return encodeDecided(headerBytes, { epoch, height, round, blockHash, seals });
  }

  /** The other one of two blocks that it proposed, than the one that is claimed to be prepared. */
  #otherHash({ preparedHash }: RoundChange["claim"]): Uint8Array | undefined {
    return preparedHash === null ? undefined : this.#others.get(hex(preparedHash))?.hash;
  }

  /** Of what was heard of, at this height or at any. */
  #someHash(height?: number): Uint8Array {
    const votes = this.#heard.filter(
      (message) => message.type !== "roundChange" && (height === undefined || message.vote.height === height),
    ) as Exclude<Message, RoundChange>[];
    if (votes.length === 0 || this.#random.chance(0.2)) return this.#random.bytes(32);
    return this.#random.pick(votes).vote.blockHash;
  }

  #votesHeard(hash: Uint8Array): SignedVote[] {
    const wanted = hex(hash);
    const found = new Map<number, SignedVote>();
    for (const message of this.#heard) {
      if (message.type === "roundChange" || message.type === "proposal") continue;
      if (hex(message.vote.blockHash) !== wanted) continue;
      const { signer, payload, signature, vote } = message;
      found.set(signer, { signer, payload, signature, vote });
    }
    return [...found.values()].sort((a, b) => a.signer - b.signer);
  }

  #sign(payload: Uint8Array): Uint8Array {
    return suite.sign(signatureInput("consensus", this.#chainId, payload), this.#seed);
  }

  #flipped(bytes: Uint8Array): Uint8Array {
    const copy = new Uint8Array(bytes);
    if (copy.length > 0) copy[this.#random.int(0, copy.length - 1)]! ^= 1 << this.#random.int(0, 7);
    return copy;
  }

  #remember(frame: Uint8Array): void {
    this.#remembered.push(frame);
    if (this.#remembered.length > REMEMBERED_MAX) this.#remembered.shift();
  }

  #will(misdeed: Misdeed): boolean {
    if (!this.#misdeeds.includes(misdeed) || !this.#random.chance(this.#rate)) return false;
    this.counts.set(misdeed, (this.counts.get(misdeed) ?? 0) + 1);
    return true;
  }
}
