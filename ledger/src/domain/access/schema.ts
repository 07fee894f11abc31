import { z } from "zod";
import { bytes32, civilDate, divisionCode, idOf, slug, text, timestamp } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { ROLES } from "../permission.ts";

/** Kinds of organisations 部门 (DOMAIN §1). */
export const ORGANISATION_KINDS = [
  "poverty",
  "finance",
  "civil",
  "audit",
  "discipline",
  "public_security",
  "education",
  "health",
  "medical_insurance",
  "housing",
  "water",
  "agriculture",
  "natural_resources",
  "market",
  "hr",
  "disabled",
  "tax",
  "transport",
  "statistics",
  "bank",
  "township",
  "village",
  "enterprise",
  "donor",
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export const ACCESS_STATES = ["active", "suspended", "ended"] as const;

export const organisationSchema = z.strictObject({
  name: text(80),
  kind: z.enum(ORGANISATION_KINDS),
  division: divisionCode,
  status: z.enum(ACCESS_STATES),
  /** Ids of its admin keys. */
  adminKeys: z.array(bytes32).max(16),
  x25519Key: bytes32.optional(),
  /** Base URLs of its node's API. */
  api: z.array(z.url().max(200)).max(8).optional(),
  /** The organisation whose node it uses, where it has none of its own. */
  hostedBy: slug.optional(),
});
export type Organisation = z.infer<typeof organisationSchema>;

/** `organisation/<id>` */
export const organisationRecord = defineRecord({
  name: "organisation",
  pattern: "organisation/:organisation",
  class: "open",
  schema: organisationSchema,
  indexes: ({ organisation }, value) => [
    `organisation.division/${value.division}/${organisation}`,
    `organisation.kind/${value.kind}/${value.division}/${organisation}`,
    ...(value.hostedBy === undefined ? [] : [`organisation.host/${value.hostedBy}/${organisation}`]),
  ],
  division: (_, value) => value.division,
});

export const heldRoleSchema = z.strictObject({
  role: z.enum(ROLES),
  division: divisionCode,
  /** Last civil date on which it holds. */
  until: civilDate.optional(),
  /** The organisation that gave it. */
  by: slug,
  /** The operator in whose stead it is held, while on leave. */
  delegatedBy: slug.optional(),
});
export type GivenRole = z.infer<typeof heldRoleSchema>;

export const operatorSchema = z.strictObject({
  organisation: slug,
  status: z.enum(ACCESS_STATES),
  roles: z.array(heldRoleSchema).max(64),
  /** Id of the key in use; older ones are revoked. */
  keyId: bytes32,
  /** Post or function, shown instead of a name: names of persons are never open. */
  post: text(40).optional(),
  /** Organisations whose nodes serve this operator first and when that one is away. */
  homeNode: slug.optional(),
  fallbackNode: slug.optional(),
});
export type Operator = z.infer<typeof operatorSchema>;

/** `operator/<id>` */
export const operatorRecord = defineRecord({
  name: "operator",
  pattern: "operator/:operator",
  class: "open",
  schema: operatorSchema,
  indexes: ({ operator }, value) => [
    `operator.organisation/${value.organisation}/${operator}`,
    ...[...new Set(value.roles.map((role) => `operator.division/${role.division}/${operator}`))],
  ],
});

export const KEY_KINDS = ["operator", "admin", "household", "consensus", "network"] as const;
export const KEY_STATES = ["active", "suspended", "revoked"] as const;

export const keySchema = z.strictObject({
  publicKey: bytes32,
  /** One key, one purpose (DESIGN §3). */
  kind: z.enum(KEY_KINDS),
  organisation: slug,
  operator: slug.optional(),
  household: idOf("H").optional(),
  status: z.enum(KEY_STATES),
  /** ms UTC; from this moment on it signs nothing. */
  expiresAt: timestamp.optional(),
});
export type Key = z.infer<typeof keySchema>;

/** `key/<keyId hex>`. Never deleted: a signature stays attributable. */
export const keyRecord = defineRecord({
  name: "key",
  pattern: "key/:key",
  class: "open",
  schema: keySchema,
  indexes: ({ key }, value) => [
    ...(value.operator === undefined ? [] : [`key.operator/${value.operator}/${key}`]),
    ...(value.household === undefined ? [] : [`key.household/${value.household}/${key}`]),
  ],
});
