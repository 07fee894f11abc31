import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";

/** What a signature is for; no signature of one domain is one of another (DESIGN §3). */
export type SignatureDomain = "tx" | "consensus" | "stored" | "endorse" | "auth" | "system" | "activate";

/** The framed domain and chain id last used per domain: a process knows one chain, and a prefix per domain. */
const prefixes = new Map<SignatureDomain, { readonly chainId: string; readonly bytes: Uint8Array }>();

/** The bytes that Ed25519 signs: domain, chain, then the exact bytes of the struct, framed. */
export function signatureInput(domain: SignatureDomain, chainId: string, bytes: Uint8Array): Uint8Array {
  let prefix = prefixes.get(domain);
  if (prefix?.chainId !== chainId) {
    prefix = { chainId, bytes: hashInput(domain).text(chainId).finish() };
    prefixes.set(domain, prefix);
  }
  const at = prefix.bytes.length;
  const length = bytes.length;
  const input = new Uint8Array(at + 4 + length);
  input.set(prefix.bytes);
  input[at] = length >>> 24;
  input[at + 1] = length >>> 16;
  input[at + 2] = length >>> 8;
  input[at + 3] = length;
  input.set(bytes, at + 4);
  return input;
}

export function signBytes(
  domain: SignatureDomain,
  chainId: string,
  bytes: Uint8Array,
  seed: Uint8Array,
): Uint8Array {
  return suite.sign(signatureInput(domain, chainId, bytes), seed);
}

export function verifyBytes(
  domain: SignatureDomain,
  chainId: string,
  bytes: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  return suite.verify(signature, signatureInput(domain, chainId, bytes), publicKey);
}
