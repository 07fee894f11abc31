import { expect, test } from "vitest";
import { manualClock } from "../test-clock.ts";
import { decodeGossip } from "../wire/gossip-frames.ts";
import { GossipBatch } from "./gossip-batch.ts";
import type { PoolTx } from "./pool.ts";

function tx(n: number, bodyBytes = 200): PoolTx {
  const body = new Uint8Array(bodyBytes).fill(n);
  const id = new Uint8Array(32).fill(n);
  return { id, bytes: bodyBytes + 75, tx: { body, signature: new Uint8Array(64) } } as unknown as PoolTx;
}

function setting() {
  const clock = manualClock();
  const sent: string[] = [];
  const publish = (bytes: Uint8Array) => {
    const frame = decodeGossip(bytes);
    if (frame.kind === "txs") sent.push(`txs ${frame.txs.length}`);
    else sent.push(`announce ${frame.announced.map(({ bytes, cost }) => `${bytes}/${cost}`).join(" ")}`);
  };
  const batch = new GossipBatch(clock, publish, ({ bytes }) => bytes + 1);
  return { clock, sent, batch };
}

test("at light load a transaction goes at once", () => {
  const { clock, sent, batch } = setting();
  batch.add([tx(1)]);
  expect(sent).toEqual(["txs 1"]);
  clock.advance(5);
  batch.add([tx(2)]);
  expect(sent).toEqual(["txs 1", "txs 1"]);
});

test("what comes within five milliseconds of a message goes together", () => {
  const { clock, sent, batch } = setting();
  batch.add([tx(1)]);
  clock.advance(1);
  batch.add([tx(2)]);
  clock.advance(2);
  batch.add([tx(3), tx(4)]);
  expect(sent).toEqual(["txs 1"]);
  clock.advance(2);
  expect(sent).toEqual(["txs 1", "txs 3"]);
});

test("a message holds at most 256 transactions and 64 KiB; larger transactions are announced", () => {
  const many = setting();
  many.batch.add(Array.from({ length: 600 }, (_, i) => tx(i % 256, 100)));
  expect(many.sent).toEqual(["txs 256", "txs 256", "txs 88"]);
  const large = setting();
  large.batch.add([tx(1, 15_000), tx(2, 15_000), tx(3, 15_000), tx(4, 15_000), tx(5, 15_000), tx(6, 20_000)]);
  expect(large.sent).toEqual(["txs 4", "txs 1", "announce 20075/20076"]);
});

test("an announcement names at most 1,024 transactions", () => {
  const { sent, batch } = setting();
  const ids = Array.from({ length: 1_025 }, (_, i) =>
    new Uint8Array(32)
      .fill(i % 251)
      .with(0, i >> 8)
      .with(1, i),
  );
  batch.add(ids.map((id) => ({ ...tx(1, 20_000), id })));
  expect(sent.map((line) => line.split(" ").length - 1)).toEqual([1_024, 1]);
});
