import { describe, expect, it } from "vitest";
import { planFor } from "./explore-command.ts";
import { MUTATIONS } from "./mutations.ts";
import { replay } from "./test-replay.ts";
import { isSeen } from "./test-violation-seen.ts";
import { exploreInThread } from "./thread.ts";

/** Bugs that are found within half a second. */
const QUICK: ReadonlySet<string> = new Set([
  "quorum-off-by-one",
  "seals-of-another-block",
  "forgets-being-prepared",
  "sends-before-wal-and-loses-power",
  "wal-not-read",
]);

describe("exploring the code of consensus", () => {
  it("finds nothing broken in rounds 0 and 1", async () => {
    const found = await exploreInThread({ byzantine: 1, lastRound: 1, crashes: 0, reduction: "rounds" });
    expect(found).toMatchObject({ isComplete: true, violation: null });
    expect(found.states).toBeGreaterThan(1_000);
  });

  it("finds nothing broken in round 0 when power goes at any step of a host", async () => {
    const found = await exploreInThread({ byzantine: 1, lastRound: 0, crashes: 1, reduction: "rounds" });
    expect(found).toMatchObject({ isComplete: true, violation: null });
    expect(found.states).toBeGreaterThan(300);
  });

  for (const mutation of MUTATIONS) {
    // `EXPLORE=all npx vitest run testnet/src/simulation/explore` for those that take seconds, too.
    const isRun = QUICK.has(mutation.name) || process.env["EXPLORE"] === "all";
    it.skipIf(!isRun)(`finds ${mutation.name} and tells it as a scenario`, async () => {
      const { violation } = await exploreInThread(planFor(mutation));
      expect(violation).not.toBeNull();
      const { withBug, without } = await replay(violation!.script, mutation.name);
      expect(isSeen(violation!, withBug), withBug).toBe(true);
      expect(isSeen(violation!, without), without).toBe(false);
    });
  }
});
