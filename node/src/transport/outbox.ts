import type { Stream } from "@libp2p/interface";
import { FRAME_PIECE_BYTES, OUTBOX_BYTES_MAX, OUTBOX_FRAMES_MAX } from "../limits.ts";
import { FRAME_HEADER_BYTES, type Frame, writeFrameHeader } from "./framing.ts";

/**
 * What waits to be written to one peer on one channel. Bounded; it outlives a change of connection, so that no frame
 * is lost because the other of two connections stays. Frames leave in their order, in pieces: while the connection
 * is full nothing is handed to it, so that a frame on another stream waits behind one piece at most.
 */
export class Outbox {
  frames = 0;
  /** payloads and headers waiting */
  bytes = 0;
  #queue: Frame[] = [];
  /** index of the first waiting frame: shifting a long array for each frame is slow */
  #first = 0;
  /** bytes of the first frame, header included, already handed to the stream */
  #sent = 0;
  #stream: Stream | undefined;
  #scheduled = false;
  #room: (() => void)[] = [];
  readonly #onWritten: (bytes: number) => void;

  constructor(onWritten: (bytes: number) => void) {
    this.#onWritten = onWritten;
  }

  /** False when so much waits that the frame wasn't taken. */
  offer(frame: Frame): boolean {
    const bytes = FRAME_HEADER_BYTES + frame.payload.length;
    if (this.frames > 0 && (this.bytes + bytes > OUTBOX_BYTES_MAX || this.frames >= OUTBOX_FRAMES_MAX))
      return false;
    this.#queue.push(frame);
    this.frames++;
    this.bytes += bytes;
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
    this.#queue = [];
    this.#first = 0;
    this.#sent = 0;
    this.frames = 0;
    this.bytes = 0;
    this.#wakeWaiting();
  }

  #restart(): void {
    this.bytes += this.#sent;
    this.#sent = 0;
  }

  #pump(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    while (this.frames > 0 && !stream.writableNeedsDrain && stream.writeStatus === "writable") {
      const piece = this.#nextPiece();
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

  /** As many whole frames as fit, or a part of a large one. */
  #nextPiece(): Uint8Array {
    let bytes = 0;
    let count = 0;
    for (let i = this.#first; i < this.#queue.length && bytes < FRAME_PIECE_BYTES; i++) {
      bytes += FRAME_HEADER_BYTES + this.#queue[i]!.payload.length;
      count++;
    }
    const piece = new Uint8Array(Math.min(bytes - this.#sent, FRAME_PIECE_BYTES));
    let at = 0;
    for (let i = 0; i < count && at < piece.length; i++) at = this.#copyFirst(piece, at);
    this.bytes -= piece.length;
    if (this.#first > 1_024 && this.#first * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    return piece;
  }

  /** Copies what fits of the first frame; drops it once it is copied whole. */
  #copyFirst(piece: Uint8Array, at: number): number {
    const frame = this.#queue[this.#first]!;
    let to = at;
    if (this.#sent < FRAME_HEADER_BYTES) {
      const header = new Uint8Array(FRAME_HEADER_BYTES);
      writeFrameHeader(header, 0, frame);
      const part = header.subarray(this.#sent, this.#sent + piece.length - to);
      piece.set(part, to);
      to += part.length;
      this.#sent += part.length;
      if (this.#sent < FRAME_HEADER_BYTES) return to;
    }
    const from = this.#sent - FRAME_HEADER_BYTES;
    const part = frame.payload.subarray(from, from + piece.length - to);
    piece.set(part, to);
    to += part.length;
    this.#sent += part.length;
    if (this.#sent === FRAME_HEADER_BYTES + frame.payload.length) {
      this.#queue[this.#first++] = EMPTY;
      this.frames--;
      this.#sent = 0;
      if (this.frames === 0) {
        this.#queue = [];
        this.#first = 0;
      }
    }
    return to;
  }
}

const EMPTY: Frame = { kind: 0, id: 0, payload: new Uint8Array(0) };
