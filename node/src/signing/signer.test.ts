import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  encodeRoundChange,
  encodeVote,
  PHASE,
  signatureInput,
  suite,
  type VotePhase,
} from "@jingzhun/ledger";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";
import { comparePositions, type Phase, type Position, phaseRank } from "./position.ts";
import { createSigner, openSigner, readSignerRecord, type Signer, signerFile } from "./signer.ts";
import { SLOT_BYTES } from "./signer-record.ts";

const chainId = `test-${"0".repeat(32)}`;
const seed = new Uint8Array(32).fill(9);
const publicKey = suite.publicKey(seed);

interface Ask {
  readonly position: Position;
  /** which of two blocks */
  readonly block: 1 | 2;
  readonly preparedRound: number | null;
}

function payloadOf({ position, block, preparedRound }: Ask): Uint8Array {
  const { epoch, height, round, phase } = position;
  const hash = new Uint8Array(32).fill(block);
  if (phase !== PHASE.roundChange) {
    return encodeVote({ chainId, epoch, height, round, phase: phase as VotePhase, blockHash: hash });
  }
  const preparedHash = preparedRound === null ? null : hash;
  return encodeRoundChange({ chainId, epoch, height, round, preparedRound, preparedHash });
}

async function ask(signer: Signer, asked: Ask): Promise<Uint8Array | string> {
  const payload = payloadOf(asked);
  try {
    return await signer.sign(asked.position, payload, signatureInput("consensus", chainId, payload));
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const at = (height: number, round: number, phase: Phase, epoch = 0): Position => ({
  epoch,
  height,
  round,
  phase,
});
const vote = (position: Position, block: 1 | 2 = 1): Ask => ({ position, block, preparedRound: null });
const roundChange = (height: number, round: number, preparedRound: number | null): Ask => ({
  position: at(height, round, PHASE.roundChange),
  block: 1,
  preparedRound,
});

describe("the order of signatures", () => {
  it("is ROUND-CHANGE, proposal, PREPARE, COMMIT within a round", () => {
    const phases = [PHASE.roundChange, PHASE.proposal, PHASE.prepare, PHASE.commit];
    expect([...phases].sort((a, b) => phaseRank(a) - phaseRank(b))).toEqual(phases);
    const places = [0, 1].flatMap((epoch) =>
      [1, 2].flatMap((height) =>
        [0, 1].flatMap((round) => phases.map((phase) => at(height, round, phase, epoch))),
      ),
    );
    for (let i = 0; i < places.length; i++) {
      for (let j = 0; j < places.length; j++) {
        expect(Math.sign(comparePositions(places[i]!, places[j]!))).toBe(Math.sign(i - j));
      }
    }
  });
});

describe("the signer", () => {
  it("signs what the domain verifies, and the same bytes the same way", async () => {
    using folder = temporaryFolder();
    createSigner(folder.path, publicKey);
    const signer = openSigner(folder.path, seed);
    expect(signer.used).toBe(false);
    const prepare = vote(at(1, 0, PHASE.prepare));
    const signature = await ask(signer, prepare);
    expect(
      suite.verify(
        signature as Uint8Array,
        signatureInput("consensus", chainId, payloadOf(prepare)),
        publicKey,
      ),
    ).toBe(true);
    expect(await ask(signer, prepare)).toEqual(signature);
    expect(await ask(signer, vote(prepare.position, 2))).toBe("signer.other_bytes");
    expect(await ask(signer, vote(at(1, 0, PHASE.proposal)))).toBe("signer.lower");
    expect(signer.position).toEqual(prepare.position);
    await signer.close();
    expect(await ask(signer, prepare)).toBe("signer.closed");
  });

  it("holds to the rule whatever is asked, restarts included", async () => {
    using folder = temporaryFolder();
    const position = fc.record({
      epoch: fc.constant(0),
      height: fc.integer({ min: 1, max: 3 }),
      round: fc.integer({ min: 0, max: 3 }),
      phase: fc.constantFrom<Phase>(...Object.values(PHASE)),
    });
    const anAsk = fc
      .record({
        position,
        block: fc.constantFrom<1 | 2>(1, 2),
        prepared: fc.option(fc.integer({ min: 0, max: 3 })),
        restart: fc.boolean(),
      })
      .map(({ prepared, ...rest }) => ({
        ...rest,
        preparedRound: prepared !== null && prepared < rest.position.round ? prepared : null,
      }));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anAsk, { maxLength: 25 }), async (asks) => {
        const path = join(folder.path, String(run++));
        mkdirSync(path);
        createSigner(path, publicKey);
        let signer = openSigner(path, seed);
        let last: Ask | undefined;
        let committedRound: number | null = null;
        for (const asked of asks) {
          if (asked.restart) {
            await signer.close();
            signer = openSigner(path, seed);
          }
          // The rule, said a second time and more simply.
          const order = last === undefined ? 1 : comparePositions(asked.position, last.position);
          const sameHeight = last !== undefined && last.position.height === asked.position.height;
          const committed: number | null = sameHeight ? committedRound : null;
          let expected: string | undefined;
          if (order < 0) expected = "signer.lower";
          else if (order === 0) {
            const same = Buffer.from(payloadOf(asked)).equals(payloadOf(last!));
            expected = same ? undefined : "signer.other_bytes";
          } else if (
            asked.position.phase === PHASE.roundChange &&
            committed !== null &&
            (asked.preparedRound ?? -1) < committed
          ) {
            expected = "signer.unprepared";
          }
          const answer = await ask(signer, asked);
          if (expected !== undefined) expect(answer).toBe(expected);
          else {
            expect(answer).toBeInstanceOf(Uint8Array);
            last = asked;
            committedRound = asked.position.phase === PHASE.commit ? asked.position.round : committed;
          }
        }
        await signer.close();
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a ROUND-CHANGE from hiding what it committed to", async () => {
    using folder = temporaryFolder();
    createSigner(folder.path, publicKey);
    const signer = openSigner(folder.path, seed);
    await ask(signer, vote(at(5, 1, PHASE.commit)));
    expect(await ask(signer, roundChange(5, 2, null))).toBe("signer.unprepared");
    expect(await ask(signer, roundChange(5, 2, 0))).toBe("signer.unprepared");
    expect(await ask(signer, roundChange(5, 2, 1))).toBeInstanceOf(Uint8Array);
    expect(await ask(signer, roundChange(5, 3, null))).toBe("signer.unprepared");
    expect(await ask(signer, roundChange(6, 1, null))).toBeInstanceOf(Uint8Array);
    await signer.close();
  });

  it("judges by the bytes, not by what it is told about them", async () => {
    using folder = temporaryFolder();
    createSigner(folder.path, publicKey);
    const signer = openSigner(folder.path, seed);
    const payload = payloadOf(vote(at(7, 0, PHASE.prepare)));
    const framed = signatureInput("consensus", chainId, payload);
    for (const other of [
      at(8, 0, PHASE.prepare),
      at(7, 1, PHASE.prepare),
      at(7, 0, PHASE.commit),
      at(7, 0, PHASE.roundChange),
      at(7, 0, PHASE.prepare, 1),
    ]) {
      await expect(signer.sign(other, payload, framed)).rejects.toMatchObject({ code: "signer.payload" });
    }
    const position = at(7, 0, PHASE.prepare);
    const elsewhere = signatureInput("tx", chainId, payload);
    await expect(signer.sign(position, payload, elsewhere)).rejects.toMatchObject({ code: "signer.payload" });
    const noise = new Uint8Array(90);
    await expect(signer.sign(position, noise, noise)).rejects.toMatchObject({ code: "signer.payload" });
    expect(signer.used).toBe(false);
    await signer.close();
  });

  it("is where it was before, or where it was going, when a write is torn at any byte", async () => {
    using folder = temporaryFolder();
    const source = join(folder.path, "source");
    mkdirSync(source);
    createSigner(source, publicKey);
    const signer = openSigner(source, seed);
    await ask(signer, vote(at(1, 0, PHASE.prepare)));
    const before = readFileSync(signerFile(source));
    await ask(signer, vote(at(1, 0, PHASE.commit)));
    const after = readFileSync(signerFile(source));
    await signer.close();
    let differing = 0;
    for (let cut = 0; cut <= before.length; cut++) {
      // Only cuts that lie within what was rewritten make a difference.
      if (cut < before.length && before[cut] === after[cut]) continue;
      differing++;
      const path = join(folder.path, `torn-${cut}`);
      mkdirSync(path);
      const torn = Buffer.concat([after.subarray(0, cut), before.subarray(cut)]);
      writeFileSync(signerFile(path), torn);
      const { phase } = readSignerRecord(path).position;
      expect([PHASE.prepare, PHASE.commit]).toContain(phase);
      if (cut === before.length) expect(phase).toBe(PHASE.commit);
    }
    expect(differing).toBeGreaterThan(50);
  });

  it("is missing, damaged or another's, and says so", async () => {
    using folder = temporaryFolder();
    expect(() => openSigner(folder.path, seed)).toThrow(expect.objectContaining({ code: "signer.missing" }));
    createSigner(folder.path, publicKey);
    expect(() => createSigner(folder.path, publicKey)).toThrow(
      expect.objectContaining({ code: "signer.exists" }),
    );
    const other = new Uint8Array(32).fill(1);
    expect(() => openSigner(folder.path, other)).toThrow(
      expect.objectContaining({ code: "signer.other_key" }),
    );
    writeFileSync(signerFile(folder.path), Buffer.alloc(2 * SLOT_BYTES));
    expect(() => openSigner(folder.path, seed)).toThrow(expect.objectContaining({ code: "signer.damaged" }));
    writeFileSync(signerFile(folder.path), "");
    expect(() => openSigner(folder.path, seed)).toThrow(expect.objectContaining({ code: "signer.damaged" }));
  });

  it("signs nothing up to where a returning validator says it may have signed", async () => {
    using folder = temporaryFolder();
    createSigner(folder.path, publicKey, at(10, 0, PHASE.commit));
    const signer = openSigner(folder.path, seed);
    expect(await ask(signer, vote(at(10, 0, PHASE.prepare)))).toBe("signer.lower");
    expect(await ask(signer, vote(at(10, 0, PHASE.commit)))).toBe("signer.other_bytes");
    expect(await ask(signer, vote(at(11, 0, PHASE.prepare)))).toBeInstanceOf(Uint8Array);
    await signer.close();
  });

  it("signs nothing up to where its key was seen to have signed elsewhere, after a restart too", async () => {
    using folder = temporaryFolder();
    createSigner(folder.path, publicKey);
    const first = openSigner(folder.path, seed);
    expect(await ask(first, vote(at(7, 0, PHASE.prepare)))).toBeInstanceOf(Uint8Array);
    await first.raise(at(6, 3, PHASE.commit));
    expect(first.position).toEqual(at(7, 0, PHASE.prepare));
    await first.raise(at(7, 2, PHASE.commit));
    await first.close();
    const signer = openSigner(folder.path, seed);
    expect(await ask(signer, vote(at(7, 1, PHASE.commit)))).toBe("signer.lower");
    expect(await ask(signer, vote(at(7, 2, PHASE.commit)))).toBe("signer.other_bytes");
    // The COMMIT that it doesn't know binds it all the same.
    expect(await ask(signer, roundChange(7, 3, null))).toBe("signer.unprepared");
    expect(await ask(signer, vote(at(8, 0, PHASE.prepare)))).toBeInstanceOf(Uint8Array);
    await signer.close();
    await expect(signer.raise(at(9, 0, PHASE.commit))).rejects.toMatchObject({ code: "signer.closed" });
  });
});
