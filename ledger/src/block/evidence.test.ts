import { describe, expect, it } from "vitest";
import { signBytes, suite } from "../crypto/index.ts";
import {
  contradiction,
  decodeEvidence,
  type Evidence,
  encodeEvidence,
  evidenceId,
  verifyEvidence,
} from "./evidence.ts";
import { encodeRoundChange, encodeVote, PHASE, type VotePhase } from "./vote.ts";

const chainId = `test-${"0a".repeat(16)}`;
const fill = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const [seed, otherSeed] = [fill(1), fill(2)];
const key = suite.publicKey(seed);
const otherKey = suite.publicKey(otherSeed);
const signed = (payload: Uint8Array, by = seed) => ({
  payload,
  signature: signBytes("consensus", chainId, payload, by),
});
const at = { chainId, epoch: 0, height: 7, round: 0 };
const vote = (phase: VotePhase, block: number, more: Partial<typeof at> = {}) =>
  signed(encodeVote({ ...at, phase, blockHash: fill(block), ...more }));
const roundChange = (preparedRound: number | null) =>
  signed(
    encodeRoundChange({
      ...at,
      round: 1,
      preparedRound,
      preparedHash: preparedRound === null ? null : fill(9),
    }),
  );

const pairs = {
  proposal: [vote(PHASE.proposal, 1), vote(PHASE.proposal, 2)],
  prepare: [vote(PHASE.prepare, 1), vote(PHASE.prepare, 2)],
  commit: [vote(PHASE.commit, 1), vote(PHASE.commit, 2)],
  roundChange: [roundChange(null), roundChange(0)],
} as const;

function refusal(evidence: Evidence, chain = chainId): string {
  try {
    verifyEvidence(evidence, chain);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "accepted";
}

describe("evidence", () => {
  it.each(Object.entries(pairs))(
    "of two of %s holds, is the same whoever finds it, and reads back",
    (type, [a, b]) => {
      const evidence = contradiction(type as keyof typeof pairs, key, a, b)!;
      expect(refusal(evidence)).toBe("accepted");
      const bytes = encodeEvidence(evidence);
      expect(encodeEvidence(contradiction(type as keyof typeof pairs, key, b, a)!)).toEqual(bytes);
      expect(decodeEvidence(bytes)).toEqual(evidence);
    },
  );

  it("isn't found where an honest validator may have signed both", () => {
    const find = (a: ReturnType<typeof vote>, b: ReturnType<typeof vote>) =>
      contradiction("prepare", key, a, b);
    expect(find(vote(PHASE.prepare, 1), vote(PHASE.prepare, 1))).toBe(undefined);
    expect(find(vote(PHASE.prepare, 1), vote(PHASE.prepare, 2, { round: 1 }))).toBe(undefined);
    expect(find(vote(PHASE.prepare, 1), vote(PHASE.prepare, 2, { height: 8 }))).toBe(undefined);
    expect(find(vote(PHASE.prepare, 1), vote(PHASE.prepare, 2, { epoch: 1 }))).toBe(undefined);
    expect(find(vote(PHASE.prepare, 1), vote(PHASE.commit, 2))).toBe(undefined);
    expect(find(vote(PHASE.commit, 1), vote(PHASE.commit, 2))).toBe(undefined);
  });

  it("is refused when forged", () => {
    const good = contradiction("prepare", key, ...pairs.prepare)!;
    expect(refusal({ ...good, consensusKey: otherKey })).toBe("evidence.signature");
    expect(refusal({ ...good, first: { ...good.first, signature: good.second.signature } })).toBe(
      "evidence.signature",
    );
    const foreign = signed(good.second.payload, otherSeed);
    expect(refusal({ ...good, second: foreign })).toBe("evidence.signature");
    for (const other of [
      { round: 1 },
      { height: 8 },
      { epoch: 1 },
      { type: "commit" },
      { second: good.first },
    ])
      expect(refusal({ ...good, ...(other as object) }), JSON.stringify(other)).toBe("evidence.invalid");
    expect(refusal({ ...good, first: good.second, second: good.first })).toBe("evidence.invalid");
    expect(refusal({ ...good, first: { ...good.first, payload: fill(3, 40) } })).toBe("evidence.invalid");
    expect(refusal({ ...good, type: "roundChange" })).toBe("evidence.invalid");
    expect(refusal(good, `other-${"00".repeat(16)}`)).toBe("evidence.invalid");
  });

  it("has one id for a key, height and phase", () => {
    const one = contradiction("prepare", key, ...pairs.prepare)!;
    const later = contradiction(
      "prepare",
      key,
      vote(PHASE.prepare, 3, { round: 2 }),
      vote(PHASE.prepare, 4, { round: 2 }),
    )!;
    expect(evidenceId(later)).toEqual(evidenceId(one));
    for (const other of [{ height: 8 }, { type: "commit" as const }, { consensusKey: otherKey }])
      expect(evidenceId({ ...one, ...other })).not.toEqual(evidenceId(one));
  });
});
