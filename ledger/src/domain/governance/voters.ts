import { compareText } from "../../bytes/order.ts";
import type { Organisation } from "../access/schema.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import { APPROVAL_PERCENT, VOTERS_MAX } from "./limits.ts";
import { approvalsNeeded } from "./parameters.ts";
import { votersRecord } from "./schema.ts";

/** Does it have a vote: active, nobody's guest, with admin keys of its own? */
export function isVoter(organisation: Pick<Organisation, "status" | "hostedBy" | "adminKeys">): boolean {
  const { status, hostedBy, adminKeys } = organisation;
  return status === "active" && hostedBy === undefined && adminKeys.length > 0;
}

function votersOf(ctx: ReadContext): readonly string[] {
  return ctx.get(votersRecord, {})?.organisations ?? [];
}

/** Refuses for an organisation without a vote. */
export function requireVoter(ctx: ReadContext, organisation: string): void {
  ctx.check(votersOf(ctx).includes(organisation), "governance.not_voter", "", { organisation });
}

/** Approvals by those that still have a vote, and how many are needed now. */
export function tally(ctx: ReadContext, approvals: readonly string[]): { given: number; needed: number } {
  const voters = votersOf(ctx);
  const percent = ctx.param("governance.approval_percent", APPROVAL_PERCENT);
  return {
    given: approvals.filter((organisation) => voters.includes(organisation)).length,
    needed: approvalsNeeded(voters.length, percent),
  };
}

export function addVoter(ctx: WriteContext, organisation: string): void {
  const voters = votersOf(ctx);
  ctx.check(voters.length < VOTERS_MAX, "governance.too_many_voters", "", { max: VOTERS_MAX });
  ctx.put(votersRecord, {}, { organisations: [...voters, organisation].sort(compareText) });
}

export function removeVoter(ctx: WriteContext, organisation: string, path: string): void {
  const left = votersOf(ctx).filter((each) => each !== organisation);
  if (left.length === 0) ctx.refuse("governance.last_voter", path);
  ctx.put(votersRecord, {}, { organisations: left });
}
