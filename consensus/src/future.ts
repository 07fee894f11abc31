import { FUTURE_MESSAGES_PER_PEER_MAX, FUTURE_PEERS_MAX } from "./limits.ts";
import { type Message, placeOf } from "./messages.ts";

/** What one peer sent for heights above ours. */
interface FuturePeer {
  /** the highest height it spoke of */
  claimed: number;
  /** unverified messages of the next height, oldest first */
  messages: Message[];
}

/**
 * Messages for the next height can't be judged before its validator set is known, so they are kept per peer and judged
 * when it starts (DESIGN §6). Nothing here is verified: it may cost memory up to the bounds, and a sync at worst.
 */
export type Future = Map<string, FuturePeer>;

export function copyFuture(future: Future): Future {
  return new Map(
    [...future].map(([from, peer]) => [from, { ...peer, messages: [...peer.messages] }] as const),
  );
}

/** @param next the height whose messages are kept */
export function keepForLater(future: Future, message: Message, from: string, next: number): void {
  const { height, round } = placeOf(message);
  let peer = future.get(from);
  if (peer === undefined) {
    if (future.size >= FUTURE_PEERS_MAX) return;
    peer = { claimed: 0, messages: [] };
    future.set(from, peer);
  }
  peer.claimed = Math.max(peer.claimed, height);
  if (height !== next) return;
  // Of one signer the newest proposal and the newest ROUND-CHANGE (proposals are large), and the newest votes.
  const isSingle = message.type === "proposal" || message.type === "roundChange";
  const same = peer.messages.find(
    (kept) =>
      kept.type === message.type &&
      (message.type === "proposal" || kept.signer === message.signer) &&
      (isSingle || placeOf(kept).round === round),
  );
  if (same !== undefined && placeOf(same).round >= round) return;
  peer.messages = peer.messages.filter((kept) => kept !== same);
  peer.messages.push(message);
  if (peer.messages.length > FUTURE_MESSAGES_PER_PEER_MAX) peer.messages.shift();
}

/** Takes out the messages for the height that starts, and forgets peers that speak of nothing above it. */
export function takeFor(future: Future, height: number): { message: Message; from: string }[] {
  const taken: { message: Message; from: string }[] = [];
  for (const [from, peer] of [...future]) {
    for (const message of peer.messages)
      if (placeOf(message).height === height) taken.push({ message, from });
    peer.messages = [];
    if (peer.claimed <= height) future.delete(from);
  }
  return taken;
}

/** The highest height of which at least `count` peers speak; undefined when fewer speak of the future at all. */
export function heightClaimedBy(future: Future, count: number): number | undefined {
  return [...future.values()].map(({ claimed }) => claimed).sort((a, b) => b - a)[count - 1];
}
