/**
 * The crypto functions of a network, named in its genesis (DESIGN §3). Nothing else in the code names an
 * algorithm. Two implementations of the one suite exist, `native.ts` for Node and `portable.ts` for everything
 * else; both pass the same vectors.
 */
export interface CryptoSuite {
  readonly name: "ed25519-sha256-xchacha20";
  /** SHA-256, 32 bytes. */
  hash(bytes: Uint8Array): Uint8Array;
  /** HMAC-SHA-256, 32 bytes. */
  hmac(key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** SHA-256 of every 64 bytes of `input`, side by side: one level of a tree. `input` is n · 64 bytes long. */
  hashPairs(input: Uint8Array): Uint8Array;
  /** The Ed25519 public key of a 32-byte seed. */
  publicKey(seed: Uint8Array): Uint8Array;
  /** Ed25519, 64 bytes (RFC 8032). */
  sign(message: Uint8Array, seed: Uint8Array): Uint8Array;
  /**
   * One rule on every path: RFC 8032 without cofactor; A, R and S in canonical encoding; A and R of small order
   * refused. False for whatever isn't a signature, wrong lengths included; it never throws.
   */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Name of the only suite so far; a genesis that names another is refused. */
export const SUITE_NAME = "ed25519-sha256-xchacha20";
