import { ROLES, type Role } from "../permission.ts";
import { ORGANISATION_KINDS, type OrganisationKind } from "./schema.ts";

const ANY: readonly OrganisationKind[] = ORGANISATION_KINDS;

/**
 * Which kinds of organisations give a role (DOMAIN §1). `org_admin` and `household` aren't given but
 * registered: by an admin key, and by a township officer.
 */
export const ROLE_GIVERS: { readonly [role in Role]: readonly OrganisationKind[] } = {
  village_clerk: ["village", "township"],
  cadre: ANY,
  village_secretary: ["poverty"],
  township_officer: ["township"],
  county_officer: ["poverty", "civil"],
  finance_officer: ["finance"],
  finance_approver: ["finance"],
  auditor: ["audit", "discipline"],
  statistician: ["statistics", "poverty"],
  org_admin: [],
  household: [],
  director: ANY,
};

/** Roles that an `org_admin` gives. */
export const GIVEN_ROLES = ROLES.filter((role) => ROLE_GIVERS[role].length > 0);

/** Kinds of organisations that live on another's node and are registered by it (DOMAIN §1). */
export const HOSTED_KINDS: readonly OrganisationKind[] = ["township", "village", "enterprise", "donor"];
