import { ZERO_HASH } from "../bytes/text.ts";
import { H, suite } from "../crypto/index.ts";

/** A restricted record's running secret before anything salted it (DESIGN §8). */
export const INITIAL_SECRET: Uint8Array = ZERO_HASH;

/**
 * The running secret after a transaction that changed the record and brought these attachments' salts for
 * its subject, in body order: H("secret" ‖ old ‖ each salt after its u32 length). Without salts it stays.
 */
export function nextSecret(old: Uint8Array, salts: readonly Uint8Array[]): Uint8Array {
  if (salts.length === 0) return old;
  return H("secret", (h) => {
    h.hash(old);
    for (const salt of salts) h.bytes(salt);
  });
}

/** Where the secret of every restricted aggregate starts: the salt of genesis's restricted attachment. */
export function aggregateSecret(genesisSalt: Uint8Array): Uint8Array {
  return nextSecret(INITIAL_SECRET, [genesisSalt]);
}

/** The salt of the entry at `index`: HMAC-SHA-256(secret, keyHash ‖ u64 index). Each version has its own. */
export function entrySalt(secret: Uint8Array, keyHash: Uint8Array, index: number): Uint8Array {
  const message = new Uint8Array(40);
  message.set(keyHash);
  const view = new DataView(message.buffer);
  view.setUint32(32, Math.floor(index / 0x1_0000_0000));
  view.setUint32(36, index >>> 0);
  return suite.hmac(secret, message);
}
