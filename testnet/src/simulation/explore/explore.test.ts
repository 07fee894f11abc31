import { beforeAll, describe, expect, it } from "vitest";
import { exploreInThread } from "./explore-in-thread.ts";
import { MUTATIONS } from "./mutations.ts";
import { type FoundBug, lookFor } from "./test-bugs.ts";
import { compare } from "./test-compare.ts";
import { isSeen } from "./test-violation-seen.ts";

/** `EXPLORE=all npx vitest run testnet/src/simulation/explore` for what takes seconds and minutes, too. */
const isThorough = process.env["EXPLORE"] === "all";

const SAME = { onlyWithoutReduction: [], onlyByQuorums: [], onlyByRounds: [], outOfOrder: 0 };

/** Bugs that are looked for. */
const NAMES = isThorough
  ? MUTATIONS.map(({ name }) => name)
  : [
      "quorum-off-by-one",
      "no-round-change-quorum",
      "prepared-value-not-proposed-again",
      "sends-before-wal-and-loses-power",
    ];
const WITHOUT_REDUCTION = ["quorum-off-by-one", "sends-before-wal-and-loses-power"];

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

  describe("with a bug put in", () => {
    let found: ReadonlyMap<string, FoundBug>;
    beforeAll(async () => {
      found = new Map((await lookFor(NAMES, WITHOUT_REDUCTION)).map((bug) => [bug.name, bug]));
    }, 300_000);

    it.each(NAMES)("finds %s and tells it as a scenario", (name) => {
      const { violation } = found.get(name)!.found;
      expect(violation).not.toBeNull();
      const { withBug, without } = found.get(name)!;
      expect(isSeen(violation!, withBug), withBug).toBe(true);
      expect(isSeen(violation!, without), without).toBe(false);
    });

    it.each(WITHOUT_REDUCTION)("finds %s without any reduction, too", (name) => {
      const { found: reduced, unreduced } = found.get(name)!;
      const { broken, why } = reduced.violation!;
      expect(unreduced!.violation).toMatchObject({ broken, why });
      expect(unreduced!.states).toBeGreaterThan(reduced.states);
    });
  });
});
