import type { Stream } from "@libp2p/interface";
import { INBOX_HANDLING_BYTES_MAX, INBOX_HANDLING_MAX } from "../limits.ts";
import { type Frame, FrameReader } from "./framing.ts";

/**
 * Reads frames from one peer on one channel. While as much is being handled as the bounds allow nothing more is
 * read, which stops the sender: back-pressure reaches it through Yamux's window.
 */
export class Inbox {
  #handling = 0;
  #handlingBytes = 0;
  #stream: Stream | undefined;
  #paused = false;
  readonly #handle: (frame: Frame) => Promise<void> | undefined;
  readonly #onRead: (bytes: number) => void;

  /** @param handle answers a promise when the frame takes time; it must not reject */
  constructor(handle: (frame: Frame) => Promise<void> | undefined, onRead: (bytes: number) => void) {
    this.#handle = handle;
    this.#onRead = onRead;
  }

  /** From now on this stream is read; what the one before still brings is read too. */
  attach(stream: Stream): void {
    const reader = new FrameReader();
    this.#stream = stream;
    this.#paused = false;
    stream.addEventListener("message", (event) => {
      try {
        const data = event.data;
        if (data instanceof Uint8Array) this.#read(reader, data);
        else for (const piece of data) this.#read(reader, piece);
      } catch (error) {
        stream.abort(error as Error);
      }
    });
    if (this.#full()) this.#pause();
  }

  #read(reader: FrameReader, piece: Uint8Array): void {
    this.#onRead(piece.length);
    reader.push(piece, (frame) => this.#take(frame));
  }

  #take(frame: Frame): void {
    const done = this.#handle(frame);
    if (done === undefined) return;
    const bytes = frame.payload.length;
    this.#handling++;
    this.#handlingBytes += bytes;
    if (this.#full()) this.#pause();
    void done.then(() => {
      this.#handling--;
      this.#handlingBytes -= bytes;
      if (this.#paused && !this.#full()) this.#resume();
    });
  }

  #full(): boolean {
    return this.#handling >= INBOX_HANDLING_MAX || this.#handlingBytes > INBOX_HANDLING_BYTES_MAX;
  }

  #pause(): void {
    const stream = this.#stream;
    if (this.#paused || stream === undefined || stream.readStatus !== "readable") return;
    this.#paused = true;
    stream.pause();
  }

  #resume(): void {
    this.#paused = false;
    const stream = this.#stream;
    if (stream?.readStatus === "paused") stream.resume();
  }
}
