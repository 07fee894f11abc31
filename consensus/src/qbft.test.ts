import { suite, utf8, ZERO_HASH } from "@jingzhun/ledger/certification";
import { describe, expect, it } from "vitest";
import {
  createQbft,
  FUTURE_MESSAGES_PER_PEER_MAX,
  type Input,
  type Message,
  type Output,
  PROPOSAL_COPIES_MAX,
  type Qbft,
  VOTE_ROUNDS_MAX,
} from "./index.ts";
import { type Author, authors } from "./scenarios/author.ts";
import { CHAIN_ID, validators } from "./scenarios/validators.ts";

const { set } = validators(4);
const [a, b, c, d] = authors(4) as [Author, Author, Author, Author];
const later = authors(4, 2) as [Author, Author, Author, Author];
const start = (height: number) =>
  ({ type: "newHeight", height, set, parentProposer: ZERO_HASH, roundTimeout: 1000, tenure: 64 }) as const;

function machine(self: Uint8Array | null = set[0]!.consensusKey): Qbft {
  const qbft = createQbft({ chainId: CHAIN_ID, epoch: 0, self });
  qbft.step(start(1));
  return qbft;
}

const give = (qbft: Qbft, ...messages: Message[]) =>
  messages.flatMap((message) => qbft.step({ type: "message", message }));
const receive = (qbft: Qbft, message: Message, from = "peer") =>
  qbft.step({ type: "received", message, from });
const types = (outputs: Output[]) => outputs.map(({ type }) => type);
/** Decides block x at height 1. */
const decide = (qbft: Qbft) =>
  give(qbft, b.proposal(0, "x"), b.commit(0, "x"), c.commit(0, "x"), d.commit(0, "x"));

describe("work for what arrives", () => {
  it("is one check of signatures; duplicates cost nothing", () => {
    const qbft = machine();
    for (const message of [b.proposal(0, "x"), b.prepare(0, "x"), b.commit(0, "x"), b.roundChange(1)]) {
      expect(types(receive(qbft, message))).toEqual(["verify"]);
      give(qbft, message);
      expect(receive(qbft, message)).toEqual([]);
      expect(give(qbft, message)).toEqual([]);
    }
  });

  it("is none for messages of another chain, epoch, signer, proposer or an older round change", () => {
    const qbft = machine();
    give(qbft, c.roundChange(5));
    const other = b.prepare(0, "x");
    expect(receive(qbft, { ...other, vote: { ...other.vote, chainId: "other" } })).toEqual([]);
    expect(receive(qbft, { ...other, vote: { ...other.vote, epoch: 1 } })).toEqual([]);
    expect(receive(qbft, { ...other, signer: 4 })).toEqual([]);
    expect(receive(qbft, c.proposal(0, "x"))).toEqual([]);
    expect(receive(qbft, c.roundChange(4))).toEqual([]);
  });

  it("is bounded: votes of the newest rounds only, evidence once, a few copies of a proposal", () => {
    const qbft = machine();
    for (let round = 1; round <= VOTE_ROUNDS_MAX; round++) give(qbft, d.prepare(round, "x"));
    expect(receive(qbft, d.prepare(0, "x"))).toEqual([]);
    expect(types(receive(qbft, d.prepare(9, "x")))).toEqual(["verify"]);
    expect(types(give(qbft, d.prepare(2, "y")))).toEqual(["evidence"]);
    expect(give(qbft, d.prepare(3, "y"))).toEqual([]);
    expect(receive(qbft, d.prepare(3, "y"))).toEqual([]);

    const copies = Array.from({ length: 9 }, (_, i) => ({
      ...b.proposal(0, "x"),
      value: utf8(`garbled ${i}`),
    }));
    const asked = copies
      .flatMap((copy) => give(qbft, copy))
      .filter(({ type }) => type === "validateProposal");
    // One at a time; the next when the host has refused the one before.
    expect(asked).toHaveLength(1);
    let answers = 0;
    const refuse: Input = {
      type: "proposalValidated",
      height: 1,
      round: 0,
      hash: suite.hash(utf8("x")),
      valid: false,
    };
    for (; types(qbft.step(refuse)).includes("validateProposal"); answers++);
    expect(answers).toBe(PROPOSAL_COPIES_MAX - 1);
    expect(receive(qbft, b.proposal(0, "x"))).toEqual([]);
  });
});

describe("heights", () => {
  it("sleep until woken: no timer, nothing sent", () => {
    const qbft = machine();
    expect(qbft.status()).toMatchObject({ height: 1, awake: false });
    expect(qbft.step({ type: "resend" })).toEqual([]);
    expect(qbft.step({ type: "timer", height: 1, round: 0 })).toEqual([]);
    expect(types(qbft.step({ type: "wake" }))).toEqual(["roundEntered", "setTimer"]);
    expect(qbft.step({ type: "wake" })).toEqual([]);
  });

  it("keep messages for the next one and judge them when it starts", () => {
    const qbft = machine();
    expect(receive(qbft, later[1].proposal(0, "y"))).toEqual([]);
    expect(receive(qbft, later[2].prepare(0, "y"))).toEqual([]);
    decide(qbft);
    const outputs = qbft.step(start(2));
    expect(types(outputs)).toEqual(["verify"]);
    expect(outputs).toMatchObject([{ message: { type: "prepare" }, from: "peer" }]);
    // The proposal was dropped: at height 2 without a parent proposer validator 2 proposes.
    expect(qbft.status().proposer).toBe(2);
  });

  it("keep a bounded number of them per peer, of one signer the newest", () => {
    const qbft = machine();
    for (let round = 0; round < 100; round++) {
      receive(qbft, later[3].prepare(round, "y"));
      receive(qbft, later[3].roundChange(round + 1));
      receive(qbft, later[2].proposal(4 * round, "y"));
    }
    decide(qbft);
    const kept = qbft.step(start(2));
    expect(kept.length).toBeLessThanOrEqual(FUTURE_MESSAGES_PER_PEER_MAX);
    expect(kept.length).toBeGreaterThan(2);
  });

  it("ask to sync when f+1 peers are above", () => {
    const far = authors(4, 9) as [Author, Author, Author, Author];
    const qbft = machine();
    expect(receive(qbft, far[1].prepare(0, "y"), "p1")).toEqual([]);
    expect(receive(qbft, far[1].prepare(1, "y"), "p1")).toEqual([]);
    expect(receive(qbft, far[2].prepare(0, "y"), "p2")).toEqual([{ type: "wantFuture", height: 9 }]);
    expect(receive(qbft, far[3].prepare(0, "y"), "p3")).toEqual([]);
  });

  it("that are decided are answered, but not the first late vote of each validator", () => {
    const qbft = machine();
    decide(qbft);
    expect(receive(qbft, a.commit(0, "x"))).toEqual([]);
    expect(receive(qbft, a.commit(0, "x"))).toEqual([{ type: "answerDecided", height: 1, to: "peer" }]);
    qbft.step(start(2));
    expect(receive(qbft, c.prepare(0, "x"))).toEqual([]);
    expect(types(receive(qbft, c.prepare(0, "x")))).toEqual(["answerDecided"]);
    expect(types(receive(qbft, c.roundChange(1)))).toEqual(["answerDecided"]);
  });

  it("begin in order", () => {
    const qbft = machine();
    expect(() => qbft.step(start(1))).toThrow("consensus.height");
    qbft.step(start(7));
    expect(qbft.status().height).toBe(7);
  });
});

describe("own messages", () => {
  const askedFor = (outputs: Output[]) =>
    outputs.flatMap((output) => (output.type === "sign" ? [output] : []));

  it("count and leave only when signed", () => {
    const qbft = machine();
    const outputs = give(qbft, b.proposal(0, "x"));
    const [validate] = outputs.flatMap((output) => (output.type === "validateProposal" ? [output] : []));
    const [asked] = askedFor(qbft.step({ ...validate!, type: "proposalValidated", valid: true }));
    // With its own PREPARE there would be a quorum.
    expect(give(qbft, b.prepare(0, "x"), c.prepare(0, "x"))).toEqual([]);
    const signed = qbft.step({ type: "signed", message: a.prepare(0, "x") });
    expect(asked!.message.payload).toEqual(a.prepare(0, "x").payload);
    expect(types(signed)).toEqual(["log", "send", "sign"]);
    expect(qbft.step({ type: "signed", message: a.prepare(0, "x") })).toEqual([]);
    // What wasn't asked for doesn't leave.
    expect(qbft.step({ type: "signed", message: a.commit(0, "y") })).toEqual([]);
  });

  it("don't leave when the own key was seen signing otherwise: that is evidence", () => {
    const qbft = machine();
    give(qbft, a.prepare(0, "z"), b.proposal(0, "x"));
    const hash = suite.hash(utf8("x"));
    qbft.step({ type: "proposalValidated", height: 1, round: 0, hash, valid: true });
    expect(types(qbft.step({ type: "signed", message: a.prepare(0, "x") }))).toEqual(["log", "evidence"]);
    expect(qbft.step({ type: "resend" })).toEqual([]);
  });
});

describe("an observer", () => {
  it("follows to the decision, signs nothing and sets no timer", () => {
    const qbft = machine(null);
    const outputs = [...qbft.step({ type: "wake" }), ...decide(qbft)];
    expect(new Set(types(outputs))).toEqual(new Set(["roundEntered", "validateProposal", "decided"]));
    expect(qbft.status().self).toBe(null);
  });
});

describe("a copy", () => {
  it("goes its own way, and the same way on the same inputs", () => {
    const qbft = machine();
    give(qbft, b.proposal(0, "x"), b.commit(0, "x"));
    receive(qbft, later[1].prepare(0, "y"));
    const copy = qbft.copy();
    const one = give(copy, c.commit(0, "x"), d.commit(0, "x"));
    expect(qbft.status().decided).toBe(false);
    expect(give(qbft, c.commit(0, "x"), d.commit(0, "x"))).toEqual(one);
    expect(copy.step(start(2))).toEqual(qbft.step(start(2)));
  });
});
