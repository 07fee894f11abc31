import type {
  ConnectionEncrypter,
  MessageStream,
  SecuredConnection,
  StreamMuxer,
  StreamMuxerFactory,
} from "@libp2p/interface";
import { GOSSIP_RPC_BYTES_MAX, STREAM_WINDOW_BYTES } from "../limits.ts";
import { networkKeyOf } from "./identity.ts";
import { type Expected, StreamBreach, StreamWatch } from "./stream-watch.ts";

/** Bytes of the longest message of identify, by its own bound. */
const IDENTIFY_BYTES_MAX = 8 * 1_024;
/** Bytes of a Yamux header. */
const HEADER_BYTES = 12;

/**
 * Ends a connection whose peer sends on one of its streams what libp2p would never stop reading. Its reader of
 * length-prefixed frames takes a length byte by byte for as long as none ends, in microtasks, so that nothing else
 * runs meanwhile: 8 streams of 256 KiB of 0xff, which any registered peer can open, kept a node from everything for
 * over 30 s. The same goes for a negotiation that never ends and for gossip messages without content.
 *
 * Both directions are watched: the other side's answer on a stream that we opened is read in the same way.
 */
export class StreamGuard {
  readonly #breached: (peer: string, address: string, problem: string) => void;
  readonly #peers = new WeakMap<MessageStream, { peer: string; address: string }>();

  /** @param breached told once of each connection that is ended */
  constructor(breached: (peer: string, address: string, problem: string) => void) {
    this.#breached = breached;
  }

  encrypter<C>(make: (components: C) => ConnectionEncrypter): (components: C) => ConnectionEncrypter {
    return (components) => {
      const inner = make(components);
      const { secureInbound, secureOutbound } = inner;
      const known = <E>(secured: SecuredConnection<E>, remote: MessageStream): SecuredConnection<E> => {
        // Without it the muxer is agreed on by the same reader; our nodes name theirs in the handshake.
        if (secured.streamMuxer === undefined) {
          const error = new Error("it doesn't name its muxer in the handshake");
          remote.abort(error);
          throw error;
        }
        const { remoteAddr } = remote as MessageStream & { remoteAddr?: { toString(): string } };
        const peer = networkKeyOf(secured.remotePeer) ?? "";
        this.#peers.set(secured.connection, { peer, address: String(remoteAddr ?? "") });
        return secured;
      };
      inner.secureInbound = async (connection, options) =>
        known(await secureInbound.call(inner, connection, options), connection);
      inner.secureOutbound = async (connection, options) =>
        known(await secureOutbound.call(inner, connection, options), connection);
      return inner;
    };
  }

  muxer<C extends { registrar: { getProtocols(): string[] } }>(
    make: () => StreamMuxerFactory,
  ): (components: C) => StreamMuxerFactory {
    return (components) => {
      const inner = make();
      const { createStreamMuxer } = inner;
      inner.createStreamMuxer = (connection) => {
        const muxer = createStreamMuxer.call(inner, connection);
        this.#watch(muxer as StreamMuxer & Internals, connection, () => components.registrar.getProtocols());
        return muxer;
      };
      return inner;
    };
  }

  #watch(muxer: StreamMuxer & Internals, connection: MessageStream, protocols: () => string[]): void {
    const { onData, onRemoteStream, onCreateStream } = muxer;
    let broken = false;
    muxer.onRemoteStream = (stream) => {
      // As libp2p itself does, which takes the protocols of the moment at which the stream is opened.
      watchStream(stream, askedFor(protocols()));
      onRemoteStream.call(muxer, stream);
    };
    muxer.onCreateStream = (options) => {
      const stream = onCreateStream.call(muxer, options);
      watchStream(stream, answering(options?.protocol));
      return stream;
    };
    muxer.onData = (data) => {
      if (broken) return;
      try {
        onData.call(muxer, data);
        // Less than a frame is left over; one longer than a window is never valid, and Yamux would wait for its end.
        if (muxer.decoder.buffer.byteLength > STREAM_WINDOW_BYTES + HEADER_BYTES)
          throw new StreamBreach("frame beyond the window");
      } catch (error) {
        broken = true;
        quietly(() => muxer.abort(error as Error));
        quietly(() => connection.abort(error as Error));
        if (!(error instanceof StreamBreach)) return;
        const from = this.#peers.get(connection);
        this.#breached(from?.peer ?? "", from?.address ?? "", error.message);
      }
    };
  }
}

/** Where Yamux takes what the connection has read, and where it makes streams; not part of any public interface. */
interface Internals {
  onData(data: Bytes): void;
  onRemoteStream(stream: Receiving): void;
  onCreateStream(options?: { protocol?: string }): Receiving;
  readonly decoder: { readonly buffer: { readonly byteLength: number } };
}
interface Receiving {
  onData(data: Bytes): void;
}
type Bytes = Uint8Array | Iterable<Uint8Array>;

/** The other side may have been faster; then the good-bye throws. */
function quietly(end: () => void): void {
  try {
    end();
  } catch {
    // It is closed, which is what was wanted.
  }
}

function watchStream(stream: Receiving, expected: Expected): void {
  const { onData } = stream;
  const watch = new StreamWatch(expected);
  stream.onData = (data) => {
    if (data instanceof Uint8Array) watch.see(data);
    else for (const piece of data) watch.see(piece);
    onData.call(stream, data);
  };
}

function framesOf(protocol: string): number | undefined {
  if (protocol.startsWith("/meshsub/") || protocol.startsWith("/floodsub/")) return GOSSIP_RPC_BYTES_MAX;
  return protocol.startsWith("/ipfs/id/") ? IDENTIFY_BYTES_MAX : undefined;
}

/** The other side asks for protocols until it hits one that we speak. */
function askedFor(ours: readonly string[]): Expected {
  return { ends: (protocol) => ours.includes(protocol), allows: () => true, framesOf };
}

/**
 * The other side answers with the protocol or with a refusal. Only gossip asks for one of several: then any of them
 * ends the negotiation for the watch, and should it be the wrong one, libp2p reads on in frames that are watched too.
 */
function answering(protocol: string | undefined): Expected {
  return {
    ends: (name) => (protocol === undefined ? framesOf(name) !== undefined : name === protocol),
    allows: () => false,
    framesOf,
  };
}
