import { fromHex, hex, suite } from "@jingzhun/ledger";
import { privateKeyFromRaw, publicKeyFromRaw } from "@libp2p/crypto/keys";
import type { PeerId, PrivateKey } from "@libp2p/interface";
import { peerIdFromPublicKey } from "@libp2p/peer-id";

/** A node is known by its network key, 64 hex digits; libp2p by the peer id of the same key. */
export function peerIdOf(networkKey: string): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(fromHex(networkKey)));
}

/** undefined for peers whose key isn't Ed25519: none of ours. */
export function networkKeyOf(peer: PeerId): string | undefined {
  if (peer.type !== "Ed25519") return undefined;
  return hex(peer.publicKey.raw);
}

/** @param seed the private network key, 32 bytes */
export function privateKeyOf(seed: Uint8Array): PrivateKey {
  const raw = new Uint8Array(64);
  raw.set(seed);
  raw.set(suite.publicKey(seed), 32);
  return privateKeyFromRaw(raw);
}
