import { fromBase64, fromHex, hex, suite, utf8 } from "@jingzhun/ledger";
import { z } from "zod";
import type { Both } from "../texts/text.ts";
import type { Person } from "./person.ts";
import { sessionTexts } from "./texts.ts";

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
const COSTS = [14, 15, 16, 17, 18, 19, 20].map((bits) => 2 ** bits);

/** A key file as the node's keystore writes it: the seed under XChaCha20-Poly1305, its key from scrypt. */
const sealedFile = z.strictObject({
  version: z.literal(1),
  role: z.enum(["consensus", "network", "admin", "operator"]),
  publicKey: hex32,
  kdf: z.strictObject({
    name: z.literal("scrypt"),
    n: z.int().refine((n) => COSTS.includes(n)),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64,
  }),
  cipher: z.strictObject({ name: z.literal("xchacha20-poly1305"), nonce: base64, sealed: base64 }),
});
/** A demonstration operator's file: its key stands open in it. */
const openFile = z.object({
  key: hex32,
  name: z.string(),
  role: z.string(),
  organisation: z.string(),
  division: z.string(),
});

/** Why a key file doesn't open, for the person who chose it. */
export class KeyFileError extends Error {
  readonly text: Both;
  constructor(text: Both) {
    super(text.en);
    this.text = text;
  }
}

export type KeyFile =
  | { readonly sealed: false; readonly seed: Uint8Array; readonly person: Person }
  | { readonly sealed: true; readonly content: z.infer<typeof sealedFile> };

/** What a key file holds. Throws KeyFileError for anything else, and for keys that aren't a person's. */
export function readKeyFile(text: string): KeyFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new KeyFileError(sessionTexts.fileInvalid);
  }
  const open = openFile.safeParse(json);
  if (open.success) {
    const { key, name, role, organisation, division } = open.data;
    return { sealed: false, seed: fromHex(key), person: { name, role, organisation, division } };
  }
  const sealed = sealedFile.safeParse(json);
  if (!sealed.success) throw new KeyFileError(sessionTexts.fileInvalid);
  if (sealed.data.role !== "operator" && sealed.data.role !== "admin")
    throw new KeyFileError(sessionTexts.fileRole);
  return { sealed: true, content: sealed.data };
}

/**
 * The seed of a sealed file. Half a second of scrypt, in slices that let the page go on. Throws KeyFileError when the
 * passphrase is wrong or the file was changed: the two can't be told apart.
 */
export async function openKeyFile(
  { content }: Extract<KeyFile, { sealed: true }>,
  passphrase: string,
): Promise<Uint8Array> {
  const [{ scryptAsync }, { xchacha20poly1305 }] = await Promise.all([
    import("@noble/hashes/scrypt.js"),
    import("@noble/ciphers/chacha.js"),
  ]);
  const { kdf, cipher, role, publicKey } = content;
  const key = await scryptAsync(utf8(passphrase.normalize("NFC")), fromBase64(kdf.salt), {
    N: kdf.n,
    r: kdf.r,
    p: kdf.p,
    dkLen: 32,
  });
  const associated = utf8(`jingzhun key 1 ${role} ${publicKey}`);
  let seed: Uint8Array;
  try {
    seed = xchacha20poly1305(key, fromBase64(cipher.nonce), associated).decrypt(fromBase64(cipher.sealed));
  } catch {
    throw new KeyFileError(sessionTexts.passphraseWrong);
  }
  if (seed.length !== 32 || hex(suite.publicKey(seed)) !== publicKey)
    throw new KeyFileError(sessionTexts.fileInvalid);
  return seed;
}
