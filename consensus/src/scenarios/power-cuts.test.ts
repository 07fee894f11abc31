import { hex } from "@jingzhun/ledger/certification";
import { describe, expect, it } from "vitest";
import { type Message, placeOf } from "../index.ts";
import { Network, PowerCut } from "./network.ts";
import { describePacket } from "./trace.ts";

const BLOCKS = 2;

/** What a run left: the chains, and how many steps at which power could go the watched host made. */
interface Run {
  readonly chains: string[][];
  readonly steps: number;
}

/**
 * Two blocks, the first only in round 1, so that the WAL holds a prepared certificate and a ROUND-CHANGE. The watched
 * node loses power at its step `cutAt`, and is started again when the others have nothing left to say.
 *
 * @param keep how many WAL records that weren't synced its disk has all the same
 */
function run(n: number, watched: number, cutAt: number, keep: number): Run {
  const network = new Network(n, false);
  const said = new Map<string, string>();
  let steps = 0;
  network.onEvent = (index, event) => {
    if (event.what === "refused") throw new Error(`the signer of ${index} had to refuse`);
    if (event.what === "output" && event.output.type === "send") saidOnce(said, index, event.output.message);
    if (event.what === "step" && index === watched && steps++ === cutAt) throw new PowerCut();
  };
  const everyone = Array.from({ length: n }, (_, index) => index);
  const settle = (loseCommits: boolean) => {
    for (let i = 0; i < 2; i++) {
      while (network.wire.length > 0) {
        const isLost = loseCommits && describePacket(network.wire[0]!.packet).startsWith("COMMIT");
        if (isLost) network.wire.shift();
        else network.deliver();
      }
      if (network.hosts[watched] === null) network.restart(watched, keep);
    }
  };
  const nudge = (loseCommits: boolean) => {
    for (const index of everyone) {
      network.wake(index);
      network.guard(index, (host) => host.give({ type: "resend" }));
    }
    settle(loseCommits);
  };
  nudge(true);
  for (const index of everyone) network.fireTimer(index);
  settle(true);
  for (let i = 0; i < 6 && everyone.some((index) => network.chain(index).length < BLOCKS); i++) {
    nudge(false);
    if (i % 2 === 1) for (const index of everyone) network.fireTimer(index);
    settle(false);
  }
  return { chains: everyone.map((index) => network.chain(index)), steps };
}

/** The same place, the same bytes, before and after the power cut. */
function saidOnce(said: Map<string, string>, index: number, message: Message): void {
  const { height, round } = placeOf(message);
  const place = `${index} ${message.type} ${height}/${round}`;
  expect(said.get(place) ?? hex(message.payload), place).toBe(hex(message.payload));
  said.set(place, hex(message.payload));
}

describe("a power cut at any step of a host", () => {
  // Node 1 proposes round 0 of height 1, node 2 round 1, node 0 only votes.
  for (const [n, watched] of [
    [1, 0],
    [4, 0],
    [4, 1],
    [4, 2],
  ] as const) {
    it(`leaves node ${watched} of ${n} where it was, and the network agrees`, () => {
      const undisturbed = run(n, watched, -1, 0);
      expect(undisturbed.steps).toBeGreaterThan(n === 1 ? 15 : 30);
      for (let cutAt = 0; cutAt < undisturbed.steps; cutAt++) {
        for (const keep of [0, 9]) {
          const { chains } = run(n, watched, cutAt, keep);
          const heights = chains.map((chain) => chain.length);
          expect(Math.min(...heights), `cut at step ${cutAt}, keeping ${keep}`).toBeGreaterThanOrEqual(
            BLOCKS,
          );
          for (const chain of chains) expect(chain.slice(0, BLOCKS)).toEqual(chains[0]!.slice(0, BLOCKS));
        }
      }
    });
  }
});
