import type { ActionContext } from "../context.ts";
import { withinDivision } from "../division/codes.ts";
import { divisionExists, requireWithin } from "../division/queries.ts";
import { defineAction } from "../module.ts";
import type { Role } from "../permission.ts";
import { ROLES } from "../permission.ts";
import * as payloads from "./payloads.ts";
import { ROLE_GIVERS } from "./role-givers.ts";
import { type GivenRole, type Operator, operatorRecord, organisationRecord } from "./schema.ts";
import { operatorSubject } from "./subjects.ts";

/** Roles of one operator. */
const ROLES_MAX = 64;

interface WantedRole {
  readonly role: Role;
  readonly division: string;
  readonly until?: string | undefined;
}

export function checkUntil(ctx: ActionContext, until: string | undefined, path = "until"): void {
  if (until !== undefined) ctx.check(until >= ctx.date, "role.until_past", path, { until });
}

/**
 * The role as the sender's organisation gives it: its kind gives this role, for a division within its own.
 * `path` names the wanted role in the payload.
 */
export function givenRole(
  ctx: ActionContext,
  { role, division, until }: WantedRole,
  path: string,
): GivenRole {
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  const kinds = ROLE_GIVERS[role] as readonly string[];
  const { organisationKind, organisationDivision, organisation } = ctx.sender;
  ctx.check(kinds.includes(organisationKind), "role.giver", at("role"), { role, kinds: kinds.join(", ") });
  ctx.check(divisionExists(ctx, division), "division.unknown", at("division"), { division });
  requireWithin(ctx, division, organisationDivision, at("division"));
  checkUntil(ctx, until, at("until"));
  return { role, division, by: organisation, ...(until === undefined ? {} : { until }) };
}

function holds(held: GivenRole, role: string, division: string): boolean {
  return held.role === role && held.division === division;
}

/** The operator with the role added; one held for the same division is replaced, and lapsed ones fall away. */
function withRole(ctx: ActionContext, operator: Operator, role: GivenRole): Operator {
  const kept = operator.roles.filter(
    (held) => !holds(held, role.role, role.division) && (held.until === undefined || held.until >= ctx.date),
  );
  ctx.check(kept.length < ROLES_MAX, "role.too_many", "role", { max: ROLES_MAX });
  return { ...operator, roles: [...kept, role] };
}

export const grantRole = defineAction({
  type: "access.grantRole",
  title: { zh: "授予角色", en: "Give a role" },
  payload: payloads.grantRole,
  cost: 30,
  permission: [{ role: "org_admin", jurisdiction: "division" }],
  subject: (_, { division }) => ({ division }),
  apply(ctx, { operator, expectVersion, ...wanted }) {
    const value = ctx.require(operatorRecord, { operator }, "operator");
    ctx.expectVersion(operatorRecord, { operator }, expectVersion);
    if (value.status === "ended") ctx.refuse("operator.ended", "operator");
    const role = givenRole(ctx, wanted, "");
    const own = value.organisation === ctx.sender.organisation;
    const { division } = ctx.require(organisationRecord, { organisation: value.organisation }, "operator");
    ctx.check(
      own || withinDivision(division, ctx.sender.organisationDivision),
      "operator.other_organisation",
      "operator",
    );
    const before = value.roles.find((held) => holds(held, role.role, role.division));
    ctx.check(before === undefined || before.until !== role.until, "role.held", "role");
    ctx.put(operatorRecord, { operator }, withRole(ctx, value, role));
    ctx.emit("role.granted", { operator, role: role.role, division: role.division, until: role.until });
  },
});

export const delegateRole = defineAction({
  type: "access.delegateRole",
  title: { zh: "休假期间委托角色", en: "Delegate a role while on leave" },
  payload: payloads.delegateRole,
  cost: 30,
  permission: ROLES.filter((role) => ROLE_GIVERS[role].length > 0).map((role) => ({
    role,
    jurisdiction: "organisation" as const,
  })),
  subject: (ctx, { operator }) => operatorSubject(ctx, operator),
  apply(ctx, { operator, role, division, until }) {
    const value = ctx.require(operatorRecord, { operator }, "operator");
    if (value.status === "ended") ctx.refuse("operator.ended", "operator");
    const delegatedBy = ctx.sender.operator!;
    const own = ctx.require(operatorRecord, { operator: delegatedBy }, "operator");
    const held = own.roles.find(
      (each) =>
        each.role === role &&
        each.delegatedBy === undefined &&
        withinDivision(division, each.division) &&
        (each.until === undefined || until <= each.until),
    );
    checkUntil(ctx, until);
    if (held === undefined || operator === delegatedBy) return ctx.refuse("role.delegation", "role");
    ctx.check(!value.roles.some((each) => holds(each, role, division)), "role.held", "role");
    ctx.put(
      operatorRecord,
      { operator },
      withRole(ctx, value, { role, division, until, by: held.by, delegatedBy }),
    );
    ctx.emit("role.delegated", { operator, role, division, until, delegatedBy });
  },
});

export const revokeRole = defineAction({
  type: "access.revokeRole",
  title: { zh: "收回角色", en: "Revoke a role" },
  payload: payloads.revokeRole,
  cost: 25,
  permission: [
    { role: "org_admin", jurisdiction: "organisation" },
    { role: "org_admin", jurisdiction: "division" },
    { role: "admin_key", jurisdiction: "organisation" },
    { role: "admin_key", jurisdiction: "hosted" },
  ],
  // Where the role holds, so that whoever gave it can take it back from another organisation's operator.
  subject: (ctx, { operator, division }) => ({ ...operatorSubject(ctx, operator), division }),
  apply(ctx, { operator, role, division, expectVersion, reason }) {
    const value = ctx.require(operatorRecord, { operator }, "operator");
    ctx.expectVersion(operatorRecord, { operator }, expectVersion);
    const held = value.roles.find((each) => holds(each, role, division));
    if (held === undefined) return ctx.refuse("role.not_held", "role");
    const { kind, organisation } = ctx.sender;
    const own = kind === "admin" || organisation === value.organisation || organisation === held.by;
    ctx.check(own, "permission.jurisdiction", "role");
    ctx.put(operatorRecord, { operator }, { ...value, roles: value.roles.filter((each) => each !== held) });
    ctx.emit("role.revoked", { operator, role, division, reason });
  },
});
