import { ed25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { equalBytes } from "../bytes/order.ts";
import { JzError } from "../errors.ts";
import type { CryptoSuite } from "./suite.ts";

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

/** The suite on noble: pure JavaScript, for browsers, and in tests the witness against the native one. */
export const suite: CryptoSuite = {
  name: "ed25519-sha256-xchacha20",
  hash: (bytes) => sha256(bytes),
  hmac: (key, bytes) => hmac(sha256, key, bytes),
  hashPairs(input) {
    if (input.length % 64 !== 0) throw new JzError("crypto.not_pairs", "", { length: input.length });
    const output = new Uint8Array(input.length / 2);
    for (let at = 0; at < input.length; at += 64) output.set(sha256(input.subarray(at, at + 64)), at / 2);
    return output;
  },
  publicKey: (seed) => ed25519.getPublicKey(seed),
  sign: (message, seed) => ed25519.sign(message, seed),
  verify,
};

/**
 * noble's own strict verification multiplies by the cofactor and so accepts more than libsodium does. Here the
 * bytes of S·B − k·A are compared with those of R: that is the cofactorless rule, and it refuses a non-canonical R.
 */
function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= ORDER) return false;
  try {
    const a = Point.fromBytes(publicKey); // refuses y ≥ p and what isn't on the curve
    if (a.isSmallOrder()) return false;
    const digest = sha512.create().update(r).update(publicKey).update(message).digest();
    const k = littleEndian(digest) % ORDER;
    const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
    return equalBytes(expected.toBytes(), r) && !expected.isSmallOrder();
  } catch {
    return false;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let digits = "";
  for (let i = bytes.length - 1; i >= 0; i--) digits += bytes[i]!.toString(16).padStart(2, "0");
  return BigInt(`0x${digits}`);
}
