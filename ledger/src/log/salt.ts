import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";
import { ZERO_HASH } from "../bytes/text.ts";
import { JzError } from "../errors.ts";

/** The running secret of a restricted record that has no entry yet (DESIGN §8). */
export const FIRST_SECRET: Uint8Array = ZERO_HASH;

/**
 * The secret of a restricted record after a transaction that changes it and brings restricted attachments for
 * its subject: `H("secret" ‖ old secret ‖ the salts of those attachments)`, each salt after its u32 length.
 *
 * @param salts in body order, at least one
 */
export function nextSecret(secret: Uint8Array, salts: readonly Uint8Array[]): Uint8Array {
  if (salts.length === 0) throw new JzError("log.secret_without_salts");
  const input = hashInput("secret").hash(secret);
  for (const salt of salts) input.bytes(salt);
  return suite.hash(input.peek());
}

/** The salt of one version: `HMAC-SHA-256(secret, keyHash ‖ index)`, so that no two versions share one. */
export function entrySalt(secret: Uint8Array, keyHash: Uint8Array, index: number): Uint8Array {
  if (secret.length !== 32 || keyHash.length !== 32) throw new JzError("log.not_a_hash");
  const message = new Uint8Array(40);
  message.set(keyHash);
  const view = new DataView(message.buffer);
  view.setUint32(32, Math.floor(index / 0x1_0000_0000));
  view.setUint32(36, index >>> 0);
  return suite.hmac(secret, message);
}
