import type { ConnectionGater, PeerId } from "@libp2p/interface";
import { networkKeyOf } from "./identity.ts";

/** What the gater asks about a peer. */
export interface GateRules {
  isRegistered(networkKey: string): boolean;
  /** Is there a connection that we dialled, or are we dialling? */
  hasOutbound(networkKey: string): boolean;
  /** Is there a connection that the peer dialled? */
  hasInbound(networkKey: string): boolean;
  /** Called for each inbound connection of a peer that isn't registered. */
  refused(peer: string, address: string): void;
}

/**
 * Only registered peers get past the Noise handshake. Of two connections between one pair the one dialled by the
 * lower id stays: so the lower one refuses an inbound connection while it dials itself or has dialled, and the
 * higher one gives up its own when the other's has arrived.
 */
export function createGater(self: string, rules: GateRules): ConnectionGater {
  const keyOf = (peer: PeerId) => networkKeyOf(peer) ?? "";
  return {
    denyDialPeer: (peer) => !rules.isRegistered(keyOf(peer)),
    // libp2p's default refuses to dial private addresses in browsers only; registered addresses are all fine.
    denyDialMultiaddr: () => false,
    denyInboundEncryptedConnection(peer, connection) {
      const key = keyOf(peer);
      if (!rules.isRegistered(key)) {
        rules.refused(key === "" ? peer.toString() : key, connection.remoteAddr.toString());
        return true;
      }
      return self < key && rules.hasOutbound(key);
    },
    denyOutboundEncryptedConnection(peer) {
      const key = keyOf(peer);
      return !rules.isRegistered(key) || (key < self && rules.hasInbound(key));
    },
  };
}
