import { expect, test } from "vitest";
import { DECIDED_INTERVAL_MS } from "../limits.ts";
import { manualClock } from "../test-clock.ts";
import { ConsensusWire, type ConsensusWireDeps } from "./consensus-wire.ts";

test("a latecomer is told that a height is decided once a second, whatever it sends", () => {
  const looked: number[] = [];
  const clock = manualClock();
  const header = (height: number) => {
    looked.push(height);
    return undefined;
  };
  const transport = { onFrame: () => {}, onRequest: () => {}, onPeer: () => {} };
  const deps = { clock, transport, chain: { store: { header } } } as unknown as ConsensusWireDeps;
  const wire = new ConsensusWire(deps);
  wire.answerDecided(5, "a");
  wire.answerDecided(5, "a");
  wire.answerDecided(6, "a");
  wire.answerDecided(5, "b");
  expect(looked).toEqual([5, 6, 5]);
  clock.advance(DECIDED_INTERVAL_MS);
  wire.answerDecided(5, "a");
  expect(looked).toEqual([5, 6, 5, 5]);
});
