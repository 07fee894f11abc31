import {
  type Validator,
  type ValidatorSet,
  validatorIndex,
  validatorsStruct,
} from "../../block/validators.ts";
import type { Value } from "../../bytes/codec.ts";
import { VALIDATORS_MAX } from "../../limits.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import { SET_CHANGE_HEIGHTS } from "./limits.ts";
import { setChangeRecord, validatorsRecord } from "./schema.ts";
import { putSeats } from "./seats.ts";
import { setFacts } from "./set-facts.ts";

/** The set of the next block. */
export function validatorsOf(ctx: ReadContext): ValidatorSet {
  return validatorsStruct.fromWire(ctx.get(validatorsRecord, {}));
}

/** Refuses where the frame of DESIGN §6 is left. `path` names the validator in the payload. */
export function checkSet(ctx: ReadContext, old: ValidatorSet, next: ValidatorSet, path: string): void {
  const added = next.filter((each) => validatorIndex(old, each.consensusKey) < 0);
  const kept = next.length - added.length;
  const { f, quorum: needed } = setFacts(old.length);
  const max = Math.max(1, f);
  ctx.check(next.length <= VALIDATORS_MAX, "governance.too_many_validators", path, { max: VALIDATORS_MAX });
  ctx.check(added.length <= max && old.length - kept <= max, "governance.too_many_replaced", path, { max });
  ctx.check(kept >= needed, "governance.quorum_lost", path, { kept, needed });
  if (ctx.param<boolean>("governance.seats_waived", false) === true) return;
  const seats = Math.max(1, setFacts(next.length).f);
  for (const { organisation } of added) {
    const held = next.filter((each) => each.organisation === organisation).length;
    ctx.check(held <= seats, "governance.too_many_seats", path, { organisation, max: seats });
  }
}

/** A change holds from the next block; another comes no sooner than ten heights after it. */
export function putSet(ctx: WriteContext, next: ValidatorSet, path: string): void {
  const last = ctx.get(setChangeRecord, {})?.height;
  const earliest = last === undefined ? 0 : last + SET_CHANGE_HEIGHTS;
  if (ctx.height < earliest) ctx.refuse("governance.change_too_soon", path, { last: last!, earliest });
  putSeats(ctx, validatorsOf(ctx), next);
  ctx.put(validatorsRecord, {}, validatorsStruct.toWire(next) as Value);
  ctx.put(setChangeRecord, {}, { height: ctx.height });
}

export function validatorFacts(validator: Validator): { [key: string]: Value } {
  const { organisation, consensusKey, networkKey } = validator;
  return { organisation, consensusKey, networkKey };
}
