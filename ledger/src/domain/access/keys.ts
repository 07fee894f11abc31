import { hex } from "../../bytes/text.ts";
import { keyId } from "../../crypto/index.ts";
import type { ActionContext, ReadContext } from "../context.ts";
import { defineAction } from "../module.ts";
import { ROLES } from "../permission.ts";
import { householdDivision, householdStaff } from "./household-staff.ts";
import * as payloads from "./payloads.ts";
import { type Key, keyRecord, type Organisation, operatorRecord, organisationRecord } from "./schema.ts";
import { operatorSubject, organisationSubject } from "./subjects.ts";

/** Admin keys of one organisation. */
const ADMIN_KEYS_MAX = 16;

/** Registers a key under its id. Refuses `key.in_use` and `key.expiry_past`. Returns the id. */
export function addKey(ctx: ActionContext, key: Omit<Key, "status">): Uint8Array {
  const id = keyId(key.publicKey);
  const parts = { key: hex(id) };
  // Whatever it was for, and even if revoked: one key, one purpose (DESIGN §3).
  if (ctx.get(keyRecord, parts) !== undefined) ctx.refuse("key.in_use", "publicKey");
  ctx.check(key.expiresAt === undefined || key.expiresAt > ctx.time, "key.expiry_past", "expiresAt");
  ctx.put(keyRecord, parts, { ...key, status: "active" });
  return id;
}

/** Exchanges an operator's key: the old one is revoked for good. */
function exchangeKey(
  ctx: ActionContext,
  operator: string,
  publicKey: Uint8Array,
  expiresAt: number | undefined,
  reason?: string,
): void {
  const value = ctx.require(operatorRecord, { operator }, "operator");
  if (value.status === "ended") ctx.refuse("operator.ended", "operator");
  const old = { key: hex(value.keyId) };
  const oldKey = ctx.require(keyRecord, old, "operator");
  const id = addKey(ctx, {
    publicKey,
    kind: "operator",
    organisation: value.organisation,
    operator,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  ctx.put(keyRecord, old, { ...oldKey, status: "revoked" });
  ctx.put(operatorRecord, { operator }, { ...value, keyId: id });
  ctx.emit("operator.keyReplaced", { operator, organisation: value.organisation, keyId: id, reason });
}

export const rotateOwnKey = defineAction({
  type: "access.rotateOwnKey",
  title: { zh: "更换本人密钥", en: "Rotate one's own key" },
  payload: payloads.rotateOwnKey,
  cost: 30,
  // Any operator may; `none` because one's own key needs no place.
  permission: ROLES.filter((role) => role !== "household").map((role) => ({
    role,
    jurisdiction: "none" as const,
  })),
  subject: () => ({}),
  apply(ctx, { publicKey, expiresAt }) {
    exchangeKey(ctx, ctx.sender.operator!, publicKey, expiresAt);
  },
});

export const replaceKey = defineAction({
  type: "access.replaceKey",
  title: { zh: "补发操作员密钥", en: "Replace an operator's key" },
  payload: payloads.replaceKey,
  cost: 30,
  permission: [
    { role: "org_admin", jurisdiction: "organisation" },
    { role: "admin_key", jurisdiction: "organisation", states: ["org_admin"] },
    { role: "admin_key", jurisdiction: "hosted", states: ["org_admin"] },
  ],
  subject: (ctx, { operator }) => operatorSubject(ctx, operator),
  apply(ctx, { operator, publicKey, expiresAt, reason }) {
    exchangeKey(ctx, operator, publicKey, expiresAt, reason);
  },
});

export const setKeyStatus = defineAction({
  type: "access.setKeyStatus",
  title: { zh: "停用、恢复或作废密钥", en: "Suspend, restore or revoke a key" },
  payload: payloads.setKeyStatus,
  cost: 20,
  // The state here is the kind of the key. Admin keys of organisations that aren't hosted: governance only.
  permission: [
    { role: "org_admin", jurisdiction: "organisation", states: ["operator"] },
    { role: "admin_key", jurisdiction: "organisation", states: ["operator"] },
    { role: "admin_key", jurisdiction: "hosted", states: ["operator", "admin"] },
    { role: "township_officer", jurisdiction: "division", states: ["household"] },
  ],
  subject(ctx, { key }) {
    const value = ctx.require(keyRecord, { key }, "key");
    const organisation = ctx.get(organisationRecord, { organisation: value.organisation });
    return {
      state: value.kind,
      organisation: value.organisation,
      host: organisation?.hostedBy,
      ...(value.household === undefined ? {} : { division: householdDivision(ctx, value.household) }),
    };
  },
  apply(ctx, { key, status, reason, expectVersion }) {
    const value = ctx.require(keyRecord, { key }, "key");
    ctx.expectVersion(keyRecord, { key }, expectVersion);
    ctx.check(value.status !== status, "status.unchanged", "status");
    ctx.check(value.status !== "revoked" || status === "revoked", "key.final", "status");
    if (value.kind === "admin" && status !== "active") {
      const organisation = ctx.require(organisationRecord, { organisation: value.organisation }, "key");
      ctx.check(activeAdminKeys(ctx, organisation, key) > 0, "key.last_admin", "status");
    }
    ctx.put(keyRecord, { key }, { ...value, status });
    ctx.emit("key.statusSet", { key, kind: value.kind, organisation: value.organisation, status, reason });
  },
});

/** Besides the one that is about to fall. */
function activeAdminKeys(ctx: ReadContext, organisation: Organisation, except: string): number {
  return organisation.adminKeys.filter((id) => {
    const key = hex(id);
    return key !== except && ctx.get(keyRecord, { key })?.status === "active";
  }).length;
}

export const addAdminKey = defineAction({
  type: "access.addAdminKey",
  title: { zh: "为托管单位登记管理密钥", en: "Add an admin key to a hosted organisation" },
  payload: payloads.addAdminKey,
  cost: 20,
  permission: [{ role: "admin_key", jurisdiction: "hosted" }],
  subject: (ctx, { organisation }) => organisationSubject(ctx, organisation),
  apply(ctx, { organisation, publicKey }) {
    const value = ctx.require(organisationRecord, { organisation }, "organisation");
    if (value.status === "ended") ctx.refuse("organisation.ended", "organisation");
    const id = addKey(ctx, { publicKey, kind: "admin", organisation });
    const kept = value.adminKeys.filter((old) => ctx.get(keyRecord, { key: hex(old) })?.status !== "revoked");
    ctx.check(kept.length < ADMIN_KEYS_MAX, "key.too_many", "publicKey", { max: ADMIN_KEYS_MAX });
    ctx.put(organisationRecord, { organisation }, { ...value, adminKeys: [...kept, id] });
    ctx.emit("organisation.adminKeyAdded", { organisation, keyId: id });
  },
});

export const registerHouseholdKey = defineAction({
  type: "access.registerHouseholdKey",
  title: { zh: "登记农户密钥", en: "Register a household's key" },
  payload: payloads.registerHouseholdKey,
  cost: 20,
  permission: [{ role: "township_officer", jurisdiction: "division" }],
  subject: (ctx, { household }) => ({ household, division: householdDivision(ctx, household) }),
  apply(ctx, { household, publicKey, expiresAt }) {
    ctx.check(!householdStaff(ctx, household).includes(ctx.sender.actor), "household_key.staff", "household");
    const id = addKey(ctx, {
      publicKey,
      kind: "household",
      organisation: ctx.sender.organisation,
      household,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    ctx.emit("household.keyRegistered", { household, keyId: id });
  },
});
