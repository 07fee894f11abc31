import { JzError } from "@jingzhun/ledger";
import { PART_BYTES, PART_OVERHEAD_BYTES } from "../limits.ts";

/**
 * A frame on a direct stream: u32 length of the payload, u8 kind, u32 id, payload. The id matches an answer to its
 * request and is 0 for a message. Integers are big-endian. A frame longer than `PART_BYTES` travels in parts: each is
 * a frame whose kind is larger by `PART` and whose payload is the struct of `parts.ts`.
 */
export const FRAME_KIND = { message: 0, request: 1, answer: 2, refusal: 3 } as const;
export type FrameKind = (typeof FRAME_KIND)[keyof typeof FRAME_KIND];
/** Added to the kind of a frame of which this is a part. */
const PART = 4;
const WIRE_KIND_MAX = 2 * PART - 1;

export const FRAME_HEADER_BYTES = 9;

export interface Frame {
  readonly kind: FrameKind;
  readonly id: number;
  readonly payload: Uint8Array;
}

/** What a stream carries: a short frame, or a part of a longer one. */
export interface WireFrame extends Frame {
  readonly isPart: boolean;
}

export function frameHeader({ kind, isPart, id, payload }: WireFrame): Uint8Array {
  const header = new Uint8Array(FRAME_HEADER_BYTES);
  const length = payload.length;
  header[0] = length >>> 24;
  header[1] = length >>> 16;
  header[2] = length >>> 8;
  header[3] = length;
  header[4] = isPart ? kind + PART : kind;
  header[5] = id >>> 24;
  header[6] = id >>> 16;
  header[7] = id >>> 8;
  header[8] = id;
  return header;
}

/** Puts frames together from the pieces of a stream. A frame that a stream's end cuts off is nothing. */
export class FrameReader {
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  #kind: FrameKind = FRAME_KIND.message;
  #isPart = false;
  #id = 0;
  #payload: Uint8Array | undefined;
  #payloadBytes = 0;

  /**
   * Payloads handed to `take` are copies of their own.
   *
   * @throws JzError `frame.too_long`, `frame.kind`: the peer doesn't speak this protocol, its stream must be ended
   */
  push(piece: Uint8Array, take: (frame: WireFrame) => void): void {
    let at = 0;
    // An empty payload is complete with its header, hence the second condition.
    while (at < piece.length || this.#payload?.length === 0) {
      if (this.#payload === undefined) {
        const count = Math.min(FRAME_HEADER_BYTES - this.#headerBytes, piece.length - at);
        this.#header.set(piece.subarray(at, at + count), this.#headerBytes);
        this.#headerBytes += count;
        at += count;
        if (this.#headerBytes < FRAME_HEADER_BYTES) return;
        this.#begin();
      }
      const payload = this.#payload as unknown as Uint8Array;
      const count = Math.min(payload.length - this.#payloadBytes, piece.length - at);
      payload.set(piece.subarray(at, at + count), this.#payloadBytes);
      this.#payloadBytes += count;
      at += count;
      if (this.#payloadBytes === payload.length) {
        this.#payload = undefined;
        this.#headerBytes = 0;
        take({ kind: this.#kind, isPart: this.#isPart, id: this.#id, payload });
      }
    }
  }

  #begin(): void {
    const h = this.#header;
    const length = ((h[0]! << 24) | (h[1]! << 16) | (h[2]! << 8) | h[3]!) >>> 0;
    const kind = h[4]!;
    if (kind > WIRE_KIND_MAX) throw new JzError("frame.kind", "", { kind });
    this.#isPart = kind >= PART;
    const most = this.#isPart ? PART_BYTES + PART_OVERHEAD_BYTES : PART_BYTES;
    if (length > most) throw new JzError("frame.too_long", "", { bytes: length, most });
    this.#kind = (kind % PART) as FrameKind;
    this.#id = ((h[5]! << 24) | (h[6]! << 16) | (h[7]! << 8) | h[8]!) >>> 0;
    this.#payload = new Uint8Array(length);
    this.#payloadBytes = 0;
  }
}
