import { type ValidatorSet, validatorIndex } from "../../block/validators.ts";
import { hex } from "../../bytes/text.ts";
import { keyId } from "../../crypto/index.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import { type Seat, seatRecord } from "./schema.ts";

/**
 * The heights whose blocks a consensus key votes on; undefined: it never was a validator's. A key that leaves never
 * comes back, so this is one interval. Genesis's validators have no record before they leave.
 *
 * @param set the validators of the next block
 */
export function seatOf(ctx: ReadContext, set: ValidatorSet, consensusKey: Uint8Array): Seat | undefined {
  const seat = ctx.get(seatRecord, { key: hex(keyId(consensusKey)) });
  if (seat !== undefined) return seat;
  return validatorIndex(set, consensusKey) < 0 ? undefined : { from: 1 };
}

/** The set changes from `old` to `next` with the block after this one. */
export function putSeats(ctx: WriteContext, old: ValidatorSet, next: ValidatorSet): void {
  const height = ctx.height + 1;
  const key = (consensusKey: Uint8Array) => ({ key: hex(keyId(consensusKey)) });
  for (const { consensusKey } of next) {
    if (validatorIndex(old, consensusKey) < 0) ctx.put(seatRecord, key(consensusKey), { from: height });
  }
  for (const { consensusKey } of old) {
    if (validatorIndex(next, consensusKey) >= 0) continue;
    const { from } = ctx.get(seatRecord, key(consensusKey)) ?? { from: 1 };
    ctx.put(seatRecord, key(consensusKey), { from, until: height });
  }
}
