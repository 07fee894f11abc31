import { hash as hashOnce } from "node:crypto";
import { hashInto } from "@chainsafe/hashtree";
import sodium from "sodium-native";
import { equalBytes } from "../bytes/order.ts";
import { JzError } from "../errors.ts";
import type { CryptoSuite } from "./suite.ts";

/**
 * Up to this many bytes libsodium's SHA-256 is faster than OpenSSL's (measured, calls included: 0.5 against 1.3 µs
 * for 32 bytes, 1.4 µs each for 300, 7.3 against 2.7 µs for 2,000).
 */
const SODIUM_HASH_BYTES = 256;
/** Reused, since a view over fresh memory costs more than a copy out of this one. */
const digest = new Uint8Array(32);

/** The suite on libsodium and hashtree, for Node. libsodium's verification is the suite's rule as it is. */
export const suite: CryptoSuite = {
  name: "ed25519-sha256-xchacha20",
  hash(bytes) {
    if (bytes.length > SODIUM_HASH_BYTES) return new Uint8Array(hashOnce("sha256", bytes, "buffer"));
    sodium.crypto_hash_sha256(asBuffer(digest), asBuffer(bytes));
    return digest.slice();
  },
  hmac,
  hashPairs(input) {
    if (input.length % 64 !== 0) throw new JzError("crypto.not_pairs", "", { length: input.length });
    const output = new Uint8Array(input.length / 2);
    if (input.length > 0) hashInto(input, output);
    return output;
  },
  publicKey: (seed) => expand(seed).publicKey.slice(),
  sign(message, seed) {
    const signature = new Uint8Array(64);
    sodium.crypto_sign_detached(asBuffer(signature), asBuffer(message), asBuffer(expand(seed).secretKey));
    return signature;
  },
  verify(signature, message, publicKey) {
    if (signature.length !== 64 || publicKey.length !== 32) return false;
    return sodium.crypto_sign_verify_detached(asBuffer(signature), asBuffer(message), asBuffer(publicKey));
  },
};

/** sodium-native takes any Uint8Array; only its type declarations insist on Buffer. */
function asBuffer(bytes: Uint8Array): Buffer {
  return bytes as Buffer;
}

const BLOCK = 64;

/** RFC 2104 over SHA-256: libsodium's own one-shot HMAC takes keys of 32 bytes only. */
function hmac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const block = key.length > BLOCK ? suite.hash(key) : key;
  const inner = new Uint8Array(BLOCK + bytes.length).fill(0x36, 0, BLOCK);
  const outer = new Uint8Array(BLOCK + 32).fill(0x5c, 0, BLOCK);
  for (let i = 0; i < block.length; i++) {
    inner[i]! ^= block[i]!;
    outer[i]! ^= block[i]!;
  }
  inner.set(bytes, BLOCK);
  outer.set(suite.hash(inner), BLOCK);
  return suite.hash(outer);
}

interface Expanded {
  readonly seed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** A node signs with the same few seeds all its life; the scalar multiplication behind a public key is done once. */
const expanded = new WeakMap<Uint8Array, Expanded>();

function expand(seed: Uint8Array): Expanded {
  const known = expanded.get(seed);
  if (known !== undefined && equalBytes(known.seed, seed)) return known;
  if (seed.length !== 32) throw new JzError("crypto.seed_length", "", { length: seed.length });
  const publicKey = new Uint8Array(32);
  const secretKey = new Uint8Array(64);
  sodium.crypto_sign_seed_keypair(asBuffer(publicKey), asBuffer(secretKey), asBuffer(seed));
  const fresh = { seed: seed.slice(), publicKey, secretKey };
  expanded.set(seed, fresh);
  return fresh;
}
