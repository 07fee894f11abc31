import { encode, type Value } from "@jingzhun/ledger";
import type { Stream } from "@libp2p/interface";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME_BYTES_MAX, HALF_FRAMES_MAX, PART_BYTES } from "../limits.ts";
import { FRAME_HEADER_BYTES, type Frame, type FrameKind, FrameReader, frameHeader } from "./framing.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";
import { HalfFrames, partCount, partOf } from "./parts.ts";

/** One end of a stream: takes what it is sent for as long as it has room, and hands on what the test wants. */
class TestStream extends EventTarget {
  writeStatus = "writable";
  readStatus = "readable";
  writableNeedsDrain = false;
  /** bytes taken until it is full */
  room = Number.POSITIVE_INFINITY;
  taken: Uint8Array[] = [];
  aborted: unknown;

  get stream(): Stream {
    return this as unknown as Stream;
  }

  send(bytes: Uint8Array): boolean {
    this.taken.push(bytes);
    this.room -= bytes.length;
    this.writableNeedsDrain = this.room <= 0;
    return !this.writableNeedsDrain;
  }

  drain(room: number): void {
    this.room = room;
    this.writableNeedsDrain = false;
    this.dispatchEvent(new Event("drain"));
  }

  receive(bytes: Uint8Array): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data: bytes }));
  }

  abort(error: unknown): void {
    this.aborted = error;
    this.close();
  }

  close(): void {
    this.readStatus = "closed";
    this.writeStatus = "closed";
    this.dispatchEvent(new Event("close"));
  }
}

function receiver(halves = new HalfFrames()) {
  const frames: Frame[] = [];
  const problems: unknown[] = [];
  const inbox = new Inbox({
    handle: (frame) => void frames.push(frame),
    onRead: () => {},
    onBroken: (error) => problems.push((error as { code?: string }).code),
    halves,
  });
  return { inbox, frames, problems, halves };
}

/** Bytes that no shift or swap of parts leaves the same. */
function payloadOf(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 97) bytes[i] = seed + i / 97 + (i >>> 16);
  return bytes;
}

const frameOf = (length: number, id: number, kind: FrameKind = 0): Frame => ({
  kind,
  id,
  payload: payloadOf(length, id),
});
const isLong = ({ payload }: Frame) => payload.length > PART_BYTES;
const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

/** The bytes of one part as it travels, its fields given. */
function partBytes(fields: Value[], { kind = 0 as FrameKind, id = 0 } = {}): Uint8Array {
  const wire = { kind, isPart: true, id, payload: encode(fields) };
  return Buffer.concat([frameHeader(wire), wire.payload]);
}
const FULL = new Uint8Array(PART_BYTES);

/** What the frames on the wire are, in order: `short 5`, `part 0/1` (number, index). */
function wireOf(pieces: readonly Uint8Array[]): string[] {
  const seen: string[] = [];
  const reader = new FrameReader();
  for (const piece of pieces) {
    reader.push(piece, ({ isPart, id, payload }) =>
      seen.push(isPart ? `part ${payload[1]}/${payload[2]}` : `short ${id}`),
    );
  }
  return seen;
}

describe("frames of any size", () => {
  it("arrive whole and once, in the order of their sort, however they meet and the stream is cut", async () => {
    const length = fc.oneof(
      { weight: 4, arbitrary: fc.nat(600) },
      fc.constantFrom(PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES, 3 * PART_BYTES + 5),
      fc.integer({ min: PART_BYTES, max: 5 * PART_BYTES }),
    );
    // A step: some frames are offered, then the stream takes some bytes.
    const step = fc.record({
      lengths: fc.array(length, { maxLength: 4 }),
      room: fc.integer({ min: 1, max: 600_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.integer({ min: 1, max: 300_000 }),
        async (steps, cut) => {
          const sender = new TestStream();
          sender.room = 0;
          sender.writableNeedsDrain = true;
          const outbox = new Outbox(() => {});
          outbox.attach(sender.stream);
          const sent: Frame[] = [];
          for (const { lengths, room } of steps) {
            for (const each of lengths) {
              const frame = frameOf(each, sent.length, (sent.length % 4) as FrameKind);
              if (outbox.offer(frame)) sent.push(frame);
            }
            await turn();
            sender.drain(room);
          }
          sender.drain(Number.POSITIVE_INFINITY);
          const { inbox, frames, problems, halves } = receiver();
          const stream = new TestStream();
          inbox.attach(stream.stream);
          const bytes = Buffer.concat(sender.taken);
          for (let at = 0; at < bytes.length; at += cut) stream.receive(bytes.subarray(at, at + cut));
          expect(problems).toEqual([]);
          expect(halves.count).toBe(0);
          for (const sort of [isLong, (frame: Frame) => !isLong(frame)]) {
            const [got, wanted] = [frames.filter(sort), sent.filter(sort)];
            expect(got.map(({ kind, id }) => [kind, id])).toEqual(wanted.map(({ kind, id }) => [kind, id]));
            for (const [i, { payload }] of got.entries())
              expect(Buffer.compare(payload, wanted[i]!.payload)).toBe(0);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("of 16 MiB are 64 parts, none longer than a part and its struct", async () => {
    const sender = new TestStream();
    const outbox = new Outbox(() => {});
    outbox.attach(sender.stream);
    outbox.offer(frameOf(FRAME_BYTES_MAX, 7));
    await turn();
    const { inbox, frames } = receiver();
    const stream = new TestStream();
    inbox.attach(stream.stream);
    for (const piece of sender.taken) stream.receive(piece);
    expect(wireOf(sender.taken)).toHaveLength(64);
    expect(frames.map(({ id, payload }) => [id, payload.length])).toEqual([[7, FRAME_BYTES_MAX]]);
  });
});

describe("a short frame", () => {
  it("goes between the parts of a long one that was there first", async () => {
    const sender = new TestStream();
    const outbox = new Outbox(() => {});
    outbox.attach(sender.stream);
    outbox.offer(frameOf(4 * PART_BYTES, 1));
    sender.room = 1;
    await turn();
    for (const id of [2, 3]) outbox.offer(frameOf(200, id));
    await turn();
    sender.drain(Number.POSITIVE_INFINITY);
    const parts = [1, 2, 3].map((index) => `part 0/${index}`);
    expect(wireOf(sender.taken)).toEqual(["part 0/0", "short 2", "short 3", ...parts]);
  });

  it("after many others lets a part go first, so that the long one arrives too", async () => {
    const sender = new TestStream();
    const outbox = new Outbox(() => {});
    sender.writableNeedsDrain = true;
    outbox.attach(sender.stream);
    outbox.offer(frameOf(2 * PART_BYTES, 1));
    for (let id = 2; id < 14; id++) outbox.offer(frameOf(PART_BYTES / 4, id));
    await turn();
    sender.drain(Number.POSITIVE_INFINITY);
    const wire = wireOf(sender.taken);
    expect(wire.indexOf("part 0/0")).toBe(4);
    expect(wire.indexOf("part 0/1")).toBe(9);
  });

  it("is taken while long ones fill their room", () => {
    const outbox = new Outbox(() => {});
    while (outbox.offer(frameOf(8 * 1024 * 1024, 1)));
    expect(outbox.offer(frameOf(200, 2))).toBe(true);
  });
});

describe("a connection that breaks in the midst of a long frame", () => {
  it("leaves nothing at the receiver, and the next one brings the frame from its beginning", async () => {
    const outbox = new Outbox(() => {});
    const { inbox, frames, problems, halves } = receiver();
    const streams = [new TestStream(), new TestStream()] as const;
    const inbound = [new TestStream(), new TestStream()] as const;
    streams[0].room = 2.5 * PART_BYTES;
    outbox.attach(streams[0].stream);
    outbox.offer(frameOf(2 * PART_BYTES, 1));
    outbox.offer(frameOf(4 * PART_BYTES, 2));
    await turn();
    inbox.attach(inbound[0].stream);
    for (const piece of streams[0].taken) inbound[0].receive(piece);
    expect([frames.length, halves.count]).toEqual([1, 0]);
    streams[0].drain(PART_BYTES);
    for (const piece of streams[0].taken.slice(-4)) inbound[0].receive(piece);
    expect(halves.count).toBe(1);
    inbound[0].close();
    expect(halves.count).toBe(0);
    outbox.detach(streams[0].stream);
    outbox.attach(streams[1].stream);
    inbox.attach(inbound[1].stream);
    for (const piece of streams[1].taken) inbound[1].receive(piece);
    expect(frames.map(({ id, payload }) => [id, payload.length])).toEqual([
      [1, 2 * PART_BYTES],
      [2, 4 * PART_BYTES],
    ]);
    expect(problems).toEqual([]);
  });
});

describe("a stream is ended, with the reason, and nothing is kept", () => {
  const first: Value[] = [0, 0, 3, FULL];
  const TAIL = new Uint8Array(1);
  it.each<[string, string, Value[][]]>([
    ["a part out of order", "part.sequence", [first, [0, 2, 3, TAIL]]],
    ["a part twice", "part.sequence", [first, first]],
    ["a frame without its beginning", "part.sequence", [[0, 1, 3, FULL]]],
    ["a frame of another number than the next", "part.sequence", [[1, 0, 3, FULL]]],
    [
      "a frame that was whole already",
      "part.sequence",
      [
        [0, 0, 2, FULL],
        [0, 1, 2, TAIL],
        [0, 0, 2, FULL],
      ],
    ],
    [
      "a part of an earlier frame",
      "part.sequence",
      [
        [0, 0, 2, FULL],
        [0, 1, 2, TAIL],
        [1, 0, 2, FULL],
        [0, 1, 2, TAIL],
      ],
    ],
    ["a second frame before the end of the first", "part.too_many", [first, [1, 0, 3, FULL]]],
    ["another count in the midst", "part.invalid", [first, [0, 1, 4, FULL]]],
    ["a count that makes more than 16 MiB", "part.invalid", [[0, 0, 65, FULL]]],
    ["a count without bound", "part.invalid", [[0, 0, Number.MAX_SAFE_INTEGER, FULL]]],
    ["a single part", "part.invalid", [[0, 0, 1, TAIL]]],
    ["an index beyond the count", "part.invalid", [[0, 2, 2, TAIL]]],
    ["a negative index", "part.invalid", [[0, -1, 2, FULL]]],
    ["a short part in the midst", "part.invalid", [[0, 0, 3, TAIL]]],
    [
      "an empty part",
      "part.invalid",
      [
        [0, 0, 2, FULL],
        [0, 1, 2, new Uint8Array(0)],
      ],
    ],
    ["a number beyond 32 bits", "part.invalid", [[2 ** 32, 0, 2, FULL]]],
    ["no bytes", "part.invalid", [[0, 0, 2, null]]],
    ["a field more", "part.invalid", [[0, 0, 2, FULL, 1]]],
  ])("for %s", (_, code, parts) => {
    const { inbox, problems, halves } = receiver();
    const stream = new TestStream();
    inbox.attach(stream.stream);
    for (const part of parts) {
      expect(stream.aborted).toBe(undefined);
      stream.receive(partBytes(part));
    }
    expect(problems).toEqual([code]);
    expect(stream.aborted).toMatchObject({ code });
    expect(halves.count).toBe(0);
  });

  it("for parts of another frame's kind or id, and for a part that isn't in the codec's form", () => {
    for (const second of [
      partBytes([0, 1, 3, FULL], { kind: 1 }),
      partBytes([0, 1, 3, FULL], { id: 9 }),
      Buffer.concat([frameHeader({ kind: 0, isPart: true, id: 0, payload: FULL }), FULL]),
    ]) {
      const { inbox, problems } = receiver();
      const stream = new TestStream();
      inbox.attach(stream.stream);
      stream.receive(partBytes(first));
      stream.receive(second);
      expect(problems).toEqual([expect.stringMatching(/^(part\.invalid|codec\.\w+)$/)]);
    }
  });

  it("for more half frames than a peer may have on all its streams", () => {
    const { inbox, problems, halves } = receiver();
    const streams = Array.from({ length: HALF_FRAMES_MAX + 1 }, () => new TestStream());
    for (const stream of streams) {
      inbox.attach(stream.stream);
      stream.receive(partBytes(first));
    }
    expect(problems).toEqual(["part.too_many"]);
    expect(streams.map(({ aborted }) => aborted !== undefined).indexOf(true)).toBe(HALF_FRAMES_MAX);
    expect(halves.count).toBe(HALF_FRAMES_MAX);
    for (const stream of streams) stream.close();
    expect(halves.count).toBe(0);
  });
});

it("parts cover a frame exactly", () => {
  const frame = frameOf(2 * PART_BYTES + 1, 1);
  expect(partCount(frame.payload)).toBe(3);
  const lengths = [0, 1, 2].map((index) => partOf(frame, 0, index).payload.length);
  // [number, index, count, bin8 or bin32]
  expect(lengths).toEqual([PART_BYTES + 9, PART_BYTES + 9, 1 + 6]);
  expect(FRAME_HEADER_BYTES).toBe(9);
});
