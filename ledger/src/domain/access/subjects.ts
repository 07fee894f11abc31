import type { ReadContext } from "../context.ts";
import type { Subject } from "../permission.ts";
import { operatorRecord, organisationRecord } from "./schema.ts";

/** What actions on an organisation are about. Refuses `organisation.not_found`. */
export function organisationSubject(ctx: ReadContext, organisation: string): Subject {
  const value = ctx.require(organisationRecord, { organisation }, "organisation");
  return { organisation, host: value.hostedBy, division: value.division, state: value.status };
}

/**
 * What actions on an operator are about: the operator's organisation. The state is `org_admin` for one who
 * holds that role, `operator` for the others. Refuses `operator.not_found`.
 */
export function operatorSubject(ctx: ReadContext, operator: string): Subject {
  const value = ctx.require(operatorRecord, { operator }, "operator");
  const subject = organisationSubject(ctx, value.organisation);
  return {
    ...subject,
    state: value.roles.some((held) => held.role === "org_admin") ? "org_admin" : "operator",
  };
}
