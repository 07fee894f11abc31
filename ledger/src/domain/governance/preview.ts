import type { ValidatorSet } from "../../block/validators.ts";
import { equalBytes } from "../../bytes/order.ts";
import type { Change } from "./schema.ts";
import { type SetFacts, setFacts } from "./set-facts.ts";

/** What a proposal would make of the validator set. */
export interface SetPreview {
  readonly before: SetFacts;
  readonly after: SetFacts;
}

/** undefined: the change leaves the validator set alone. */
export function setPreview(
  set: ValidatorSet,
  { addValidator, removeValidator }: Change,
): SetPreview | undefined {
  if (addValidator === undefined && removeValidator === undefined) return undefined;
  const gone = addValidator?.replaces ?? removeValidator?.consensusKey;
  const stays = set.filter((each) => gone === undefined || !equalBytes(each.consensusKey, gone)).length;
  return { before: setFacts(set.length), after: setFacts(stays + (addValidator === undefined ? 0 : 1)) };
}
