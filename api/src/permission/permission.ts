import { inJurisdiction, type PermissionRow, ROLES, type Subject } from "@jingzhun/ledger";
import type { Reader } from "../auth/reader.ts";

export type { Subject };

/** Who may read: the roles of ledger's permission tables, and an organisation's admin key. */
export const READ_ROLES = [...ROLES, "admin_key"] as const;
export type ReadRole = (typeof READ_ROLES)[number];

/** One row: this role may read what lies in this jurisdiction, in the words of ledger's rows of who may act. */
export interface ReadRow {
  role: ReadRole;
  jurisdiction: Exclude<PermissionRow["jurisdiction"], "hosted">;
}

/** A route's permission: open to all with the reason why, or a table. `restricted` guards the restricted part. */
export type RoutePermission =
  | { open: true; why: string }
  | { open: false; rows: readonly ReadRow[]; restricted?: readonly ReadRow[] };

/** True when some row gives the reader a role at all, wherever it may apply. */
export function hasRole(reader: Reader, rows: readonly ReadRow[]): boolean {
  return rows.some((row) => reader.roles.some((held) => held.role === row.role));
}

/** True when some row lets the reader read this subject. */
export function permits(reader: Reader, rows: readonly ReadRow[], subject: Subject): boolean {
  return rows.some((row) =>
    reader.roles.some(
      (held) => held.role === row.role && inJurisdiction(row, held.division, reader, subject),
    ),
  );
}

/** Rows for several roles in one jurisdiction. */
export function rows(jurisdiction: ReadRow["jurisdiction"], ...roles: ReadRole[]): ReadRow[] {
  return roles.map((role) => ({ role, jurisdiction }));
}

const STAFF = READ_ROLES.filter(
  (role) => role !== "household" && role !== "admin_key" && role !== "org_admin",
);

/** The same for everyone who signed in: divisions, organisations, headers. */
export const SIGNED_IN: readonly ReadRow[] = rows("none", ...READ_ROLES);

/** The open part of a file, and what was done for it. */
export const OPEN_FILE: readonly ReadRow[] = [
  ...rows("division", ...STAFF),
  ...rows("own_household", "household"),
];

/** The restricted part: those who work with the family or check that work (DOMAIN, three kinds of data). */
export const RESTRICTED_FILE: readonly ReadRow[] = [
  ...rows(
    "division",
    "village_clerk",
    "cadre",
    "village_secretary",
    "township_officer",
    "county_officer",
    "auditor",
  ),
  ...rows("own_household", "household"),
];

/** Accounts, indicators, applications. */
export const FUND_FILE: readonly ReadRow[] = rows(
  "division",
  "township_officer",
  "county_officer",
  "finance_officer",
  "finance_approver",
  "auditor",
  "statistician",
  "director",
);

/** Payments can be read by the household they are for, too. */
export const PAYMENT_FILE: readonly ReadRow[] = [...FUND_FILE, ...rows("own_household", "household")];

/** Whole transactions: those who check others' work, within their scope. */
export const TRANSACTION_FILE: readonly ReadRow[] = rows(
  "division",
  "county_officer",
  "auditor",
  "township_officer",
  "director",
);

/** Figures without names, by division. */
export const STATISTICS: readonly ReadRow[] = rows("division", ...STAFF);

/** Figures made of restricted facts: those who plan with them or check them. */
export const RESTRICTED_STATISTICS: readonly ReadRow[] = rows(
  "division",
  "statistician",
  "county_officer",
  "auditor",
);

/** Operators: of the own organisation, or within the scope of those who check. */
export const OPERATOR_FILE: readonly ReadRow[] = [
  ...rows("division", "county_officer", "auditor", "director", "township_officer"),
  ...rows("organisation", ...READ_ROLES.filter((role) => role !== "household")),
];
