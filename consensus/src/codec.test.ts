import { decode, encode, suite, utf8, type Value } from "@jingzhun/ledger/certification";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeMessage,
  decodeWalRecord,
  encodeMessage,
  encodeWalRecord,
  type Message,
  PROPOSAL_MESSAGE_BYTES_MAX,
  type SignedVote,
  signaturesOf,
  VALUE_BYTES_MAX,
  VOTE_MESSAGE_BYTES_MAX,
  type WalRecord,
} from "./index.ts";
import { type Author, authors } from "./scenarios/author.ts";
import { validators } from "./scenarios/validators.ts";

const [a, b, c] = authors(4) as [Author, Author, Author];
const bare = ({ signer, payload, signature, vote }: SignedVote): SignedVote => ({
  signer,
  payload,
  signature,
  vote,
});
const prepares = [a, b, c].map((author) => bare(author.prepare(0, "x")));
const prepared = { round: 0, block: "x", prepares };
const roundChanges = [a.roundChange(1, prepared), b.roundChange(1), c.roundChange(1)].map(
  ({ signer, payload, signature, claim }) => ({ signer, payload, signature, claim }),
);
const messages: { [name: string]: Message } = {
  proposal: a.proposal(0, "x"),
  "justified proposal": c.proposal(1, "x", { roundChanges, prepares }),
  prepare: a.prepare(3, "x"),
  commit: b.commit(2 ** 31, "x"),
  "round change": a.roundChange(1),
  "proved round change": a.roundChange(1, prepared),
};
const records: { [name: string]: WalRecord } = {
  proposal: {
    kind: "proposal",
    payload: a.proposal(1, "x").payload,
    value: utf8("x"),
    justification: { roundChanges, prepares },
  },
  prepare: { kind: "prepare", payload: a.prepare(1, "x").payload },
  commit: { kind: "commit", payload: a.commit(1, "x").payload, value: utf8("x"), prepares },
  "round change": { kind: "roundChange", payload: a.roundChange(1).payload, prepares: [] },
  signature: { kind: "signature", payload: a.prepare(1, "x").payload, signature: new Uint8Array(64) },
};

describe("a message", () => {
  for (const [name, message] of Object.entries(messages)) {
    it(`reads back: ${name}`, () => {
      expect(decodeMessage(encodeMessage(message))).toEqual(message);
    });

    it(`lists all its signatures, nested ones too: ${name}`, () => {
      const count = { "justified proposal": 7, "proved round change": 4 }[name] ?? 1;
      expect(signaturesOf(message, validators(4).set)).toHaveLength(count);
      expect(signaturesOf({ ...message, signer: 4 }, validators(4).set)).toBe(undefined);
    });

    it(`has elements of the right kind, and no more: ${name}`, () => {
      const wire = decode(encodeMessage(message)) as Value[];
      for (let i = 0; i < wire.length; i++)
        expect(() => decodeMessage(encode(Object.assign([...wire], { [i]: null })))).toThrow();
      expect(() => decodeMessage(encode([...wire, 1]))).toThrow("message.invalid");
      expect(() => decodeMessage(encode(wire.slice(0, -1)))).toThrow("message.invalid");
    });
  }

  it("says in its payload what its type says", () => {
    const { signer, signature } = a.prepare(0, "x");
    const wire = [2, signer, a.prepare(0, "x").payload, signature];
    expect(() => decodeMessage(encode(wire))).toThrow("message.invalid");
    expect(() => decodeMessage(encode([3, signer, a.prepare(0, "x").payload, signature, []]))).toThrow(
      "round_change.invalid",
    );
  });

  it("is bounded by its type before it is decoded", () => {
    const [type, signer, payload, signature] = decode(encodeMessage(a.prepare(0, "x"))) as Value[];
    const long = encode([type!, signer!, payload!, signature!, new Uint8Array(VOTE_MESSAGE_BYTES_MAX)]);
    expect(() => decodeMessage(long)).toThrow("codec.too_long");
    expect(() => decodeMessage(new Uint8Array(PROPOSAL_MESSAGE_BYTES_MAX + 1))).toThrow("codec.too_long");
    const big = { ...a.proposal(0, "x"), value: new Uint8Array(VALUE_BYTES_MAX + 1) };
    expect(() => decodeMessage(encodeMessage(big))).toThrow("message.invalid at 4");
    const largest = { ...a.proposal(0, "x"), value: new Uint8Array(VALUE_BYTES_MAX) };
    expect(decodeMessage(encodeMessage(largest))).toEqual(largest);
  });

  it("made of any bytes is read or refused with a typed error", () => {
    const good = Object.values(messages).map(encodeMessage);
    const spoiled = fc
      .tuple(fc.constantFrom(...good), fc.nat(), fc.nat(255))
      .map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), spoiled), (bytes) => {
        try {
          // What is read has one form: the same bytes.
          expect(encodeMessage(decodeMessage(bytes))).toEqual(bytes);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(message|codec|vote|round_change)\./);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe("a WAL record", () => {
  for (const [name, record] of Object.entries(records)) {
    it(`reads back: ${name}`, () => {
      expect(decodeWalRecord(encodeWalRecord(record))).toEqual(record);
    });
  }

  it("of an unknown kind is refused", () => {
    expect(() => decodeWalRecord(encode([9, suite.hash(utf8("x"))]))).toThrow("message.invalid");
    expect(() => decodeWalRecord(encode([1, 2]))).toThrow("message.invalid");
  });
});
