import { expect, test } from "vitest";
import { manualClock } from "../test-clock.ts";
import { idKey } from "../wire/id-key.ts";
import { Outcomes } from "./outcomes.ts";

const id = (n: number) => new Uint8Array(32).fill(n);

/** A chain in memory of blocks with one outcome each. */
function setting() {
  const clock = manualClock(1_000);
  const pending = new Set<string>();
  const places = new Map<string, { height: number; txIndex: number }>();
  const source = {
    head: { height: 0, header: { timestamp: 1_000 } },
    transaction: (of: Uint8Array) => places.get(idKey(of)),
    block: async () => ({ outcomes: [{ status: "applied" as const }] }),
  };
  const outcomes = new Outcomes(source, clock, (key) => pending.has(key));
  const commit = (timestamp: number, ids: Uint8Array[] = []) => {
    source.head = { height: source.head.height + 1, header: { timestamp } };
    for (const [txIndex, of] of ids.entries()) places.set(idKey(of), { height: source.head.height, txIndex });
    for (const of of ids) pending.delete(idKey(of));
    outcomes.committed(
      source.head.height,
      timestamp,
      ids,
      ids.map(() => ({ status: "applied" })),
    );
  };
  return { clock, pending, outcomes, commit };
}

test("who waits hears the outcome with the block; who asks later reads it from the chain", async () => {
  const { pending, outcomes, commit } = setting();
  pending.add(idKey(id(1)));
  expect(await outcomes.status(id(1))).toEqual({ status: "pending" });
  const waiting = outcomes.waitFinal(id(1), 5_000);
  await Promise.resolve();
  commit(2_000, [id(1)]);
  expect(await waiting).toEqual({ status: "applied", height: 1, txIndex: 0 });
  expect(await outcomes.waitFinal(id(1), 5_000)).toEqual({ status: "applied", height: 1, txIndex: 0 });
  commit(3_000);
  expect(await outcomes.status(id(1))).toEqual({ status: "applied", height: 1, txIndex: 0 });
  expect(outcomes.waiting).toBe(0);
});

test("a wait ends with how things stand", async () => {
  const { clock, outcomes } = setting();
  const waiting = outcomes.waitFinal(id(1), 5_000, 60_000);
  await Promise.resolve();
  clock.advance(5_000);
  expect(await waiting).toEqual({ status: "pending" });
  expect(outcomes.waiting).toBe(0);
  expect(outcomes.nextExpiry()).toBeUndefined();
});

test("expired is answered only once a block shows that it is too late", async () => {
  const { clock, outcomes, commit } = setting();
  clock.advance(100_000);
  expect(await outcomes.status(id(1), 50_000)).toEqual({ status: "pending" });
  const waiting = outcomes.waitFinal(id(1), 5_000, 50_000);
  await Promise.resolve();
  expect(outcomes.nextExpiry()).toBe(50_000);
  commit(49_999);
  expect(await outcomes.status(id(1), 50_000)).toEqual({ status: "pending" });
  commit(50_000);
  expect(await waiting).toEqual({ status: "expired" });
  expect(await outcomes.status(id(1), 50_000)).toEqual({ status: "expired" });
});

test("what the body says of its expiry goes before what the asker says", async () => {
  const { pending, outcomes, commit } = setting();
  pending.add(idKey(id(1)));
  commit(60_000);
  expect(await outcomes.status(id(1), 50_000)).toEqual({ status: "pending" });
  pending.delete(idKey(id(1)));
  outcomes.expired([{ key: idKey(id(1)), body: { expiresAt: 60_000 } }]);
  expect(await outcomes.status(id(1))).toEqual({ status: "expired" });
});
