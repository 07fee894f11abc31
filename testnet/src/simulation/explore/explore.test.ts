import { describe, expect, it } from "vitest";
import { planFor } from "./explore-command.ts";
import { MUTATIONS, mutationNamed } from "./mutations.ts";
import { compare } from "./test-compare.ts";
import { replay } from "./test-replay.ts";
import { isSeen } from "./test-violation-seen.ts";
import { exploreInThread } from "./thread.ts";

/** `EXPLORE=all npx vitest run testnet/src/simulation/explore` for what takes seconds and minutes, too. */
const isThorough = process.env["EXPLORE"] === "all";

const SAME = { onlyWithoutReduction: [], onlyByQuorums: [], onlyByRounds: [], outOfOrder: 0 };

/** Bugs that are looked for every time. */
const USUAL: ReadonlySet<string> = new Set([
  "quorum-off-by-one",
  "no-round-change-quorum",
  "prepared-value-not-proposed-again",
  "sends-before-wal-and-loses-power",
]);

describe("exploring the code of consensus", () => {
  it("finds nothing broken in rounds 0 and 1", async () => {
    const found = await exploreInThread({ byzantine: 1, lastRound: 1, crashes: 0, reduction: "rounds" });
    expect(found).toMatchObject({ isComplete: true, violation: null });
    expect(found.states).toBeGreaterThan(1_000);
  });

  it("meets with each reduction what random schedules meet without", async () => {
    const world = { byzantine: 1, lastRound: 0, crashes: 1, walks: 250 } as const;
    const { quorums, rounds, unreduced, ...differences } = await compare(world);
    expect(differences).toEqual(SAME);
    expect(rounds).toBe(quorums);
    expect(unreduced).toBeGreaterThan(quorums / 2);
  });

  for (const world of [
    { byzantine: 0, lastRound: 0, crashes: 0, walks: "all" },
    { byzantine: 1, lastRound: 1, crashes: 1, walks: 3_000 },
    { byzantine: 2, lastRound: 1, crashes: 1, walks: 3_000 },
    { byzantine: 1, lastRound: 2, crashes: 1, walks: 3_000, withoutQuorums: true },
  ] as const) {
    it.skipIf(!isThorough)(
      `meets the same with each reduction: ${JSON.stringify(world)}`,
      async () => {
        const compared = await compare(world);
        console.log(world, compared);
        expect(compared).toMatchObject(SAME);
      },
      300_000,
    );
  }

  for (const name of ["quorum-off-by-one", "wal-not-read"]) {
    it(`finds ${name} without any reduction, too`, async () => {
      const plan = planFor(mutationNamed(name));
      const reduced = await exploreInThread(plan);
      const unreduced = await exploreInThread({ ...plan, reduction: "none" });
      const { broken, why } = reduced.violation!;
      expect(unreduced.violation).toMatchObject({ broken, why });
      expect(unreduced.states).toBeGreaterThan(reduced.states);
    });
  }

  for (const mutation of MUTATIONS) {
    it.skipIf(!isThorough && !USUAL.has(mutation.name))(
      `finds ${mutation.name} and tells it as a scenario`,
      async () => {
        const { violation } = await exploreInThread(planFor(mutation));
        expect(violation).not.toBeNull();
        const { withBug, without } = await replay(violation!.script, mutation.name);
        expect(isSeen(violation!, withBug), withBug).toBe(true);
        expect(isSeen(violation!, without), without).toBe(false);
      },
    );
  }
});
