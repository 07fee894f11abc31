import { fromHex, hex, keyId, signBytes, suite } from "@jingzhun/ledger";

/** A key that signs. Only `sign` sees the private part, so a hardware token can stand behind it. */
export interface Signer {
  publicKey: Uint8Array;
  keyId: Uint8Array;
  sign(
    domain: "tx" | "auth" | "endorse",
    chainId: string,
    bytes: Uint8Array,
  ): Uint8Array | Promise<Uint8Array>;
}

/** A signer over an Ed25519 seed of 32 bytes (or its hex, as in key files). Throws RangeError for anything else. */
export function createSigner(seed: Uint8Array | string): Signer {
  const bytes = typeof seed === "string" ? fromHex(seed) : seed.slice();
  if (bytes.length !== 32) throw new RangeError(`a seed has 32 bytes, not ${bytes.length}`);
  const publicKey = suite.publicKey(bytes);
  return {
    publicKey,
    keyId: keyId(publicKey),
    sign: (domain, chainId, message) => signBytes(domain, chainId, message, bytes),
  };
}

/** A new random key; `seed` is the caller's to keep. */
export function generateSigner(): Signer & { seed: string } {
  const seed = globalThis.crypto.getRandomValues(new Uint8Array(32));
  return { ...createSigner(seed), seed: hex(seed) };
}
