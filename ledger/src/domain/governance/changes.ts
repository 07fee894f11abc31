import type { Value } from "../../bytes/codec.ts";
import type { ActionContext } from "../context.ts";
import { addObserver, addValidator, removeObserver, removeValidator } from "./nodes.ts";
import {
  addAdminKey,
  registerOrganisation,
  removeAdminKey,
  setOrganisationStatus,
  updateOrganisation,
} from "./organisations.ts";
import { changedParams } from "./parameters.ts";
import { rehearsal } from "./rehearsal.ts";
import { type Candidate, type Change, paramsRecord } from "./schema.ts";

/**
 * Puts a change in force, whatever it names. An added validator becomes a candidate, which is returned.
 *
 * @param isFinal false: whoever proposes wants to know early what would be refused
 */
function perform(
  ctx: ActionContext,
  change: Change,
  proposalId: string,
  isFinal: boolean,
): Candidate | undefined {
  if (change.addValidator) return addValidator(ctx, change.addValidator, proposalId);
  if (change.removeValidator) removeValidator(ctx, change.removeValidator, isFinal);
  if (change.addObserver) addObserver(ctx, change.addObserver);
  if (change.removeObserver) removeObserver(ctx, change.removeObserver);
  if (change.registerOrganisation) registerOrganisation(ctx, change.registerOrganisation);
  if (change.updateOrganisation) updateOrganisation(ctx, change.updateOrganisation);
  if (change.setOrganisationStatus) setOrganisationStatus(ctx, change.setOrganisationStatus);
  if (change.addAdminKey) addAdminKey(ctx, change.addAdminKey);
  if (change.removeAdminKey) removeAdminKey(ctx, change.removeAdminKey);
  if (change.setParameters) {
    const { parameters } = change.setParameters;
    ctx.put(paramsRecord, {}, changedParams(ctx, parameters) as unknown as Value);
    ctx.emit("governance.parametersChanged", {
      names: parameters.map(({ name }) => name),
      height: ctx.height + 1,
    });
  }
  return undefined;
}

/** Refuses what couldn't be put in force as things stand. */
export function checkChange(ctx: ActionContext, change: Change, proposalId: string): void {
  perform(rehearsal(ctx), change, proposalId, false);
}

export function putInForce(ctx: ActionContext, change: Change, proposalId: string): Candidate | undefined {
  return perform(ctx, change, proposalId, true);
}
