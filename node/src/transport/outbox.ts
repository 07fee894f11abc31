import type { Stream } from "@libp2p/interface";
import {
  FRAME_PIECE_BYTES,
  OUTBOX_FRAMES_MAX,
  OUTBOX_PARTED_BYTES_MAX,
  OUTBOX_SHORT_BYTES_MAX,
  PART_BYTES,
} from "../limits.ts";
import { FRAME_HEADER_BYTES, type Frame, frameHeader, type WireFrame } from "./framing.ts";
import { nextNumber, partCount, partOf } from "./parts.ts";

/** A frame on its way, or a part of one: its bytes, and how many of them the stream has been given. */
interface Begun {
  readonly wire: WireFrame;
  readonly header: Uint8Array;
  sent: number;
}

/**
 * What waits to be written to one peer on one channel. Bounded; it outlives a change of connection, so that no frame
 * is lost because the other of two connections stays. Short frames leave in their order; long ones in theirs, in
 * parts, between which the short ones go. All are handed over in pieces: while the connection is full nothing is, so
 * that a frame on another stream waits behind one piece at most.
 */
export class Outbox {
  readonly #short = new Lane(OUTBOX_SHORT_BYTES_MAX);
  readonly #parted = new Lane(OUTBOX_PARTED_BYTES_MAX);
  #begun: Begun | undefined;
  /** of the first frame in parts: its number on this stream, and the part that leaves next */
  #number = 0;
  #index = 0;
  /** bytes of short frames since the last part: a stream of them doesn't keep a long one from leaving */
  #between = 0;
  #stream: Stream | undefined;
  #scheduled = false;
  #room: (() => void)[] = [];
  readonly #onWritten: (bytes: number) => void;

  constructor(onWritten: (bytes: number) => void) {
    this.#onWritten = onWritten;
  }

  /** False when so much waits that the frame wasn't taken. */
  offer(frame: Frame): boolean {
    const lane = frame.payload.length > PART_BYTES ? this.#parted : this.#short;
    if (!lane.offer(frame)) return false;
    // At the end of this turn of the event loop's microtasks: what is sent together travels together.
    if (!this.#scheduled) {
      this.#scheduled = true;
      queueMicrotask(() => {
        this.#scheduled = false;
        this.#pump();
      });
    }
    return true;
  }

  /** Resolves when something left, or the box was cleared. */
  room(): Promise<void> {
    return new Promise((resolve) => this.#room.push(resolve));
  }

  /** From now on frames go to this stream; a frame begun on another one starts anew. */
  attach(stream: Stream): void {
    this.#stream = stream;
    this.#restart();
    stream.addEventListener("drain", () => {
      if (this.#stream === stream) this.#pump();
    });
    this.#pump();
  }

  detach(stream: Stream): void {
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    this.#restart();
  }

  clear(): void {
    this.#short.clear();
    this.#parted.clear();
    this.#restart();
    this.#wakeWaiting();
  }

  #restart(): void {
    this.#begun = undefined;
    this.#number = 0;
    this.#index = 0;
    this.#between = 0;
  }

  #pump(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    while (!stream.writableNeedsDrain && stream.writeStatus === "writable") {
      const piece = this.#nextPiece();
      if (piece === undefined) break;
      try {
        stream.send(piece);
      } catch {
        // Reset under our hands: its close event detaches it.
        return;
      }
      this.#onWritten(piece.length);
    }
    if (this.#room.length > 0) this.#wakeWaiting();
  }

  #wakeWaiting(): void {
    const waiting = this.#room;
    this.#room = [];
    for (const resolve of waiting) resolve();
  }

  /** As many whole frames as fit, or some bytes of a part. undefined: nothing waits. */
  #nextPiece(): Uint8Array | undefined {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    while (bytes < FRAME_PIECE_BYTES) {
      this.#begun ??= this.#begin();
      const begun = this.#begun;
      if (begun === undefined) break;
      const { header, wire } = begun;
      const inPayload = begun.sent - header.length;
      const room = FRAME_PIECE_BYTES - bytes;
      const chunk =
        inPayload < 0
          ? header.subarray(begun.sent, begun.sent + room)
          : wire.payload.subarray(inPayload, inPayload + room);
      chunks.push(chunk);
      bytes += chunk.length;
      begun.sent += chunk.length;
      if (begun.sent === header.length + wire.payload.length) this.#finish(wire);
    }
    if (bytes === 0) return undefined;
    const piece = new Uint8Array(bytes);
    let at = 0;
    for (const chunk of chunks) {
      piece.set(chunk, at);
      at += chunk.length;
    }
    return piece;
  }

  /** Short frames go first, but after as many bytes of them as a part holds comes the next part. */
  #begin(): Begun | undefined {
    const short = this.#short.first;
    const parted = this.#parted.first;
    let wire: WireFrame;
    if (short !== undefined && (parted === undefined || this.#between < PART_BYTES)) {
      wire = { ...short, isPart: false };
      this.#between = parted === undefined ? 0 : this.#between + FRAME_HEADER_BYTES + short.payload.length;
    } else if (parted !== undefined) {
      wire = partOf(parted, this.#number, this.#index);
      this.#between = 0;
    } else return undefined;
    return { wire, header: frameHeader(wire), sent: 0 };
  }

  #finish({ isPart }: WireFrame): void {
    this.#begun = undefined;
    if (!isPart) {
      this.#short.shift();
      return;
    }
    this.#index++;
    if (this.#index < partCount(this.#parted.first!.payload)) return;
    this.#parted.shift();
    this.#index = 0;
    this.#number = nextNumber(this.#number);
  }
}

/** Frames of one sort, in their order. */
class Lane {
  readonly #bytesMax: number;
  #frames: (Frame | undefined)[] = [];
  /** index of the first waiting frame: shifting a long array for each frame is slow */
  #at = 0;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get first(): Frame | undefined {
    return this.#frames[this.#at];
  }

  offer(frame: Frame): boolean {
    const bytes = FRAME_HEADER_BYTES + frame.payload.length;
    const count = this.#frames.length - this.#at;
    if (count > 0 && (this.#bytes + bytes > this.#bytesMax || count >= OUTBOX_FRAMES_MAX)) return false;
    this.#frames.push(frame);
    this.#bytes += bytes;
    return true;
  }

  shift(): void {
    this.#bytes -= FRAME_HEADER_BYTES + this.first!.payload.length;
    this.#frames[this.#at++] = undefined;
    if (this.#at < this.#frames.length && this.#at < 1_024) return;
    this.#frames = this.#frames.slice(this.#at);
    this.#at = 0;
  }

  clear(): void {
    this.#frames = [];
    this.#at = 0;
    this.#bytes = 0;
  }
}
