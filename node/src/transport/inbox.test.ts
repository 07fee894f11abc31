import type { Stream } from "@libp2p/interface";
import { expect, test } from "vitest";
import { INBOX_HANDLING_MAX } from "../limits.ts";
import { frameHeader } from "./framing.ts";
import { Inbox } from "./inbox.ts";
import { HalfFrames } from "./parts.ts";

/** A stream that can be paused; `broken`: its connection has gone, so that it can't tell the other side to go on. */
class FakeStream extends EventTarget {
  readStatus: "readable" | "paused" = "readable";
  broken = false;
  aborted: Error[] = [];

  pause(): void {
    this.readStatus = "paused";
  }
  resume(): void {
    if (this.broken) throw new Error("Cannot write to a stream that is closed");
    this.readStatus = "readable";
  }
  abort(error: Error): void {
    this.aborted.push(error);
    if (this.broken) throw error;
  }
  bring(frames: number): void {
    const payload = new Uint8Array([1]);
    const bytes = Buffer.concat(
      Array.from({ length: frames }, (_, id) =>
        Buffer.concat([frameHeader({ kind: 0, isPart: false, id, payload }), payload]),
      ),
    );
    this.dispatchEvent(Object.assign(new Event("message"), { data: new Uint8Array(bytes) }));
  }
}

function inbox() {
  const stream = new FakeStream();
  const waiting: (() => void)[] = [];
  const broken: unknown[] = [];
  new Inbox({
    handle: () => new Promise((done) => waiting.push(done)),
    onRead: () => {},
    onBroken: (error) => broken.push(error),
    halves: new HalfFrames(),
  }).attach(stream as unknown as Stream);
  const finishOne = async () => {
    waiting.shift()!();
    await new Promise((turn) => setImmediate(turn));
  };
  return { stream, waiting, broken, finishOne };
}

test("as much as is allowed is handled at once; then the stream is paused until something is done", async () => {
  const { stream, waiting, finishOne } = inbox();
  stream.bring(INBOX_HANDLING_MAX - 1);
  expect(stream.readStatus).toBe("readable");
  stream.bring(1);
  expect(stream.readStatus).toBe("paused");
  expect(waiting.length).toBe(INBOX_HANDLING_MAX);
  await finishOne();
  expect(stream.readStatus).toBe("readable");
});

test("a paused stream whose connection has gone is given up, and nothing is thrown at anybody", async () => {
  const { stream, finishOne } = inbox();
  stream.bring(INBOX_HANDLING_MAX);
  stream.broken = true;
  // An error here would be one that nobody catches, and end the node.
  await finishOne();
  expect(stream.aborted.map(({ message }) => message)).toEqual(["Cannot write to a stream that is closed"]);
  await finishOne();
  expect(stream.aborted.length).toBe(1);
});
