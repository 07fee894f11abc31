/** What a peer may not send: libp2p would read it byte by byte, or frame by frame, in one turn of the event loop. */
export class StreamBreach extends Error {}

/** Frames of one stream's negotiation: our nodes need two, and one more for each protocol the other side hasn't. */
const NEGOTIATION_FRAMES_MAX = 16;
/** Bytes of a frame in the negotiation: libp2p's own bound of a protocol's name. */
const NEGOTIATION_FRAME_BYTES_MAX = 1_024;
/** A gossip message of less bytes holds nothing; so many may come in a stream's life. */
const SMALL_FRAME_BYTES = 32;
const SMALL_FRAMES_MAX = 64;

const GREETING = "/multistream/1.0.0";
const REFUSAL = "na";

/** How a stream's negotiation may go. */
export interface Expected {
  /** True for the name after which, as the other side's next frame, the negotiation is over. */
  ends(protocol: string): boolean;
  /** False for a name that is no answer to what was asked, where only that may come. */
  allows(protocol: string): boolean;
  /** Bytes of the longest frame that libp2p reads by its length after that; undefined when it doesn't. */
  framesOf(protocol: string): number | undefined;
}

/**
 * Reads along on one muxed stream, before libp2p reads: each frame of the negotiation, and what follows for the
 * protocols that libp2p itself reads frame by frame. `see` throws StreamBreach at the first byte that is out of
 * bounds.
 */
export class StreamWatch {
  readonly #expected: Expected;
  #stage: "negotiating" | "framed" | "free" = "negotiating";
  #longest = NEGOTIATION_FRAME_BYTES_MAX;
  #frames = 0;
  #small = 0;
  #text = "";
  #length = 0;
  #lengthBytes = 0;
  /** bytes of the present frame that are still to come */
  #left = 0;

  constructor(expected: Expected) {
    this.#expected = expected;
  }

  see(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length && this.#stage !== "free") {
      if (this.#left === 0) {
        this.#lengthByte(piece[at++]!);
        continue;
      }
      const end = Math.min(piece.length, at + this.#left);
      if (this.#stage === "negotiating")
        this.#text += Buffer.from(piece.subarray(at, end)).toString("latin1");
      this.#left -= end - at;
      at = end;
      if (this.#left === 0 && this.#stage === "negotiating") this.#named();
    }
  }

  #lengthByte(byte: number): void {
    this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes++);
    // Also a length in more bytes than it takes: libp2p's two decoders read that differently.
    if (this.#length > this.#longest || (byte === 0 && this.#lengthBytes > 1))
      throw new StreamBreach("length");
    if (byte >= 0x80) {
      if (2 ** (7 * this.#lengthBytes) > this.#longest) throw new StreamBreach("length of a length");
      return;
    }
    this.#left = this.#length;
    this.#length = 0;
    this.#lengthBytes = 0;
    if (this.#stage === "negotiating") {
      if (this.#left === 0) throw new StreamBreach("empty name");
      if (++this.#frames > NEGOTIATION_FRAMES_MAX) throw new StreamBreach("negotiation without end");
    } else if (this.#left < SMALL_FRAME_BYTES && ++this.#small > SMALL_FRAMES_MAX) {
      throw new StreamBreach("frames without content");
    }
  }

  #named(): void {
    const line = this.#text;
    this.#text = "";
    // Not a character that libp2p would cut off or read differently.
    if (!/^[!-~]+\n$/.test(line)) throw new StreamBreach("name");
    const name = line.slice(0, -1);
    if (name === GREETING) return;
    if (!this.#expected.ends(name)) {
      if (name === REFUSAL || this.#expected.allows(name)) return;
      throw new StreamBreach("answer");
    }
    const longest = this.#expected.framesOf(name);
    this.#stage = longest === undefined ? "free" : "framed";
    if (longest !== undefined) this.#longest = longest;
  }
}
