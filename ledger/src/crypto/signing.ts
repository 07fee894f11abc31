import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";

/** What a signature is for; no signature of one domain is one of another (DESIGN §3). */
export type SignatureDomain = "tx" | "consensus" | "stored" | "endorse" | "auth" | "system" | "activate";

/** The bytes that Ed25519 signs: domain, chain, then the exact bytes of the struct, framed. */
export function signatureInput(domain: SignatureDomain, chainId: string, bytes: Uint8Array): Uint8Array {
  return hashInput(domain).text(chainId).bytes(bytes).finish();
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
