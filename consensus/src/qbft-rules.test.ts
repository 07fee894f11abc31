import {
  equalBytes,
  fromUtf8,
  signBytes,
  suite,
  utf8,
  verifyCertificate,
  ZERO_HASH,
} from "@jingzhun/ledger/certification";
import { beforeEach, describe, expect, it } from "vitest";
import { heightContext } from "./height-context.ts";
import { createQbft, type Input, type Message, type Output, type Qbft, type SignedVote } from "./index.ts";
import {
  highestPreparedRound,
  isPreparedCertificate,
  isValidProposal,
  isValidRoundChange,
  justify,
} from "./justification.ts";
import { type Author, authors } from "./scenarios/author.ts";
import { CHAIN_ID, validators } from "./scenarios/validators.ts";
import { roundTimeOut } from "./time-out.ts";

/*
 * The rules of QBFT one by one, by the names of the EEA QBFT Blockchain Protocol Specification (its Dafny predicates
 * and upon-rules), which follow arXiv:2002.03613, algorithms 1–4. Height 1 of four validators: proposer(round) is
 * (1 + round) mod 4, quorum 3, f 1.
 */
const N = 4;
const { set, seeds } = validators(N);
const start = {
  type: "newHeight",
  height: 1,
  set,
  parentProposer: ZERO_HASH,
  roundTimeout: 1000,
  tenure: 64,
} as const;
const context = heightContext({ ...start, chainId: CHAIN_ID, epoch: 0 }, set[0]!.consensusKey);
const [a, b, c, d] = authors(N) as [Author, Author, Author, Author];
const hash = (block: string) => suite.hash(utf8(block));
const bare = <M extends SignedVote>({ signer, payload, signature, vote }: M): SignedVote => ({
  signer,
  payload,
  signature,
  vote,
});
/** PREPAREs of the first three validators. */
const preparesFor = (round: number, block: string) =>
  [a, b, c].map((author) => bare(author.prepare(round, block)));

/** One node whose host does everything at once; `said` is what it sent. */
class Node {
  readonly qbft: Qbft;
  readonly outputs: Output[] = [];
  readonly index: number;
  /** blocks that the host finds invalid */
  invalid = new Set<string>();

  constructor(index: number) {
    this.index = index;
    this.qbft = createQbft({ chainId: CHAIN_ID, epoch: 0, self: set[index]!.consensusKey });
    this.give(start);
  }

  give(...inputs: Input[]): this {
    for (const input of inputs) for (const output of this.qbft.step(input)) this.#do(output);
    return this;
  }

  receive(...messages: Message[]): this {
    return this.give(...messages.map((message) => ({ type: "message", message }) as const));
  }

  timer(): this {
    return this.give({ type: "timer", height: 1, round: this.qbft.status().round });
  }

  of<T extends Output["type"]>(type: T): Extract<Output, { type: T }>[] {
    return this.outputs.filter((output) => output.type === type) as Extract<Output, { type: T }>[];
  }

  /** What it sent of a type, the newest last. */
  said<T extends Message["type"]>(type: T): Extract<Message, { type: T }>[] {
    return this.of("send").flatMap(({ message }) => (message.type === type ? [message] : [])) as Extract<
      Message,
      { type: T }
    >[];
  }

  get round(): number {
    return this.qbft.status().round;
  }

  #do(output: Output): void {
    this.outputs.push(output);
    if (output.type === "sign") {
      // The author's signature over the same payload: as the host's signer would give it.
      const signature = signatureOf(this.index, output.message.payload);
      this.give({ type: "signed", message: { ...output.message, signature } as Message });
    } else if (output.type === "buildProposal") {
      const value = utf8(`fresh${output.round}`);
      this.give({ ...output, type: "proposalBuilt", value, hash: suite.hash(value) });
    } else if (output.type === "validateProposal") {
      const valid =
        equalBytes(suite.hash(output.value), output.hash) && !this.invalid.has(fromUtf8(output.value));
      this.give({ ...output, type: "proposalValidated", valid });
    }
  }
}

function signatureOf(index: number, payload: Uint8Array): Uint8Array {
  return signBytes("consensus", CHAIN_ID, payload, seeds[index]!);
}

describe("predicates of justification", () => {
  it("validRoundChange: asks for a round above 0, of this height, by a validator", () => {
    expect(isValidRoundChange(context, a.roundChange(1))).toBe(true);
    expect(isValidRoundChange(context, a.roundChange(0))).toBe(false);
    expect(isValidRoundChange(context, authors(N, 2)[0]!.roundChange(1))).toBe(false);
    expect(isValidRoundChange(context, { ...a.roundChange(1), signer: N })).toBe(false);
  });

  it("validRoundChange: what it claims to have prepared is proved by a quorum of PREPAREs", () => {
    const claim = (prepares: readonly SignedVote[]) => a.roundChange(2, { round: 1, block: "x", prepares });
    const good = preparesFor(1, "x");
    expect(isValidRoundChange(context, claim(good))).toBe(true);
    expect(isValidRoundChange(context, claim(good.slice(1)))).toBe(false);
    expect(isValidRoundChange(context, claim([good[0]!, good[0]!, good[1]!]))).toBe(false);
    expect(isValidRoundChange(context, claim([...good].reverse()))).toBe(false);
    expect(isValidRoundChange(context, claim(preparesFor(0, "x")))).toBe(false);
    expect(isValidRoundChange(context, claim(preparesFor(1, "y")))).toBe(false);
    expect(isValidRoundChange(context, claim([a, b, c].map((v) => bare(v.commit(1, "x")))))).toBe(false);
    // Nothing claimed, nothing to prove.
    expect(isValidRoundChange(context, { ...a.roundChange(2), prepares: good })).toBe(false);
  });

  it("validSignedPrepareForHeightRoundAndDigest: PREPAREs of this height only", () => {
    const x = { round: 0, hash: hash("x") };
    const foreign = authors(N, 2)
      .slice(0, 3)
      .map((author) => bare(author.prepare(0, "x")));
    expect(isPreparedCertificate(context, x, preparesFor(0, "x"))).toBe(true);
    expect(isPreparedCertificate(context, x, foreign)).toBe(false);
  });

  it("isHighestPrepared: the highest prepared round among them, none if nobody prepared", () => {
    expect(highestPreparedRound([a.roundChange(3), b.roundChange(3)])).toBe(null);
    const low = b.roundChange(3, { round: 0, block: "x", prepares: preparesFor(0, "x") });
    const high = c.roundChange(3, { round: 2, block: "y", prepares: preparesFor(2, "y") });
    expect(highestPreparedRound([a.roundChange(3), low, high])).toBe(2);
  });

  it("isReceivedProposalJustification: a quorum, and the PREPAREs of its highest prepared round", () => {
    const low = b.roundChange(3, { round: 0, block: "x", prepares: preparesFor(0, "x") });
    const high = c.roundChange(3, { round: 2, block: "y", prepares: preparesFor(2, "y") });
    expect(justify(context, [a.roundChange(3), low])).toBe(undefined);
    const justified = justify(context, [a.roundChange(3), low, high])!;
    expect(justified.prepared).toEqual({ round: 2, hash: hash("y"), prepares: preparesFor(2, "y") });
    expect(isValidProposal(context, a.proposal(3, "y", justified.justification))).toBe(true);
    expect(
      justify(
        context,
        [a, b, c].map((author) => author.roundChange(3)),
      )!.prepared,
    ).toBe(null);
  });

  it("isValidProposalJustification: round 0 needs none, and only its proposer proposes", () => {
    expect(isValidProposal(context, b.proposal(0, "x"))).toBe(true);
    expect(isValidProposal(context, a.proposal(0, "x"))).toBe(false);
    const needless = { roundChanges: [], prepares: preparesFor(0, "x") };
    expect(isValidProposal(context, b.proposal(0, "x", needless))).toBe(false);
  });

  it("isValidProposalJustification: a later round needs ROUND-CHANGEs of a quorum for just that round", () => {
    const asking = (round: number) => [a, b, d].map((author) => author.roundChange(round));
    const propose = (roundChanges: ReturnType<typeof asking>) =>
      isValidProposal(context, c.proposal(1, "x", { roundChanges, prepares: [] }));
    expect(propose(asking(1))).toBe(true);
    expect(propose(asking(2))).toBe(false);
    expect(propose(asking(1).slice(1))).toBe(false);
    expect(propose([asking(1)[0]!, asking(1)[0]!, asking(1)[1]!])).toBe(false);
    expect(isValidProposal(context, c.proposal(1, "x"))).toBe(false);
  });

  it("isValidProposalJustification: the value with the highest prepared round, proved, and no other", () => {
    const low = a.roundChange(3, { round: 0, block: "x", prepares: preparesFor(0, "x") });
    const high = b.roundChange(3, { round: 2, block: "y", prepares: preparesFor(2, "y") });
    const roundChanges = [low, high, d.roundChange(3)];
    const propose = (block: string, prepares: SignedVote[]) =>
      isValidProposal(context, a.proposal(3, block, { roundChanges, prepares }));
    expect(propose("y", preparesFor(2, "y"))).toBe(true);
    expect(propose("x", preparesFor(0, "x"))).toBe(false);
    expect(propose("x", preparesFor(2, "x"))).toBe(false);
    expect(propose("z", [])).toBe(false);
    expect(propose("y", [])).toBe(false);
    expect(propose("y", preparesFor(2, "y").slice(1))).toBe(false);
  });
});

describe("upon-rules of node 0", () => {
  let node: Node;
  beforeEach(() => {
    node = new Node(0);
  });

  it("UponProposal: a valid proposal of the current round is PREPAREd", () => {
    node.receive(b.proposal(0, "x"));
    expect(node.said("prepare").map(({ vote }) => [vote.round, vote.blockHash])).toEqual([[0, hash("x")]]);
  });

  it("UponProposal: no PREPARE for what the host rejects, until the timer", () => {
    node.invalid.add("x");
    node.receive(b.proposal(0, "x"));
    expect(node.said("prepare")).toEqual([]);
    expect(node.timer().said("roundChange")).toHaveLength(1);
  });

  it("UponProposal: one proposal a round", () => {
    node.receive(b.proposal(0, "x"), b.proposal(0, "y"), b.proposal(0, "x"));
    expect(node.said("prepare")).toHaveLength(1);
    expect(node.of("evidence").map(({ signer, evidence }) => [signer, evidence.type])).toEqual([
      [1, "proposal"],
    ]);
  });

  it("UponProposal: a justified proposal of a later round takes the node there", () => {
    const roundChanges = [a, b, d].map((author) => author.roundChange(5));
    node.receive(c.proposal(5, "x", { roundChanges, prepares: [] }));
    expect([node.round, node.said("prepare")[0]?.vote.round]).toEqual([5, 5]);
  });

  it("UponProposal: one of an earlier round moves nothing", () => {
    node.give({ type: "wake" }).timer();
    node.receive(b.proposal(0, "x"));
    expect(node.said("prepare")).toEqual([]);
    expect(node.round).toBe(1);
  });

  it("UponPrepare: a quorum of PREPAREs, one's own among them, for the accepted value brings a COMMIT", () => {
    node.receive(b.proposal(0, "x"), b.prepare(0, "x"));
    expect(node.said("commit")).toEqual([]);
    node.receive(c.prepare(0, "x"));
    expect(node.said("commit")[0]?.vote.blockHash).toEqual(hash("x"));
    expect(node.qbft.status().preparedRound).toBe(0);
    expect(node.receive(d.prepare(0, "x")).said("commit")).toHaveLength(1);
  });

  it("UponPrepare: PREPAREs may come before the proposal, those for another value or round don't count", () => {
    node.receive(b.prepare(0, "x"), c.prepare(0, "y"), d.prepare(1, "x"), b.proposal(0, "x"));
    expect(node.said("commit")).toEqual([]);
  });

  it("UponPrepare: the COMMIT is asked for with body and prepared certificate to persist first", () => {
    node.receive(b.proposal(0, "x"), b.prepare(0, "x"), c.prepare(0, "x"));
    const asked = node.of("sign").find(({ message }) => message.type === "commit")!;
    expect(asked.body).toEqual(hash("x"));
    expect(asked.persist).toMatchObject({ kind: "commit", value: utf8("x"), prepares: { length: 3 } });
  });

  it("UponCommit: a quorum of COMMITs decides, with a certificate that holds", () => {
    node.receive(b.proposal(0, "x"), b.commit(0, "x"), c.commit(0, "x"));
    expect(node.of("decided")).toEqual([]);
    const [decided] = node.receive(d.commit(0, "x")).of("decided");
    expect(decided).toMatchObject({
      height: 1,
      round: 0,
      hash: hash("x"),
      value: utf8("x"),
      validated: true,
    });
    verifyCertificate(decided!.certificate, CHAIN_ID, set);
  });

  it("UponCommit: of any round, whatever round the node is in, and once", () => {
    node.receive(b.proposal(0, "x")).timer().timer();
    node.receive(b.commit(0, "x"), c.commit(0, "x"), d.commit(0, "x"), a.commit(0, "x"));
    expect(node.of("decided").map(({ round }) => round)).toEqual([0]);
  });

  it("UponCommit: COMMITs of two rounds don't add up", () => {
    node.receive(b.commit(0, "x"), c.commit(0, "x"), d.commit(1, "x"));
    expect(node.of("decided")).toEqual([]);
  });

  it("UponCommit: without the proposal the value is missing, and said to be", () => {
    node.receive(b.commit(0, "x"), c.commit(0, "x"), d.commit(0, "x"));
    expect(node.of("decided")).toMatchObject([{ value: null, validated: false }]);
  });

  it("UponCommit: a value that the host refused isn't offered: another copy may be the right one", () => {
    node.receive({ ...b.proposal(0, "x"), value: utf8("garbled") });
    node.receive(b.commit(0, "x"), c.commit(0, "x"), d.commit(0, "x"));
    expect(node.of("decided")).toMatchObject([{ hash: hash("x"), value: null, validated: false }]);
  });

  it("UponRoundTimeout: the next round, a ROUND-CHANGE, a longer timer, up to the cap", () => {
    node.give({ type: "wake" }).timer().timer().timer().timer();
    expect(node.said("roundChange").map(({ claim }) => claim.round)).toContain(4);
    expect(node.of("setTimer").map(({ ms }) => ms)).toEqual([1000, 2000, 4000, 8000, 10_000]);
    expect(roundTimeOut(1000, 4000)).toBe(10_000);
  });

  it("UponRoundTimeout: another round's timer says nothing", () => {
    node.give(
      { type: "wake" },
      { type: "timer", height: 1, round: 3 },
      { type: "timer", height: 2, round: 0 },
    );
    expect(node.round).toBe(0);
  });

  it("UponRoundTimeout: the ROUND-CHANGE carries what was prepared, with its certificate", () => {
    node.receive(b.proposal(0, "x"), b.prepare(0, "x"), c.prepare(0, "x")).timer();
    const [change] = node.said("roundChange");
    expect(change!.claim).toMatchObject({ round: 1, preparedRound: 0, preparedHash: hash("x") });
    expect(isValidRoundChange(context, change!)).toBe(true);
  });

  it("UponRoundChange: f+1 for later rounds take the node to the lowest that f+1 have reached", () => {
    node.receive(b.roundChange(9));
    expect(node.round).toBe(0);
    node.receive(c.roundChange(4));
    expect(node.round).toBe(4);
    expect(node.said("roundChange").map(({ claim }) => claim.round)).toEqual([4]);
    // The newest of each validator counts, and an older one is forgotten.
    node.receive(c.roundChange(3), d.roundChange(6));
    expect(node.round).toBe(6);
  });

  it("UponRoundChange: an unproved one counts for nothing, and doesn't stand in the way of a proved one", () => {
    const lie = b.roundChange(2, { round: 0, block: "x", prepares: [] });
    node.receive(lie, d.roundChange(2));
    expect(node.round).toBe(0);
    node.receive(b.roundChange(2));
    expect(node.round).toBe(2);
  });

  it("UponRoundChange: a quorum for its round lets the proposer propose afresh when nobody prepared", () => {
    node.give({ type: "wake" }).timer().timer();
    // Round 3 is node 0's.
    node.receive(b.roundChange(3), c.roundChange(3));
    const [proposal] = node.said("proposal");
    expect([proposal!.vote.round, fromUtf8(proposal!.value)]).toEqual([3, "fresh3"]);
    expect(isValidProposal(context, proposal!)).toBe(true);
    expect(node.receive(d.roundChange(3)).said("proposal")).toHaveLength(1);
  });

  it("UponRoundChange: the proposer takes the value with the highest prepared round, with the same bytes", () => {
    node.receive(b.proposal(0, "x"));
    const prepared = { round: 0, block: "x", prepares: preparesFor(0, "x") };
    node.receive(b.roundChange(3, prepared), c.roundChange(3));
    const [proposal] = node.said("proposal");
    expect([fromUtf8(proposal!.value), proposal!.vote.blockHash]).toEqual(["x", hash("x")]);
    expect(isValidProposal(context, proposal!)).toBe(true);
    expect(node.of("buildProposal")).toEqual([]);
  });

  it("UponRoundChange: a prepared value that isn't here is fetched from those who signed for it", () => {
    const prepared = { round: 1, block: "y", prepares: [b, c, d].map((v) => bare(v.prepare(1, "y"))) };
    node.receive(b.roundChange(3, prepared), c.roundChange(3));
    expect(node.of("fetchProposal")).toMatchObject([{ round: 3, hash: hash("y"), holders: [1, 2, 3] }]);
    node.give({ type: "proposalBuilt", height: 1, round: 3, value: utf8("z"), hash: hash("z") });
    expect(node.said("proposal")).toEqual([]);
    node.give({ type: "proposalBuilt", height: 1, round: 3, value: utf8("y"), hash: hash("y") });
    expect(fromUtf8(node.said("proposal")[0]!.value)).toBe("y");
  });

  it("UponNewBlock: the next height begins, and nothing of the old one counts in it", () => {
    node.receive(b.proposal(0, "x"), b.commit(0, "x"), c.commit(0, "x"), d.commit(0, "x"));
    node.give({ ...start, height: 2, parentProposer: set[1]!.consensusKey });
    node.receive(b.prepare(0, "x"), c.prepare(0, "x"), d.prepare(0, "x"));
    expect(node.qbft.status()).toMatchObject({ height: 2, awake: false, decided: false, proposer: 1 });
    expect(() => node.give(start)).toThrow("consensus.height");
  });
});
