import { JzError } from "@jingzhun/ledger";
import { FRAME_BYTES_MAX } from "../limits.ts";

/**
 * A frame on a direct stream: u32 length of the payload, u8 kind, u32 id, payload. The id matches an answer to its
 * request and is 0 for a message. Integers are big-endian.
 */
export const FRAME_KIND = { message: 0, request: 1, answer: 2, refusal: 3 } as const;
export type FrameKind = (typeof FRAME_KIND)[keyof typeof FRAME_KIND];
const KINDS_MAX = 3;

export const FRAME_HEADER_BYTES = 9;

export interface Frame {
  readonly kind: FrameKind;
  readonly id: number;
  readonly payload: Uint8Array;
}

export function writeFrameHeader(into: Uint8Array, at: number, frame: Frame): void {
  const { kind, id, payload } = frame;
  const length = payload.length;
  into[at] = length >>> 24;
  into[at + 1] = length >>> 16;
  into[at + 2] = length >>> 8;
  into[at + 3] = length;
  into[at + 4] = kind;
  into[at + 5] = id >>> 24;
  into[at + 6] = id >>> 16;
  into[at + 7] = id >>> 8;
  into[at + 8] = id;
}

/** Puts frames together from the pieces of a stream. A frame that a stream's end cuts off is nothing. */
export class FrameReader {
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  #kind: FrameKind = FRAME_KIND.message;
  #id = 0;
  #payload: Uint8Array | undefined;
  #payloadBytes = 0;

  /**
   * Payloads handed to `take` are copies of their own.
   *
   * @throws JzError `frame.too_long`, `frame.kind`: the peer doesn't speak this protocol, its stream must be ended
   */
  push(piece: Uint8Array, take: (frame: Frame) => void): void {
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
        take({ kind: this.#kind, id: this.#id, payload });
      }
    }
  }

  #begin(): void {
    const h = this.#header;
    const length = ((h[0]! << 24) | (h[1]! << 16) | (h[2]! << 8) | h[3]!) >>> 0;
    if (length > FRAME_BYTES_MAX)
      throw new JzError("frame.too_long", "", { bytes: length, most: FRAME_BYTES_MAX });
    if (h[4]! > KINDS_MAX) throw new JzError("frame.kind", "", { kind: h[4]! });
    this.#kind = h[4] as FrameKind;
    this.#id = ((h[5]! << 24) | (h[6]! << 16) | (h[7]! << 8) | h[8]!) >>> 0;
    this.#payload = new Uint8Array(length);
    this.#payloadBytes = 0;
  }
}
