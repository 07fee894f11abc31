import type { Transport } from "@jingzhun/node/parts";
import type { Random } from "../random.ts";
import type { Byzantine } from "../simulation/network/byzantine.ts";

const REMEMBERED_MAX = 100;

/** A real network connection through which a validator says what it likes. */
export interface HostileTransport extends Transport {
  /** Sends what nobody asked for, to whoever is connected. */
  pester(): void;
}

/**
 * Changes what leaves by `nature`, which may change at any time, and adds what no honest node sends: noise on every
 * channel, gossip that was altered, rounds beyond all measure.
 *
 * @param hugeRound a ROUND-CHANGE for a round far ahead, as a frame of the consensus channel
 */
export function hostileTransport(
  inner: Transport,
  nature: () => Byzantine,
  random: Random,
  hugeRound: () => Uint8Array | undefined,
): HostileTransport {
  const gossip: Uint8Array[] = [];
  const remember = (bytes: Uint8Array) => {
    gossip.push(bytes);
    if (gossip.length > REMEMBERED_MAX) gossip.shift();
  };
  const altered = (bytes: Uint8Array) => {
    const copy = new Uint8Array(bytes);
    if (copy.length > 0) copy[random.int(0, copy.length - 1)]! ^= 1 << random.int(0, 7);
    return copy;
  };
  return {
    self: inner.self,
    start: () => inner.start(),
    stop: () => inner.stop(),
    addresses: () => inner.addresses(),
    peers: () => inner.peers(),
    isConnected: (peer) => inner.isConnected(peer),
    allow: (peers) => inner.allow(peers),
    stats: () => inner.stats(),
    onPeer: (handler) => inner.onPeer(handler),
    publish(bytes) {
      remember(bytes);
      inner.publish(random.chance(0.2) ? altered(bytes) : bytes);
    },
    onGossip: (handler) =>
      inner.onGossip((bytes, from) => {
        remember(bytes);
        return handler(bytes, from);
      }),
    send(peer, channel, frame) {
      let taken = true;
      for (const each of nature().outgoing(peer, channel, frame))
        taken = inner.send(peer, channel, each) && taken;
      return taken;
    },
    request: (peer, channel, frame, options) =>
      inner.request(peer, channel, random.chance(0.1) ? altered(frame) : frame, options),
    onFrame: (channel, handler) =>
      inner.onFrame(channel, (from, frame) => {
        nature().incoming(channel, frame);
        return handler(from, frame);
      }),
    onRequest: (channel, handler) =>
      inner.onRequest(channel, async (from, frame) => {
        const answer = nature().answer(await handler(from, frame));
        // Withheld: whoever asked waits until it has had enough.
        return answer ?? new Promise<never>(() => {});
      }),
    pester() {
      for (const { id } of inner.peers()) {
        const unasked = nature().unasked();
        if (unasked !== undefined) inner.send(id, "consensus", unasked);
        const huge = random.chance(0.2) ? hugeRound() : undefined;
        if (huge !== undefined) inner.send(id, "consensus", huge);
        if (random.chance(0.05))
          inner.send(id, random.pick(["consensus", "sync", "blob"]), random.bytes(random.int(0, 2_000)));
      }
      if (gossip.length > 0 && random.chance(0.3)) inner.publish(altered(random.pick(gossip)));
      if (random.chance(0.05)) inner.publish(random.bytes(random.int(1, 5_000)));
    },
  };
}
