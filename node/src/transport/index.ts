export { createTransport } from "./libp2p-transport.ts";
export type { GossipVerdict, RegisteredPeer, Transport } from "./transport.ts";
