import { z } from "zod";
import { decode, encode, type Value } from "../bytes/codec.ts";
import { valueMap } from "../bytes/schema.ts";
import { StructError } from "../bytes/struct.ts";
import { H } from "../crypto/hashing.ts";
import { BLOCK_BYTES_MAX, PARAMS_BYTES_MAX } from "../limits.ts";

/** Parameters of a network, in genesis and changed by governance only; `paramsHash` stands in every header. */
export const paramsSchema = z.strictObject({
  /** milliseconds of round 0; round r waits min(this · 2^r, 10 s) */
  roundTimeout: z.int().min(10).max(10_000),
  /** milliseconds after which validators make an empty block */
  heartbeat: z.int().min(100).max(3_600_000),
  /** heights for which a proposer keeps the office */
  tenure: z.int().min(1).max(1_000_000),
  /** cost that the transactions of a block may add up to */
  blockCost: z.int().min(1_000).max(Number.MAX_SAFE_INTEGER),
  /** bytes of a block */
  blockBytes: z
    .int()
    .min(64 * 1024)
    .max(BLOCK_BYTES_MAX),
  /** parameters of the domain modules, by name; each module's schema judges its own */
  domain: valueMap,
});

export type Params = z.infer<typeof paramsSchema>;

/** What a network has unless its genesis says otherwise. */
export const defaultParams: Params = {
  roundTimeout: 1_000,
  heartbeat: 30_000,
  tenure: 64,
  blockCost: 1_000_000,
  blockBytes: BLOCK_BYTES_MAX,
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
