import { z } from "zod";
import { decode, encode, type Value } from "../bytes/codec.ts";
import { valueMap } from "../bytes/schema.ts";
import { StructError } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { BLOCK_BYTES_MAX, PARAMS_BYTES_MAX, TX_BYTES_MAX } from "../limits.ts";

const units = z.int().min(0).max(1_000_000);

/** Parameters of a network, in genesis and changed by governance only; `paramsHash` stands in every header. */
export const paramsSchema = z.strictObject({
  /** milliseconds of round 0; round r waits min(this · 2^r, 10 s) */
  roundTimeout: z.int().min(10).max(10_000),
  /** milliseconds after which validators make an empty block */
  heartbeat: z.int().min(100).max(3_600_000),
  /** heights for which a proposer keeps the office */
  tenure: z.int().min(1).max(1_000_000),
  /**
   * cost that the transactions of a block may add up to, in units of about 1 µs of the reference machine: a full block
   * executes in a quarter of `roundTimeout` there (DESIGN §4)
   */
  blockCost: z.int().min(1_000).max(Number.MAX_SAFE_INTEGER),
  /** bytes of a block; the largest transaction fits into any */
  blockBytes: z
    .int()
    .min(2 * TX_BYTES_MAX)
    .max(BLOCK_BYTES_MAX),
  /** units of any transaction: signature (36 µs), decoding, outcome, id */
  costTransaction: units,
  /** bytes of body, signature and restricted attachments for one unit: hashing, gossip, storage */
  costBytes: z.int().min(1).max(1_000_000),
  /** units of each entry that a transaction appends: LevelDB, forest, hashing (DESIGN §13) */
  costEntry: units,
  /** units of each record that a rule reads */
  costRead: units,
  /** units of each counter or event of a transaction */
  costCounter: units,
  /** units of a due entry besides its entries and counters; at least 1 */
  costDue: units.min(1),
  /** units that one due entry may take; beyond it is undone and reported (DESIGN §5) */
  dueEntryCost: z.int().min(1_000).max(Number.MAX_SAFE_INTEGER),
  /** part of `blockCost` for due entries, percent; the rest of them waits for the next block */
  duePercent: z.int().min(1).max(100),
  /** part of `blockCost` for rejected transactions, percent (DESIGN §4) */
  rejectedPercent: z.int().min(1).max(100),
  /** rejected transactions of one sender's key in a block: one broken client leaves room for the others */
  rejectedPerSender: z.int().min(1).max(1_000_000),
  /** parameters of the domain modules, by name; `cost.<action type>` overrides what the module says */
  domain: valueMap,
});

export type Params = z.infer<typeof paramsSchema>;

/** What a network has unless its genesis says otherwise. */
export const defaultParams: Params = {
  roundTimeout: 1_000,
  heartbeat: 30_000,
  tenure: 64,
  blockCost: 250_000,
  blockBytes: BLOCK_BYTES_MAX,
  costTransaction: 50,
  costBytes: 64,
  costEntry: 12,
  costRead: 1,
  costCounter: 1,
  costDue: 20,
  dueEntryCost: 20_000,
  duePercent: 25,
  rejectedPercent: 10,
  rejectedPerSender: 64,
  domain: {},
};

/** @throws StructError `params.invalid` */
export function checkParams(value: unknown): Params {
  const result = paramsSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new StructError("params.invalid", issue.path.join("."), { problem: issue.code });
}

/** A map, unlike other structs, since people read and change single parameters by name. @throws StructError, CodecError */
export function encodeParams(params: Params): Uint8Array {
  return encode(checkParams(params) as unknown as Value);
}

/** @throws StructError, CodecError */
export function decodeParams(bytes: Uint8Array): Params {
  return checkParams(decode(bytes, { maxBytes: PARAMS_BYTES_MAX }));
}

/** H("params" ‖ encoded params) */
export function paramsHash(params: Params): Uint8Array {
  const bytes = encodeParams(params);
  return H("params", (h) => h.bytes(bytes));
}

/**
 * What a transaction costs before anything is known of its actions: the least that it takes of a block.
 *
 * @param bytes body, signature and restricted attachments
 */
export function transactionCost(
  bytes: number,
  params: Pick<Params, "costTransaction" | "costBytes">,
): number {
  return params.costTransaction + Math.ceil(bytes / params.costBytes);
}
