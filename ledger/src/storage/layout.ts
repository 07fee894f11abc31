import { hex } from "../bytes/text.ts";

/**
 * The keys of the one LevelDB database (DESIGN §8). A key is a prefix byte and then what the table says; integers
 * are u64 big-endian, so that byte order is number order. Every value ends with a CRC32C over key and value.
 *
 * | prefix | key | value |
 * |---|---|---|
 * | `m` meta | name | `schema`, `genesis`, `head`, `checkpoint`, `signer` (meta.ts) |
 * | `h` header | height | header and certificate (block-values.ts) |
 * | `b` body | height | all transactions of a block (block-values.ts) |
 * | `d` derived | height | ids, outcomes, events of a block (block-values.ts) |
 * | `r` reasons | height | code and path behind each `restricted.refused`; only where there is one (block-values.ts) |
 * | `f` fingerprints | height | timestamp, 8 bytes of each transaction id (replay-window.ts) |
 * | `t` transaction | id | height, place (block-values.ts) |
 * | `e` entries | index of the first | a page of entries of one block and one twig (entry-page.ts) |
 * | `k` current | record key | the newest version with its value (current.ts) |
 * | `l` twig | twig | left root and page starts of a full twig (checkpoint.ts) |
 * | `a` active | group of 32 twigs | active bits at the checkpoint (checkpoint.ts) |
 * | `i` index | index name `/` row, 0, record key | nothing |
 * | `q` queue | key of a due entry that exists | nothing |
 *
 * All of it describes the chain but for `m signer`, the position of this node's own signer: a backup or snapshot leaves
 * that one out (DESIGN §6), for put back it would vouch for less than the key has signed since.
 */
export const PREFIX = {
  meta: 0x6d,
  header: 0x68,
  body: 0x62,
  derived: 0x64,
  reasons: 0x72,
  fingerprints: 0x66,
  transaction: 0x74,
  entries: 0x65,
  current: 0x6b,
  twig: 0x6c,
  active: 0x61,
  index: 0x69,
  queue: 0x71,
} as const;

export type PrefixName = keyof typeof PREFIX;

const NAMES = new Map<number, string>(Object.entries(PREFIX).map(([name, byte]) => [byte, name]));

/** For errors: which table a key belongs to, and the rest of it in hex. */
export function describeKey(key: Uint8Array): { prefix: string; key: string } {
  return { prefix: NAMES.get(key[0]!) ?? "unknown", key: hex(key.subarray(1)) };
}

export function numberKey(prefix: PrefixName, number: number): Buffer {
  const key = Buffer.allocUnsafe(9);
  key[0] = PREFIX[prefix];
  key.writeUInt32BE(Math.floor(number / 0x1_0000_0000), 1);
  key.writeUInt32BE(number >>> 0, 5);
  return key;
}

export function numberOf(key: Uint8Array): number {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  return view.getUint32(1) * 0x1_0000_0000 + view.getUint32(5);
}

export function textKey(prefix: PrefixName, text: string): Buffer {
  const key = Buffer.allocUnsafe(1 + Buffer.byteLength(text));
  key[0] = PREFIX[prefix];
  key.write(text, 1);
  return key;
}

export function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("utf8", 1);
}

export function bytesKey(prefix: PrefixName, bytes: Uint8Array): Buffer {
  const key = Buffer.allocUnsafe(1 + bytes.length);
  key[0] = PREFIX[prefix];
  key.set(bytes, 1);
  return key;
}
