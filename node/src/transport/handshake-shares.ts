import { clientOf } from "@jingzhun/api";
import type { AroundUpgrade } from "./upgrading.ts";

/**
 * Bounds the handshakes that one address (/64 for IPv6) has under way: without it a single stranger who connects and
 * says nothing takes all that there are, and no registered peer gets in.
 */
export function handshakeShares(each: number, crowded: (address: string) => void): AroundUpgrade {
  const underWay = new Map<string, number>();
  return async (connection, direction, upgrade) => {
    if (direction === "outbound") return upgrade();
    const client = clientOf(connection.remoteAddr.getComponents()[0]?.value ?? "");
    const own = underWay.get(client) ?? 0;
    if (own >= each) {
      crowded(client);
      const error = new Error("its address has its share of handshakes under way");
      connection.abort(error);
      throw error;
    }
    underWay.set(client, own + 1);
    try {
      return await upgrade();
    } finally {
      const left = underWay.get(client)! - 1;
      if (left === 0) underWay.delete(client);
      else underWay.set(client, left);
    }
  };
}
