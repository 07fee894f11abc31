import { hex } from "../../bytes/text.ts";
import { ADMIN_KEYS_MAX } from "../../limits.ts";
import { addKey } from "../access/keys.ts";
import { keyRecord, type Organisation, organisationRecord } from "../access/schema.ts";
import type { ActionContext } from "../context.ts";
import { requireDivision } from "../division/queries.ts";
import { candidatesOf, observersOf } from "./peers.ts";
import type { Change } from "./schema.ts";
import { validatorsOf } from "./validator-set.ts";
import { addVoter, isVoter, removeVoter } from "./voters.ts";

type Of<Name extends keyof Change> = NonNullable<Change[Name]>;

/** An organisation whose own host doesn't decide for it, and which lasts. */
export function requireGoverned(ctx: ActionContext, organisation: string, path: string): Organisation {
  const value = ctx.require(organisationRecord, { organisation }, `${path}.organisation`);
  ctx.check(value.hostedBy === undefined, "governance.hosted", `${path}.organisation`, { organisation });
  if (value.status === "ended") ctx.refuse("organisation.ended", `${path}.organisation`);
  return value;
}

export function registerOrganisation(ctx: ActionContext, change: Of<"registerOrganisation">): void {
  const { organisation, adminKeys, ...facts } = change;
  const path = "registerOrganisation";
  requireDivision(ctx, change.division, `${path}.division`);
  if (ctx.get(organisationRecord, { organisation }) !== undefined) {
    ctx.refuse("organisation.exists", `${path}.organisation`, { organisation });
  }
  const keys = adminKeys.map((publicKey) => addKey(ctx, { publicKey, kind: "admin", organisation }));
  ctx.put(organisationRecord, { organisation }, { ...facts, status: "active", adminKeys: keys });
  addVoter(ctx, organisation);
  ctx.emit("organisation.registered", { organisation, kind: change.kind, division: change.division });
}

export function updateOrganisation(ctx: ActionContext, change: Of<"updateOrganisation">): void {
  const { organisation, name, x25519Key, api } = change;
  const value = requireGoverned(ctx, organisation, "updateOrganisation");
  const facts = {
    ...(name === undefined ? {} : { name }),
    ...(x25519Key === undefined ? {} : { x25519Key }),
    ...(api === undefined ? {} : { api }),
  };
  ctx.check(Object.keys(facts).length > 0, "governance.nothing", "updateOrganisation");
  ctx.put(organisationRecord, { organisation }, { ...value, ...facts });
  ctx.emit("organisation.changed", { organisation });
}

export function setOrganisationStatus(ctx: ActionContext, change: Of<"setOrganisationStatus">): void {
  const { organisation, status } = change;
  const path = "setOrganisationStatus";
  const value = requireGoverned(ctx, organisation, path);
  ctx.check(value.status !== status, "status.unchanged", `${path}.status`);
  if (status !== "active") {
    const nodes = [...validatorsOf(ctx), ...candidatesOf(ctx), ...observersOf(ctx)];
    const hasNode = nodes.some((node) => node.organisation === organisation);
    ctx.check(!hasNode, "governance.has_node", `${path}.organisation`, { organisation });
  }
  const next: Organisation = { ...value, status };
  ctx.put(organisationRecord, { organisation }, next);
  if (isVoter(value) && !isVoter(next)) removeVoter(ctx, organisation, path);
  if (!isVoter(value) && isVoter(next)) addVoter(ctx, organisation);
  ctx.emit("organisation.statusSet", { organisation, status });
}

export function addAdminKey(ctx: ActionContext, { organisation, publicKey }: Of<"addAdminKey">): void {
  const path = "addAdminKey";
  const value = requireGoverned(ctx, organisation, path);
  const id = addKey(ctx, { publicKey, kind: "admin", organisation });
  const kept = value.adminKeys.filter((old) => ctx.get(keyRecord, { key: hex(old) })?.status !== "revoked");
  ctx.check(kept.length < ADMIN_KEYS_MAX, "key.too_many", `${path}.publicKey`, { max: ADMIN_KEYS_MAX });
  const next: Organisation = { ...value, adminKeys: [...kept, id] };
  ctx.put(organisationRecord, { organisation }, next);
  if (!isVoter(value) && isVoter(next)) addVoter(ctx, organisation);
  ctx.emit("organisation.adminKeyAdded", { organisation, keyId: id });
}

export function removeAdminKey(ctx: ActionContext, { organisation, key }: Of<"removeAdminKey">): void {
  const path = "removeAdminKey";
  const value = requireGoverned(ctx, organisation, path);
  const known = ctx.require(keyRecord, { key }, `${path}.key`);
  const isItsOwn = known.kind === "admin" && known.organisation === organisation;
  if (!isItsOwn) ctx.refuse("governance.not_admin_key", `${path}.key`, { organisation });
  const left = value.adminKeys.filter((id) => {
    const other = hex(id);
    return other !== key && ctx.get(keyRecord, { key: other })?.status === "active";
  });
  if (left.length === 0) ctx.refuse("key.last_admin", `${path}.key`);
  ctx.put(keyRecord, { key }, { ...known, status: "revoked" });
  ctx.emit("key.statusSet", { key, kind: "admin", organisation, status: "revoked" });
}
