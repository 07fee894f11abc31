import { suite } from "#suite";
import { domainBytes, HashInput } from "../bytes/hash-input.ts";
import { ZERO_HASH } from "../bytes/text.ts";

/** One writer serves all hashes that aren't nested in another's `write`. */
let idle: HashInput | undefined = new HashInput();

/**
 * H("domain" ‖ …) of DESIGN §3: the hash of the framed input that `write` adds to the domain.
 * `H("txs", (h) => h.u64(count).hash(root))`.
 */
export function H(domain: string, write?: (input: HashInput) => void): Uint8Array {
  const input = idle ?? new HashInput();
  idle = undefined;
  try {
    input.begin(domainBytes(domain));
    write?.(input);
    return suite.hash(input.peek());
  } finally {
    idle = input;
  }
}

/** H("key-id" ‖ publicKey): how bodies and records name a key. */
export function keyId(publicKey: Uint8Array): Uint8Array {
  return H("key-id", (h) => h.bytes(publicKey));
}

/** H("record-key" ‖ key): how entries name a record. */
export function recordKeyHash(key: string): Uint8Array {
  return H("record-key", (h) => h.text(key));
}

/**
 * Root of a list: leaves padded with zero nodes to a power of two, inner nodes SHA-256 of 64 bytes, hashed a
 * level at a time. The root of an empty list is 32 zero bytes, of a single leaf the leaf. Whoever uses the root
 * hashes the count with it (DESIGN §4).
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return ZERO_HASH;
  let level = new Uint8Array(32 * 2 ** Math.ceil(Math.log2(leaves.length)));
  for (let i = 0; i < leaves.length; i++) level.set(leaves[i]!, 32 * i);
  while (level.length > 32) level = suite.hashPairs(level) as Uint8Array<ArrayBuffer>;
  return level;
}
