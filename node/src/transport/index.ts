export { CHANNELS, type Channel } from "./channel.ts";
export { createTransport } from "./libp2p-transport.ts";
export type {
  ChannelStats,
  ConnectedPeer,
  GossipVerdict,
  RegisteredPeer,
  Transport,
  TransportOptions,
  TransportStats,
} from "./transport.ts";
