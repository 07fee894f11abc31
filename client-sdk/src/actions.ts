import { type Action, type IdPrefix, newId as idOf } from "@jingzhun/ledger";
import type { ActionPayloads } from "./generated/actions.ts";

/** An action with its payload checked by the compiler; the node checks it again by the same schema. */
export function action<T extends keyof ActionPayloads>(type: T, payload: ActionPayloads[T]): Action {
  return [type, payload as unknown as Action[1]];
}

/** A new permanent id, e.g. of a household (`H`) or a person (`P`): random, with its check character. */
export function newId(prefix: IdPrefix): string {
  return idOf(prefix, globalThis.crypto.getRandomValues(new Uint8Array(10)));
}
