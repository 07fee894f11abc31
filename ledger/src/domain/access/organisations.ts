import type { ActionContext } from "../context.ts";
import { requireDivision } from "../division/queries.ts";
import { defineAction } from "../module.ts";
import { addKey } from "./keys.ts";
import * as payloads from "./payloads.ts";
import { type Organisation, organisationRecord } from "./schema.ts";
import { organisationSubject } from "./subjects.ts";

/** An organisation that may still be changed. */
function requireLasting(ctx: ActionContext, organisation: string): Organisation {
  const value = ctx.require(organisationRecord, { organisation }, "organisation");
  if (value.status === "ended") ctx.refuse("organisation.ended", "organisation");
  return value;
}

export const registerOrganisation = defineAction({
  type: "access.registerOrganisation",
  title: { zh: "登记托管单位", en: "Register a hosted organisation" },
  payload: payloads.registerOrganisation,
  cost: 30,
  permission: [{ role: "admin_key", jurisdiction: "division" }],
  subject: (_, { division }) => ({ division }),
  apply(ctx, { organisation, name, kind, division, adminKeys = [], x25519Key, api }) {
    requireDivision(ctx, division, "division");
    if (ctx.get(organisationRecord, { organisation }) !== undefined) {
      ctx.refuse("organisation.exists", "organisation", { organisation });
    }
    const hostedBy = ctx.sender.organisation;
    const keys = adminKeys.map((publicKey) => addKey(ctx, { publicKey, kind: "admin", organisation }));
    ctx.put(
      organisationRecord,
      { organisation },
      {
        name,
        kind,
        division,
        status: "active",
        adminKeys: keys,
        hostedBy,
        ...(x25519Key === undefined ? {} : { x25519Key }),
        ...(api === undefined ? {} : { api }),
      },
    );
    ctx.emit("organisation.registered", { organisation, kind, division, hostedBy });
  },
});

export const updateOrganisation = defineAction({
  type: "access.updateOrganisation",
  title: { zh: "变更托管单位信息", en: "Change a hosted organisation" },
  payload: payloads.updateOrganisation,
  cost: 20,
  permission: [{ role: "admin_key", jurisdiction: "hosted" }],
  subject: (ctx, { organisation }) => organisationSubject(ctx, organisation),
  apply(ctx, { organisation, expectVersion, reason, name, x25519Key, api }) {
    const value = requireLasting(ctx, organisation);
    ctx.expectVersion(organisationRecord, { organisation }, expectVersion);
    ctx.put(
      organisationRecord,
      { organisation },
      {
        ...value,
        ...(name === undefined ? {} : { name }),
        ...(x25519Key === undefined ? {} : { x25519Key }),
        ...(api === undefined ? {} : { api }),
      },
    );
    ctx.emit("organisation.changed", { organisation, reason });
  },
});

export const setOrganisationStatus = defineAction({
  type: "access.setOrganisationStatus",
  title: { zh: "停用、恢复或终止托管单位", en: "Suspend, restore or end a hosted organisation" },
  payload: payloads.setOrganisationStatus,
  cost: 20,
  permission: [{ role: "admin_key", jurisdiction: "hosted" }],
  subject: (ctx, { organisation }) => organisationSubject(ctx, organisation),
  apply(ctx, { organisation, status, expectVersion, reason }) {
    const value = requireLasting(ctx, organisation);
    ctx.expectVersion(organisationRecord, { organisation }, expectVersion);
    ctx.check(value.status !== status, "status.unchanged", "status");
    ctx.put(organisationRecord, { organisation }, { ...value, status });
    ctx.emit("organisation.statusSet", { organisation, status, reason });
  },
});
