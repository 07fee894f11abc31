import { RESTRICTED_REFUSED, Refusal } from "../domain/refusal.ts";
import { PATH_CHARACTERS_MAX } from "../limits.ts";
import type { Outcome } from "../transaction/outcome.ts";
import { CostExceeded } from "./rule-context.ts";
import type { RejectionDetail } from "./state.ts";

/** A refusal with the action it came from, and whether that action had read restricted data. */
export class ActionRefusal extends Refusal {
  readonly restricted: boolean;

  constructor(cause: Refusal, actionIndex: number, restricted: boolean) {
    const at = `actions.${actionIndex}`;
    super(cause.code, cause.path === "" ? at : `${at}.${cause.path}`, cause.values);
    this.restricted = restricted;
  }
}

/**
 * Why a transaction is rejected; undefined when the error is none of the sender's doing.
 *
 * @param tainted its actions had read restricted data
 */
export function rejectionOf(error: unknown, tainted: boolean): RejectionDetail | undefined {
  if (error instanceof CostExceeded) return { code: "tx.cost", path: "", values: {}, restricted: tainted };
  if (!(error instanceof Refusal)) return undefined;
  // A path may quote keys of a hostile payload: cut as outcomes are.
  const path = error.path.slice(0, PATH_CHARACTERS_MAX).toWellFormed();
  const restricted = error instanceof ActionRefusal && error.restricted;
  return { code: error.code, path, values: error.values, restricted };
}

/** What the block says of it: open data only. */
export function rejectionOutcome(rejection: RejectionDetail): Outcome {
  if (rejection.restricted) return { status: "rejected", code: RESTRICTED_REFUSED, path: "" };
  return { status: "rejected", code: rejection.code, path: rejection.path };
}
