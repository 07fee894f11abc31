import { hex } from "../../bytes/text.ts";
import type { ActionContext } from "../context.ts";
import { defineAction } from "../module.ts";
import { addKey } from "./keys.ts";
import * as payloads from "./payloads.ts";
import { checkUntil, givenRole } from "./roles.ts";
import {
  type GivenRole,
  keyRecord,
  type Organisation,
  operatorRecord,
  organisationRecord,
} from "./schema.ts";
import { operatorSubject, organisationSubject } from "./subjects.ts";

interface NewOperator {
  readonly operator: string;
  readonly publicKey: Uint8Array;
  readonly post?: string | undefined;
  readonly expiresAt?: number | undefined;
  readonly homeNode?: string | undefined;
  readonly fallbackNode?: string | undefined;
}

function addOperator(
  ctx: ActionContext,
  organisation: string,
  payload: NewOperator,
  roles: GivenRole[],
): void {
  const { operator, publicKey, post, expiresAt, homeNode, fallbackNode } = payload;
  if (ctx.get(operatorRecord, { operator }) !== undefined)
    ctx.refuse("operator.exists", "operator", { operator });
  if (homeNode !== undefined) ctx.require(organisationRecord, { organisation: homeNode }, "homeNode");
  if (fallbackNode !== undefined)
    ctx.require(organisationRecord, { organisation: fallbackNode }, "fallbackNode");
  const keyId = addKey(ctx, {
    publicKey,
    kind: "operator",
    organisation,
    operator,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  ctx.put(
    operatorRecord,
    { operator },
    {
      organisation,
      status: "active",
      roles,
      keyId,
      ...(post === undefined ? {} : { post }),
      ...(homeNode === undefined ? {} : { homeNode }),
      ...(fallbackNode === undefined ? {} : { fallbackNode }),
    },
  );
  ctx.emit("operator.registered", { operator, organisation, keyId });
}

function requireActive(ctx: ActionContext, organisation: string): Organisation {
  const value = ctx.require(organisationRecord, { organisation }, "organisation");
  ctx.check(value.status === "active", "organisation.not_active", "organisation", { organisation });
  return value;
}

export const registerAdmin = defineAction({
  type: "access.registerAdmin",
  title: { zh: "登记单位管理员", en: "Register an organisation's administrator" },
  payload: payloads.registerAdmin,
  cost: 40,
  permission: [
    { role: "admin_key", jurisdiction: "organisation" },
    { role: "admin_key", jurisdiction: "hosted" },
  ],
  subject: (ctx, { organisation }) => organisationSubject(ctx, organisation),
  apply(ctx, { organisation, until, ...payload }) {
    const { division } = requireActive(ctx, organisation);
    checkUntil(ctx, until);
    const role: GivenRole = {
      role: "org_admin",
      division,
      by: ctx.sender.organisation,
      ...(until === undefined ? {} : { until }),
    };
    addOperator(ctx, organisation, payload, [role]);
    ctx.emit("role.granted", { operator: payload.operator, role: "org_admin", division, until });
  },
});

export const registerOperator = defineAction({
  type: "access.registerOperator",
  title: { zh: "登记操作员", en: "Register an operator" },
  payload: payloads.registerOperator,
  cost: 40,
  permission: [{ role: "org_admin", jurisdiction: "none" }],
  subject: () => ({}),
  apply(ctx, { roles = [], ...payload }) {
    const given: GivenRole[] = [];
    roles.forEach((wanted, i) => {
      const role = givenRole(ctx, wanted, `roles.${i}`);
      if (!given.some((other) => other.role === role.role && other.division === role.division))
        given.push(role);
    });
    addOperator(ctx, ctx.sender.organisation, payload, given);
    for (const { role, division, until } of given) {
      ctx.emit("role.granted", { operator: payload.operator, role, division, until });
    }
  },
});

export const setOperatorStatus = defineAction({
  type: "access.setOperatorStatus",
  title: { zh: "停用、恢复或注销操作员", en: "Suspend, restore or end an operator" },
  payload: payloads.setOperatorStatus,
  cost: 25,
  permission: [
    { role: "org_admin", jurisdiction: "organisation" },
    { role: "admin_key", jurisdiction: "organisation" },
    { role: "admin_key", jurisdiction: "hosted" },
  ],
  subject: (ctx, { operator }) => operatorSubject(ctx, operator),
  apply(ctx, { operator, status, expectVersion, reason }) {
    const value = ctx.require(operatorRecord, { operator }, "operator");
    ctx.expectVersion(operatorRecord, { operator }, expectVersion);
    if (value.status === "ended") ctx.refuse("operator.ended", "operator");
    ctx.check(value.status !== status, "status.unchanged", "status");
    ctx.put(operatorRecord, { operator }, { ...value, status });
    if (status === "ended") {
      const parts = { key: hex(value.keyId) };
      ctx.put(keyRecord, parts, { ...ctx.require(keyRecord, parts, "operator"), status: "revoked" });
    }
    ctx.emit("operator.statusSet", { operator, organisation: value.organisation, status, reason });
  },
});
