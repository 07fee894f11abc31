import type { Connection } from "@libp2p/interface";
import type { Dialler } from "./dialler.ts";
import type { PeerLink } from "./peer-link.ts";

/** A registered peer, connected or not. */
export interface Peer {
  readonly link: PeerLink;
  readonly dialler: Dialler;
  addresses: readonly string[];
}

/** Is there a connection that we (outbound) or the peer (inbound) dialled? */
export function has(peer: Peer, direction: Connection["direction"]): boolean {
  return peer.link.connections.some(
    (connection) => connection.direction === direction && connection.status === "open",
  );
}
