import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PART_BYTES, PART_OVERHEAD_BYTES } from "../limits.ts";
import { FRAME_HEADER_BYTES, type FrameKind, FrameReader, frameHeader, type WireFrame } from "./framing.ts";

const frame = fc.record({
  kind: fc.integer({ min: 0, max: 3 }).map((kind) => kind as FrameKind),
  isPart: fc.boolean(),
  id: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 50 }),
});

function bytesOf(frames: readonly WireFrame[]): Uint8Array {
  return new Uint8Array(Buffer.concat(frames.flatMap((each) => [frameHeader(each), each.payload])));
}

describe("frames", () => {
  it("come out as they went in, however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 60 })), (frames, cuts) => {
        const bytes = bytesOf(frames);
        const reader = new FrameReader();
        const read: WireFrame[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length + 1]) {
          reader.push(bytes.subarray(at, at + cut), (each) => read.push(each));
          at += cut;
        }
        expect(read).toEqual(frames);
      }),
    );
  });

  it("own their bytes", () => {
    const bytes = bytesOf([{ kind: 0, isPart: false, id: 1, payload: new Uint8Array([1, 2, 3]) }]);
    const read: WireFrame[] = [];
    new FrameReader().push(bytes, (each) => read.push(each));
    bytes.fill(0);
    expect([...read[0]!.payload]).toEqual([1, 2, 3]);
  });

  it("end the stream when they are too long or of no known kind, before their bytes are waited for", () => {
    const push = (kind: number, length: number) => () => {
      const header = new Uint8Array(FRAME_HEADER_BYTES);
      new DataView(header.buffer).setUint32(0, length);
      header[4] = kind;
      new FrameReader().push(header, () => {});
    };
    const refused = (code: string) => expect.objectContaining({ code });
    expect(push(0, PART_BYTES)).not.toThrow();
    expect(push(3, PART_BYTES + 1)).toThrow(refused("frame.too_long"));
    expect(push(4, PART_BYTES + PART_OVERHEAD_BYTES)).not.toThrow();
    expect(push(7, PART_BYTES + PART_OVERHEAD_BYTES + 1)).toThrow(refused("frame.too_long"));
    expect(push(0, 0xffff_ffff)).toThrow(refused("frame.too_long"));
    expect(push(8, 0)).toThrow(refused("frame.kind"));
  });
});
