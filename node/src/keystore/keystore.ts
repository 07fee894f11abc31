import { randomBytes, scrypt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fromBase64, fromHex, hex, JzError, suite, toBase64, utf8 } from "@jingzhun/ledger";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { z } from "zod";
import { writeFileDurably } from "../durable-file.ts";

/** One key, one role (DESIGN §3). */
export const KEY_ROLES = ["consensus", "network", "admin", "operator"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** A key at rest: its seed under XChaCha20-Poly1305 with a key that scrypt derives from the passphrase. */
const keyFileSchema = z.strictObject({
  version: z.literal(1),
  role: z.enum(KEY_ROLES),
  /** hex */
  publicKey: z.string().regex(/^[0-9a-f]{64}$/),
  kdf: z.strictObject({
    name: z.literal("scrypt"),
    /** 2^14 … 2^20: 16 MiB to 1 GiB of memory with r = 8 */
    n: z.union([14, 15, 16, 17, 18, 19, 20].map((bits) => z.literal(2 ** bits)) as [z.ZodLiteral<number>]),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64,
  }),
  cipher: z.strictObject({ name: z.literal("xchacha20-poly1305"), nonce: base64, sealed: base64 }),
});

export type KeyFile = z.infer<typeof keyFileSchema>;

/** scrypt's N: half a second and 128 MiB on the reference machine (RFC 7914 names 2^20 for files, 2^14 for logins) */
export const SCRYPT_N = 2 ** 17;
/** for test networks, whose passphrases stand in their configuration anyway and which start many nodes at once */
export const SCRYPT_N_TEST = 2 ** 14;

export interface OpenKey {
  readonly role: KeyRole;
  readonly publicKey: Uint8Array;
  /** the private key, 32 bytes */
  readonly seed: Uint8Array;
}

/**
 * Makes a key file, synced; a seed is drawn unless one is given. Nothing is ever overwritten.
 *
 * @throws JzError `keystore.exists`
 */
export async function createKey(
  file: string,
  passphrase: string,
  options: { readonly role: KeyRole; readonly seed?: Uint8Array; readonly scryptN?: number },
): Promise<OpenKey> {
  if (existsSync(file)) throw new JzError("keystore.exists", "", { file });
  const seed = options.seed ?? new Uint8Array(randomBytes(32));
  const publicKey = suite.publicKey(seed);
  const salt = randomBytes(32);
  const nonce = randomBytes(24);
  const n = options.scryptN ?? SCRYPT_N;
  const key = await derive(passphrase, salt, n);
  const head = { version: 1 as const, role: options.role, publicKey: hex(publicKey) };
  const sealed = xchacha20poly1305(key, nonce, associated(head.role, head.publicKey)).encrypt(seed);
  const content: KeyFile = {
    ...head,
    kdf: { name: "scrypt", n: n as KeyFile["kdf"]["n"], r: 8, p: 1, salt: toBase64(salt) },
    cipher: { name: "xchacha20-poly1305", nonce: toBase64(nonce), sealed: toBase64(sealed) },
  };
  writeFileDurably(file, `${JSON.stringify(content, null, 2)}\n`, 0o600);
  return { role: options.role, publicKey, seed };
}

/**
 * @throws JzError `keystore.missing`, `keystore.invalid` (not a key file), `keystore.passphrase` (wrong, or the file
 * was changed: the two can't be told apart), `keystore.role` when the file holds a key for something else
 */
export async function openKey(file: string, passphrase: string, role?: KeyRole): Promise<OpenKey> {
  const content = readKeyFile(file);
  if (role !== undefined && content.role !== role) {
    throw new JzError("keystore.role", "role", { file, found: content.role, expected: role });
  }
  const key = await derive(passphrase, fromBase64(content.kdf.salt), content.kdf.n);
  let seed: Uint8Array;
  try {
    const nonce = fromBase64(content.cipher.nonce);
    seed = xchacha20poly1305(key, nonce, associated(content.role, content.publicKey)).decrypt(
      fromBase64(content.cipher.sealed),
    );
  } catch {
    throw new JzError("keystore.passphrase", "", { file });
  }
  return { role: content.role, publicKey: fromHex(content.publicKey), seed };
}

/** What a key file says without its passphrase. @throws JzError `keystore.missing`, `keystore.invalid` */
export function readKeyFile(file: string): KeyFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new JzError("keystore.missing", "", { file });
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new JzError("keystore.invalid", "", { file, problem: "not JSON" });
  }
  const result = keyFileSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new JzError("keystore.invalid", issue.path.join("."), { file, problem: issue.message });
}

/** Role and public key are authenticated, so that a file can't be relabelled. */
function associated(role: KeyRole, publicKey: string): Uint8Array {
  return utf8(`jingzhun key 1 ${role} ${publicKey}`);
}

/** In the thread pool: half a second of scrypt doesn't hold up the event loop. */
function derive(passphrase: string, salt: Uint8Array, n: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const options = { N: n, r: 8, p: 1, maxmem: 256 * n * 8 };
    scrypt(passphrase.normalize("NFC"), salt, 32, options, (error, key) => {
      if (error === null) resolve(new Uint8Array(key));
      else reject(error);
    });
  });
}
