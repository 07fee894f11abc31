import { checkParams, encodeParams, type Params } from "../../block/params.ts";
import type { Value } from "../../bytes/codec.ts";
import { JzError } from "../../errors.ts";
import { PARAMS_BYTES_MAX } from "../../limits.ts";
import type { ReadContext } from "../context.ts";
import {
  ACTION_COST_MAX,
  APPROVAL_PERCENT,
  APPROVAL_PERCENT_MAX,
  GOVERNANCE_NEEDS,
  PROPOSAL_DAYS,
  PROPOSAL_DAYS_MAX,
} from "./limits.ts";
import { paramsRecord } from "./schema.ts";

/** The module's own parameters that may be set, and the integers that each may be. */
const OWN: { readonly [name: string]: readonly [min: number, max: number] } = {
  "governance.approval_percent": [APPROVAL_PERCENT, APPROVAL_PERCENT_MAX],
  "governance.proposal_days": [1, PROPOSAL_DAYS_MAX],
  "governance.activation_days": [1, PROPOSAL_DAYS_MAX],
};

export interface ParameterChange {
  readonly name: string;
  /** JSON */
  readonly value: string;
}

/** The parameters as they would be. Refuses what isn't valid, and what would leave no room to change them back. */
export function changedParams(ctx: ReadContext, changes: readonly ParameterChange[]): Params {
  const before = ctx.get(paramsRecord, {}) as unknown as Params;
  const core: { [name: string]: Value } = { ...(before as unknown as { [name: string]: Value }) };
  const domain: { [name: string]: Value } = { ...before.domain };
  const named = new Set<string>();
  changes.forEach(({ name, value: json }, i) => {
    const path = `setParameters.parameters.${i}`;
    if (named.has(name)) ctx.refuse("governance.parameter_twice", `${path}.name`, { name });
    named.add(name);
    const value = parsed(json);
    if (value === undefined) ctx.refuse("governance.parameter_value", `${path}.value`, { name });
    if (!name.includes(".")) {
      if (name === "domain" || core[name] === undefined) {
        ctx.refuse("governance.parameter_unknown", `${path}.name`, { name });
      }
      core[name] = value;
      return;
    }
    if (!isAllowed(name, value)) ctx.refuse("governance.parameter_value", `${path}.value`, { name });
    if (value === null) delete domain[name];
    else domain[name] = value;
  });
  const params = valid({ ...core, domain });
  if (params === undefined)
    ctx.refuse("governance.parameter_value", "setParameters.parameters", { name: "" });
  ctx.check(leavesRoom(params), "governance.no_room", "setParameters.parameters");
  return params;
}

function parsed(json: string): Value | undefined {
  try {
    return JSON.parse(json) as Value;
  } catch {
    return undefined;
  }
}

/** A module takes what it can't read as not set; what the frame reads must be right. */
function isAllowed(name: string, value: Value): boolean {
  const isInteger = (min: number, max: number) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max;
  const own = OWN[name];
  if (own !== undefined) return value === null || isInteger(...own);
  // The rest of this module's is genesis's, and its actions stay affordable.
  if (name.startsWith("governance.") || name.startsWith("cost.governance.")) return false;
  if (name.startsWith("cost.")) return value === null || isInteger(0, ACTION_COST_MAX);
  return true;
}

/** Undefined: a value out of its range, of another kind, or one that the codec doesn't take. */
function valid(value: unknown): Params | undefined {
  try {
    const params = checkParams(value);
    return encodeParams(params).length <= PARAMS_BYTES_MAX ? params : undefined;
  } catch (error) {
    if (error instanceof JzError) return undefined;
    throw error;
  }
}

/** Would a block still take what changes the parameters again? */
function leavesRoom(params: Params): boolean {
  const { entries, reads, counters, bytes, cost } = GOVERNANCE_NEEDS;
  const needed =
    params.costTransaction +
    Math.ceil(bytes / params.costBytes) +
    entries * params.costEntry +
    reads * params.costRead +
    counters * params.costCounter +
    cost;
  return needed <= params.blockCost;
}

/** ms for which a proposal stands. */
export function proposalMs(ctx: ReadContext): number {
  return ctx.param("governance.proposal_days", PROPOSAL_DAYS) * 86_400_000;
}

/** ms within which an approved validator must activate. */
export function activationMs(ctx: ReadContext): number {
  return ctx.param("governance.activation_days", PROPOSAL_DAYS) * 86_400_000;
}

/** Approvals that a proposal needs, of so many organisations with a vote: more than the percentage. */
export function approvalsNeeded(voters: number, percent: number = APPROVAL_PERCENT): number {
  return Math.min(voters, Math.floor((voters * percent) / 100) + 1);
}
