import { z } from "zod";
import {
  bytes32,
  civilDate,
  divisionCode,
  expectVersion,
  idOf,
  reason,
  slug,
  text,
  timestamp,
} from "../fields.ts";
import type { Role } from "../permission.ts";
import { GIVEN_ROLES, HOSTED_KINDS } from "./role-givers.ts";
import { ACCESS_STATES } from "./schema.ts";

const hexId = z.string().regex(/^[0-9a-f]{64}$/);
const api = z.array(z.url({ protocol: /^https?$/ }).max(200)).max(8);
const givenRole = z.enum(GIVEN_ROLES as [Role, ...Role[]]);

export const registerOrganisation = z.strictObject({
  organisation: slug,
  name: text(80),
  kind: z.enum(HOSTED_KINDS as ["township", ...typeof HOSTED_KINDS]),
  division: divisionCode,
  adminKeys: z.array(bytes32).max(16).optional(),
  x25519Key: bytes32.optional(),
  api: api.optional(),
});

export const updateOrganisation = z.strictObject({
  organisation: slug,
  name: text(80).optional(),
  x25519Key: bytes32.optional(),
  api: api.optional(),
  expectVersion,
  reason,
});

export const addAdminKey = z.strictObject({ organisation: slug, publicKey: bytes32 });

export const setOrganisationStatus = z.strictObject({
  organisation: slug,
  status: z.enum(ACCESS_STATES),
  expectVersion,
  reason,
});

const newOperator = {
  operator: slug,
  publicKey: bytes32,
  post: text(40).optional(),
  expiresAt: timestamp.optional(),
  homeNode: slug.optional(),
  fallbackNode: slug.optional(),
};

export const registerAdmin = z.strictObject({
  ...newOperator,
  organisation: slug,
  until: civilDate.optional(),
});

const wantedRole = { role: givenRole, division: divisionCode, until: civilDate.optional() };

export const registerOperator = z.strictObject({
  ...newOperator,
  /** Roles that the organisation itself gives. */
  roles: z.array(z.strictObject(wantedRole)).max(16).optional(),
});

export const grantRole = z.strictObject({ operator: slug, ...wantedRole, expectVersion });

export const delegateRole = z.strictObject({
  operator: slug,
  role: givenRole,
  division: divisionCode,
  until: civilDate,
});

export const revokeRole = z.strictObject({
  operator: slug,
  role: z.enum([...(GIVEN_ROLES as [Role, ...Role[]]), "org_admin"]),
  division: divisionCode,
  expectVersion,
  reason,
});

export const setOperatorStatus = z.strictObject({
  operator: slug,
  status: z.enum(ACCESS_STATES),
  expectVersion,
  reason,
});

export const rotateOwnKey = z.strictObject({ publicKey: bytes32, expiresAt: timestamp.optional() });

export const replaceKey = z.strictObject({
  operator: slug,
  publicKey: bytes32,
  expiresAt: timestamp.optional(),
  reason,
});

export const setKeyStatus = z.strictObject({
  /** keyId, hex */
  key: hexId,
  status: z.enum(["active", "suspended", "revoked"]),
  expectVersion,
  reason,
});

export const registerHouseholdKey = z.strictObject({
  household: idOf("H"),
  publicKey: bytes32,
  expiresAt: timestamp.optional(),
});
