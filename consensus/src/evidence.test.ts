import { describe, expect, it } from "vitest";
import { contradiction, decodeEvidence, encodeEvidence, verifyEvidence } from "./evidence.ts";
import { type Author, authors } from "./scenarios/author.ts";
import { CHAIN_ID, validators } from "./scenarios/validators.ts";

const { set } = validators(4);
const [a, b] = authors(4) as [Author, Author];
const prepared = { round: 0, block: "x", prepares: [] };

describe("evidence", () => {
  const pairs = {
    proposal: [a.proposal(0, "x"), a.proposal(0, "y")],
    prepare: [a.prepare(0, "x"), a.prepare(0, "y")],
    commit: [a.commit(0, "x"), a.commit(0, "y")],
    roundChange: [a.roundChange(1), a.roundChange(1, prepared)],
  } as const;

  for (const [type, [first, second]] of Object.entries(pairs)) {
    it(`of two of ${type} holds, is the same whoever finds it, and reads back`, () => {
      const evidence = contradiction(first.type, first, second)!;
      verifyEvidence(evidence, CHAIN_ID, set);
      const bytes = encodeEvidence(evidence);
      expect(encodeEvidence(contradiction(first.type, second, first)!)).toEqual(bytes);
      expect(decodeEvidence(bytes)).toEqual(evidence);
    });
  }

  it("isn't found where an honest validator may have signed both", () => {
    expect(contradiction("prepare", a.prepare(0, "x"), a.prepare(0, "x"))).toBe(undefined);
    expect(contradiction("prepare", a.prepare(0, "x"), a.prepare(1, "y"))).toBe(undefined);
    expect(contradiction("prepare", a.prepare(0, "x"), b.prepare(0, "y"))).toBe(undefined);
    expect(contradiction("prepare", a.prepare(0, "x"), a.commit(0, "y"))).toBe(undefined);
    // Justifications and values stand outside the signature.
    const copy = { ...a.proposal(0, "x"), value: new Uint8Array(3) };
    expect(contradiction("proposal", a.proposal(0, "x"), copy)).toBe(undefined);
  });

  it("is refused when forged", () => {
    const good = contradiction("prepare", a.prepare(0, "x"), a.prepare(0, "y"))!;
    const refused = (evidence: typeof good, chainId = CHAIN_ID) => {
      try {
        verifyEvidence(evidence, chainId, set);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "accepted";
    };
    expect(refused(good)).toBe("accepted");
    expect(refused({ ...good, signer: 1 })).toBe("evidence.signature");
    expect(refused({ ...good, signer: 4 })).toBe("evidence.unknown_signer");
    expect(refused({ ...good, first: { ...good.first, signature: good.second.signature } })).toBe(
      "evidence.signature",
    );
    for (const other of [
      { round: 1 },
      { height: 2 },
      { epoch: 1 },
      { type: "commit" },
      { second: good.first },
    ])
      expect(refused({ ...good, ...(other as object) })).toBe("evidence.invalid");
    expect(refused({ ...good, first: good.second, second: good.first })).toBe("evidence.invalid");
    expect(refused(good, `other-${"00".repeat(16)}`)).toBe("evidence.invalid");
  });
});
