import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME_BYTES_MAX } from "../limits.ts";
import { FRAME_HEADER_BYTES, type Frame, type FrameKind, FrameReader, writeFrameHeader } from "./framing.ts";

const frame = fc.record({
  kind: fc.integer({ min: 0, max: 3 }).map((kind) => kind as FrameKind),
  id: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 50 }),
});

function bytesOf(frames: readonly Frame[]): Uint8Array {
  const parts = frames.flatMap((each) => {
    const header = new Uint8Array(FRAME_HEADER_BYTES);
    writeFrameHeader(header, 0, each);
    return [header, each.payload];
  });
  return new Uint8Array(Buffer.concat(parts));
}

describe("frames", () => {
  it("come out as they went in, however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 60 })), (frames, cuts) => {
        const bytes = bytesOf(frames);
        const reader = new FrameReader();
        const read: Frame[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length + 1]) {
          reader.push(bytes.subarray(at, at + cut), (each) => read.push(each));
          at += cut;
        }
        expect(read.map(({ kind, id, payload }) => [kind, id, [...payload]])).toEqual(
          frames.map(({ kind, id, payload }) => [kind, id, [...payload]]),
        );
      }),
    );
  });

  it("own their bytes", () => {
    const bytes = bytesOf([{ kind: 0, id: 1, payload: new Uint8Array([1, 2, 3]) }]);
    const read: Frame[] = [];
    new FrameReader().push(bytes, (each) => read.push(each));
    bytes.fill(0);
    expect([...read[0]!.payload]).toEqual([1, 2, 3]);
  });

  it("end the stream when they are too long or of no known kind", () => {
    const push = (bytes: Uint8Array) => () => new FrameReader().push(bytes, () => {});
    const header = new Uint8Array(FRAME_HEADER_BYTES);
    new DataView(header.buffer).setUint32(0, FRAME_BYTES_MAX);
    expect(push(header)).not.toThrow();
    new DataView(header.buffer).setUint32(0, FRAME_BYTES_MAX + 1);
    expect(push(header)).toThrow(expect.objectContaining({ code: "frame.too_long" }));
    expect(push(Uint8Array.of(0, 0, 0, 0, 4, 0, 0, 0, 0))).toThrow(
      expect.objectContaining({ code: "frame.kind" }),
    );
  });
});
