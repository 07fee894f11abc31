import { fromHex, hex, keyId, signBytes, suite } from "@jingzhun/ledger";
import { ClientError } from "./errors.ts";

/** A key that signs. Only `sign` sees the private part, so a hardware token can stand behind it. */
export interface Signer {
  publicKey: Uint8Array;
  keyId: Uint8Array;
  sign(
    domain: "tx" | "system" | "activate" | "auth" | "endorse",
    chainId: string,
    bytes: Uint8Array,
  ): Uint8Array | Promise<Uint8Array>;
}

/** A signer over an Ed25519 seed of 32 bytes (or its hex, as in key files). Throws ClientError `signer.seed` for anything else. */
export function createSigner(seed: Uint8Array | string): Signer {
  const bytes = typeof seed === "string" ? bytesOfHex(seed) : seed.slice();
  if (bytes.length !== SEED_BYTES) throw noSeed();
  const publicKey = suite.publicKey(bytes);
  return {
    publicKey,
    keyId: keyId(publicKey),
    sign: (domain, chainId, message) => signBytes(domain, chainId, message, bytes),
  };
}

const SEED_BYTES = 32;

function bytesOfHex(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw noSeed();
  }
}

/** Never with what was given: it may be a key after all. */
function noSeed(): ClientError {
  return new ClientError(
    "signer.seed",
    {
      zh: "签名密钥必须是 32 字节，或其 64 位十六进制文本",
      en: "A signing key is a seed of 32 bytes, or its 64 hexadecimal digits",
    },
    {
      zh: "请给出密钥文件的内容，去掉前后空白。",
      en: "Give what stands in the key file, without blanks around it.",
    },
    { path: "seed" },
  );
}

/** A new random key; `seed` is the caller's to keep. */
export function generateSigner(): Signer & { seed: string } {
  const seed = globalThis.crypto.getRandomValues(new Uint8Array(32));
  return { ...createSigner(seed), seed: hex(seed) };
}
