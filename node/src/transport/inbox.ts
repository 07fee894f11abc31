import type { Stream } from "@libp2p/interface";
import { INBOX_HANDLING_BYTES_MAX, INBOX_HANDLING_MAX } from "../limits.ts";
import { type Frame, FrameReader, type WireFrame } from "./framing.ts";
import { Assembler, type HalfFrames } from "./parts.ts";

export interface InboxOptions {
  /** Answers a promise when the frame takes time; it must not reject. */
  readonly handle: (frame: Frame) => Promise<void> | undefined;
  readonly onRead: (bytes: number) => void;
  /** The peer broke the protocol, and its stream was ended for that reason. */
  readonly onBroken: (error: unknown) => void;
  /** of the peer, over all its streams */
  readonly halves: HalfFrames;
}

/**
 * Reads frames from one peer on one channel. While as much is being handled as the bounds allow nothing more is
 * read, which stops the sender: back-pressure reaches it through Yamux's window.
 */
export class Inbox {
  #handling = 0;
  #handlingBytes = 0;
  #stream: Stream | undefined;
  #paused = false;
  readonly #options: InboxOptions;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** From now on this stream is read; what the one before still brings is read too. */
  attach(stream: Stream): void {
    const reader = new FrameReader();
    const assembler = new Assembler(this.#options.halves);
    let broken = false;
    let closed = false;
    const take = (frame: WireFrame) => {
      if (!frame.isPart) this.#take(frame);
      else if (!closed) {
        const whole = assembler.add(frame);
        if (whole !== undefined) this.#take(whole);
      }
    };
    this.#stream = stream;
    this.#paused = false;
    stream.addEventListener("message", (event) => {
      try {
        const data = event.data;
        for (const piece of data instanceof Uint8Array ? [data] : data) {
          if (broken) return;
          this.#options.onRead(piece.length);
          reader.push(piece, take);
        }
      } catch (error) {
        broken = true;
        assembler.drop();
        stream.abort(error as Error);
        this.#options.onBroken(error);
      }
    });
    // What a paused stream still held may come after this: the frames in it, but no half ones, which would stay.
    stream.addEventListener("close", () => {
      closed = true;
      assembler.drop();
    });
    if (this.#full()) this.#pause();
  }

  #take(frame: Frame): void {
    const done = this.#options.handle(frame);
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
    if (stream?.readStatus !== "paused") return;
    try {
      stream.resume();
    } catch (error) {
      // It tells the other side that it may send again, and throws when the connection went meanwhile. The stream goes
      // with it, and a node must not end because a peer did.
      abortStream(stream, error as Error);
    }
  }
}

function abortStream(stream: Stream, error: Error): void {
  try {
    stream.abort(error);
  } catch {
    // It is closed, which is what was wanted.
  }
}
