import type { Logger } from "pino";
import type { Channel } from "./channel.ts";

/** A peer that this node may talk to. */
export interface RegisteredPeer {
  /** network key, 64 hex digits */
  readonly key: string;
  /** multiaddrs; none for a peer that can only dial us */
  readonly addresses: readonly string[];
}

export interface ConnectedPeer {
  /** network key, hex */
  readonly id: string;
  readonly address: string;
  /** whether we dialled */
  readonly outbound: boolean;
}

export type GossipVerdict = "accept" | "reject" | "ignore";

export interface ChannelStats {
  framesIn: number;
  framesOut: number;
  bytesIn: number;
  bytesOut: number;
  /** frames refused to the caller because too much waited */
  framesDropped: number;
}

export interface TransportStats {
  peers: number;
  /** inbound connections of unregistered keys, refused after the Noise handshake */
  refusedConnections: number;
  /** connections of registered peers that were ended for what they sent on a stream; see StreamGuard */
  breachedConnections: number;
  /** inbound connections refused because their address had its share of handshakes under way */
  crowdedConnections: number;
  /** second connections of a pair that were given up */
  retiredConnections: number;
  dialsFailed: number;
  gossipIn: number;
  gossipOut: number;
  gossipRejected: number;
  channels: Record<Channel, ChannelStats>;
}

/**
 * The node's network (DESIGN §7): connections to registered peers only, three direct streams to each, and gossip.
 * Links aren't reliable: what `send` took may be lost with its connection, and is sent again by whoever needs it.
 */
export interface Transport {
  /** own network key, hex */
  readonly self: string;
  /** @throws JzError `transport.listen` when an address can't be listened on */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Where it listens, with the ports that were taken; multiaddrs. */
  addresses(): string[];
  peers(): ConnectedPeer[];
  isConnected(peer: string): boolean;

  /** Gossips at once to all registered peers, directly or through others. */
  publish(bytes: Uint8Array): void;
  /**
   * `accept` passes it on, `reject` also counts against the peer that brought it, `ignore` does neither. `from` is
   * the network key of that peer, not of the author.
   */
  onGossip(handler: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>): void;

  /**
   * Puts a frame on the long-lived stream of the channel; the bytes must not change afterwards. False when the peer
   * isn't connected, or when so much waits for it that the frame was not taken.
   *
   * @throws JzError `frame.too_long`
   */
  send(peer: string, channel: Channel, frame: Uint8Array): boolean;
  /**
   * @throws JzError `frame.too_long`; rejects with `transport.not_connected`, `transport.overloaded`,
   * `transport.timeout`, `transport.disconnected`, `transport.refused {code}`
   */
  request(
    peer: string,
    channel: Channel,
    frame: Uint8Array,
    options?: { timeoutMs?: number },
  ): Promise<Uint8Array>;
  /** A promise that the handler answers counts as work under way: too much of it stops that peer's stream. */
  onFrame(channel: Channel, handler: (from: string, frame: Uint8Array) => void | Promise<void>): void;
  /** What the handler throws reaches the other side as `transport.refused` with the code of a JzError. */
  onRequest(channel: Channel, handler: (from: string, frame: Uint8Array) => Promise<Uint8Array>): void;
  onPeer(handler: (id: string, connected: boolean) => void): void;

  /** Replaces the registered peers. Those no longer registered are cut off. */
  allow(peers: Iterable<RegisteredPeer>): void;
  stats(): TransportStats;
}

export interface TransportOptions {
  /** private network key, 32 bytes */
  readonly networkSeed: Uint8Array;
  readonly chainId: string;
  /** multiaddrs to listen on */
  readonly listen: readonly string[];
  /** multiaddrs under which others reach this node; those it listens on when absent or empty */
  readonly announce?: readonly string[];
  readonly peers: readonly RegisteredPeer[];
  readonly logger: Logger;
}
