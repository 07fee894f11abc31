import { hex, JzError, suite } from "@jingzhun/ledger";
import type { Connection } from "@libp2p/interface";
import { multiaddr } from "@multiformats/multiaddr";
import type { Logger } from "pino";
import { FRAME_BYTES_MAX, GOSSIP_BYTES_MAX, REQUEST_TIMEOUT_MS } from "../limits.ts";
import { CHANNELS, type Channel, gossipTopicOf, perChannel, protocolOf } from "./channel.ts";
import { Dialler } from "./dialler.ts";
import { createGater } from "./gater.ts";
import { Gossip } from "./gossip.ts";
import { createHost, type Host } from "./host.ts";
import { networkKeyOf, peerIdOf } from "./identity.ts";
import { has, type Peer } from "./peer.ts";
import { PeerLink } from "./peer-link.ts";
import { abortQuietly } from "./quiet-abort.ts";
import type {
  ChannelStats,
  ConnectedPeer,
  GossipVerdict,
  RegisteredPeer,
  Transport,
  TransportOptions,
  TransportStats,
} from "./transport.ts";

type FrameHandler = (from: string, frame: Uint8Array) => void | Promise<void>;
type RequestHandler = (from: string, frame: Uint8Array) => Promise<Uint8Array>;

export function createTransport(options: TransportOptions): Transport {
  return new Libp2pTransport(options);
}

/** ms between looks at whether gossip still has a stream to each peer */
const GOSSIP_CHECK_MS = 1_000;

class Libp2pTransport implements Transport {
  readonly self: string;
  readonly #options: TransportOptions;
  readonly #logger: Logger;
  readonly #peers = new Map<string, Peer>();
  readonly #stats = {
    refusedConnections: 0,
    breachedConnections: 0,
    crowdedConnections: 0,
    dialsFailed: 0,
    /** of peers that are no longer registered */
    retiredConnections: 0,
    gossipIn: 0,
    gossipOut: 0,
    gossipRejected: 0,
    channels: perChannel(noTraffic),
  };
  readonly #frames: Partial<Record<Channel, FrameHandler>> = {};
  readonly #requests: Partial<Record<Channel, RequestHandler>> = {};
  readonly #peerHandlers: ((id: string, connected: boolean) => void)[] = [];
  #judge: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict> = () => "ignore";
  #host: Host | undefined;
  #gossip: Gossip | undefined;
  #gossipCheck: NodeJS.Timeout | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#logger = options.logger;
    this.self = hex(suite.publicKey(options.networkSeed));
    this.allow(options.peers);
  }

  async start(): Promise<void> {
    const { chainId, networkSeed, listen, announce = [] } = this.#options;
    const topic = gossipTopicOf(chainId);
    const gater = createGater(this.self, {
      isRegistered: (key) => this.#peers.has(key),
      hasOutbound: (key) => {
        const peer = this.#peers.get(key);
        return peer !== undefined && (peer.dialler.dialling || has(peer, "outbound"));
      },
      hasInbound: (key) => {
        const peer = this.#peers.get(key);
        return peer !== undefined && has(peer, "inbound");
      },
      refused: (peer, address) => {
        this.#stats.refusedConnections++;
        this.#logger.warn({ peer, address }, "refused a peer that is not registered");
      },
    });
    const breached = (peer: string, address: string, problem: string) => {
      this.#stats.breachedConnections++;
      this.#logger.warn(
        { peer, address, problem },
        "ended the connection of a peer that breaks the protocol",
      );
    };
    const crowded = () => void this.#stats.crowdedConnections++;
    const host = await createHost({ networkSeed, listen, announce, topic, gater, breached, crowded });
    for (const channel of CHANNELS) {
      await host.handle(
        protocolOf(chainId, channel),
        (stream, connection) => {
          const peer = this.#peerOf(connection);
          if (peer === undefined) stream.abort(new Error("not registered"));
          else peer.link.accept(channel, stream);
        },
        { maxInboundStreams: 2 },
      );
    }
    host.addEventListener("connection:open", ({ detail: connection }) => {
      abortQuietly(connection);
      const peer = this.#peerOf(connection);
      if (peer === undefined) connection.abort(new Error("not registered"));
      else void peer.link.add(connection);
    });
    const judge = (bytes: Uint8Array, from: string) => this.#judge(bytes, from);
    const gossip = new Gossip(host.services.gossip, topic, judge, this.#stats, this.#logger);
    try {
      await host.start();
    } catch (error) {
      await host.stop();
      throw new JzError("transport.listen", "p2p.listen", { addresses: [...listen], problem: String(error) });
    }
    gossip.start();
    this.#host = host;
    this.#gossip = gossip;
    this.#gossipCheck = setInterval(() => {
      for (const peer of this.#peers.values()) this.#ensureGossip(peer);
    }, GOSSIP_CHECK_MS);
    for (const { dialler } of this.#peers.values()) dialler.wake();
  }

  async stop(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    clearInterval(this.#gossipCheck);
    for (const { dialler } of this.#peers.values()) dialler.stop();
    if (host === undefined) return;
    for (const { link } of this.#peers.values()) link.close("node stops");
    await host.stop();
  }

  addresses(): string[] {
    return this.#host?.getMultiaddrs().map((address) => address.toString()) ?? [];
  }

  peers(): ConnectedPeer[] {
    const connected: ConnectedPeer[] = [];
    for (const [id, { link }] of this.#peers) {
      const connection = link.connection;
      if (connection === undefined) continue;
      const outbound = connection.direction === "outbound";
      connected.push({ id, address: connection.remoteAddr.toString(), outbound });
    }
    return connected;
  }

  isConnected(peer: string): boolean {
    return this.#peers.get(peer)?.link.connection !== undefined;
  }

  publish(bytes: Uint8Array): void {
    if (bytes.length > GOSSIP_BYTES_MAX) throw new JzError("gossip.too_long", "", { bytes: bytes.length });
    this.#gossip?.publish(bytes);
  }

  onGossip(handler: (bytes: Uint8Array, from: string) => GossipVerdict | Promise<GossipVerdict>): void {
    this.#judge = handler;
  }

  send(peer: string, channel: Channel, frame: Uint8Array): boolean {
    checkLength(frame);
    return this.#peers.get(peer)?.link.send(channel, frame) ?? false;
  }

  request(
    peer: string,
    channel: Channel,
    frame: Uint8Array,
    { timeoutMs = REQUEST_TIMEOUT_MS }: { timeoutMs?: number } = {},
  ): Promise<Uint8Array> {
    checkLength(frame);
    const link = this.#peers.get(peer)?.link;
    if (link === undefined) return Promise.reject(new JzError("transport.not_connected", "", { peer }));
    return link.request(channel, frame, timeoutMs);
  }

  onFrame(channel: Channel, handler: FrameHandler): void {
    this.#frames[channel] = handler;
  }

  onRequest(channel: Channel, handler: RequestHandler): void {
    this.#requests[channel] = handler;
  }

  onPeer(handler: (id: string, connected: boolean) => void): void {
    this.#peerHandlers.push(handler);
  }

  allow(peers: Iterable<RegisteredPeer>): void {
    const wanted = new Map<string, readonly string[]>();
    for (const { key, addresses } of peers) if (key !== this.self) wanted.set(key, addresses);
    for (const [key, peer] of [...this.#peers]) {
      if (wanted.has(key)) continue;
      this.#peers.delete(key);
      this.#stats.retiredConnections += peer.link.retired;
      peer.dialler.stop();
      peer.link.close("no longer registered");
    }
    for (const [key, addresses] of wanted) {
      const known = this.#peers.get(key);
      if (known !== undefined) known.addresses = addresses;
      const peer = known ?? this.#create(key, addresses);
      if (this.#host !== undefined) peer.dialler.wake();
    }
  }

  stats(): TransportStats {
    let { retiredConnections } = this.#stats;
    for (const { link } of this.#peers.values()) retiredConnections += link.retired;
    return {
      ...this.#stats,
      retiredConnections,
      peers: this.peers().length,
      channels: perChannel((channel) => ({ ...this.#stats.channels[channel] })),
    };
  }

  #create(key: string, addresses: readonly string[]): Peer {
    const link = new PeerLink(
      key,
      this.self,
      this.#options.chainId,
      {
        frame: (channel, from, payload) => this.#frames[channel]?.(from, payload),
        request: (channel, from, payload) => {
          const handler = this.#requests[channel];
          if (handler === undefined) throw new JzError("transport.unsupported", channel);
          return handler(from, payload);
        },
        connected: () => this.#connected(peer),
        disconnected: () => this.#disconnected(peer),
        idle: (_, served) => {
          if (this.#peers.get(key) !== peer || this.#host === undefined) return;
          if (!served) dialler.failed();
          dialler.wake();
        },
        failed: (from, what, error) => this.#logger.warn({ peer: from, error: String(error) }, what),
      },
      this.#stats.channels,
    );
    const dialler = new Dialler({
      dial: () => this.#dial(peer),
      wanted: () => peer.addresses.length > 0 && link.connections.length === 0,
      yields: key < this.self,
      onFailure: (error, failures) => {
        this.#stats.dialsFailed++;
        // A peer that is away for a night is told of once, not ten thousand times.
        const level = failures === 1 ? "info" : "debug";
        this.#logger[level]({ peer: key, failures, error: String(error) }, "could not reach a peer");
      },
    });
    const peer: Peer = { link, dialler, addresses };
    this.#peers.set(key, peer);
    return peer;
  }

  async #dial(peer: Peer): Promise<void> {
    const host = this.#host;
    if (host === undefined) return;
    const suffix = `/p2p/${peerIdOf(peer.link.key)}`;
    const targets = peer.addresses.map((address) =>
      multiaddr(address.includes("/p2p/") ? address : address + suffix),
    );
    await host.dial(targets);
  }

  #connected(peer: Peer): void {
    const { key, connection } = peer.link;
    peer.dialler.connected();
    const outbound = connection?.direction === "outbound";
    this.#logger.info({ peer: key, outbound, address: connection?.remoteAddr.toString() }, "peer connected");
    this.#ensureGossip(peer);
    for (const handler of this.#peerHandlers) handler(key, true);
  }

  #disconnected(peer: Peer): void {
    this.#logger.info({ peer: peer.link.key }, "peer disconnected");
    for (const handler of this.#peerHandlers) handler(peer.link.key, false);
  }

  #ensureGossip({ link }: Peer): void {
    const connection = link.connection;
    if (connection !== undefined) this.#gossip?.ensure(connection.remotePeer, connection);
  }

  #peerOf(connection: Connection): Peer | undefined {
    const key = networkKeyOf(connection.remotePeer);
    return key === undefined ? undefined : this.#peers.get(key);
  }
}

function checkLength(frame: Uint8Array): void {
  if (frame.length > FRAME_BYTES_MAX) {
    throw new JzError("frame.too_long", "", { bytes: frame.length, most: FRAME_BYTES_MAX });
  }
}

function noTraffic(): ChannelStats {
  return { framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 0, framesDropped: 0 };
}
