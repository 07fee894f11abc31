import { noise } from "@chainsafe/libp2p-noise";
import type { GossipSub } from "@libp2p/gossipsub";
import { identify } from "@libp2p/identify";
import type { ConnectionGater, Libp2p } from "@libp2p/interface";
import { ping } from "@libp2p/ping";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { createLibp2p } from "libp2p";
import {
  DIAL_TIMEOUT_MS,
  INBOUND_CONNECTIONS_PER_SECOND,
  INBOUND_HANDSHAKES_MAX,
  INBOUND_HANDSHAKES_PER_ADDRESS_MAX,
  PING_INTERVAL_MS,
  PING_TIMEOUT_MAX_MS,
  PING_TIMEOUT_MIN_MS,
  STREAM_READ_BUFFER_BYTES,
  STREAM_WINDOW_BYTES,
} from "../limits.ts";
import { gossipService } from "./gossip.ts";
import { greeted } from "./greeting.ts";
import { handshakeShares } from "./handshake-shares.ts";
import { privateKeyOf } from "./identity.ts";
import { leanNoise } from "./lean-noise.ts";
import { noiseCrypto } from "./noise-crypto.ts";
import { StreamGuard } from "./stream-guard.ts";
import { aroundUpgrades } from "./upgrading.ts";

export type Host = Libp2p<{ gossip: GossipSub }>;

/** libp2p with the settings that its defaults get wrong for us (DESIGN §7). Not started yet. */
export async function createHost(options: {
  networkSeed: Uint8Array;
  listen: readonly string[];
  announce: readonly string[];
  topic: string;
  gater: ConnectionGater;
  /** told of each connection that is ended for what its peer sent on a stream; see StreamGuard */
  breached?: (peer: string, address: string, problem: string) => void;
  /** told of each connection that is refused because its address has its share of handshakes under way */
  crowded?: (address: string) => void;
}): Promise<Host> {
  const guard = new StreamGuard(options.breached ?? (() => {}));
  return (await createLibp2p({
    start: false,
    privateKey: privateKeyOf(options.networkSeed),
    nodeInfo: { name: "jingzhun", userAgent: "jingzhun" },
    addresses: { listen: [...options.listen], announce: [...options.announce] },
    transports: [
      aroundUpgrades(
        aroundUpgrades(tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } }), greeted),
        handshakeShares(INBOUND_HANDSHAKES_PER_ADDRESS_MAX, options.crowded ?? (() => {})),
      ),
    ],
    connectionEncrypters: [guard.encrypter(leanNoise(noise({ crypto: noiseCrypto })))],
    streamMuxers: [
      guard.muxer(
        yamux({
          streamOptions: {
            // The window bounds what a paused reader must hold; the read buffer must be larger than it.
            maxStreamWindowSize: STREAM_WINDOW_BYTES,
            maxReadBufferLength: STREAM_READ_BUFFER_BYTES,
          },
        }),
      ),
    ],
    connectionGater: options.gater,
    connectionManager: {
      maxConnections: 1_024,
      dialTimeout: DIAL_TIMEOUT_MS,
      addressDialTimeout: DIAL_TIMEOUT_MS,
      inboundConnectionThreshold: INBOUND_CONNECTIONS_PER_SECOND,
      maxIncomingPendingConnections: INBOUND_HANDSHAKES_MAX,
      inboundUpgradeTimeout: DIAL_TIMEOUT_MS,
      // Reconnecting is ours: see Dialler.
      reconnectRetries: 0,
    },
    // Notices peers that vanished without closing their connection.
    connectionMonitor: {
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: { minTimeout: PING_TIMEOUT_MIN_MS, maxTimeout: PING_TIMEOUT_MAX_MS },
      abortConnectionOnPingFailure: true,
    },
    services: { identify: identify(), ping: ping(), gossip: gossipService(options.topic) },
  })) as unknown as Host;
}
