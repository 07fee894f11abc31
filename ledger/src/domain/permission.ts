import { withinDivision } from "./division/codes.ts";

/** Roles of operators (DOMAIN §1). A household's key acts in the role `household`, an admin key as `admin_key`. */
export const ROLES = [
  "village_clerk",
  "cadre",
  "village_secretary",
  "township_officer",
  "county_officer",
  "finance_officer",
  "finance_approver",
  "auditor",
  "statistician",
  "org_admin",
  "household",
  "director",
] as const;
export type Role = (typeof ROLES)[number];

/** What an action is about. A part that is absent can't be matched, so it grants nothing. */
export interface Subject {
  /** 12-digit code. */
  readonly division?: string | undefined;
  /** State of the object, as the action's rows name it. */
  readonly state?: string | undefined;
  readonly organisation?: string | undefined;
  /** The organisation that hosts `organisation`. */
  readonly host?: string | undefined;
  /** Also the default subject of restricted attachments: `household/<household>`. */
  readonly household?: string | undefined;
}

/**
 * One row of who may do an action. `division`: the subject lies within the division for which the role was
 * given. `organisation`: the subject is the sender's own organisation. `hosted`: the sender's organisation
 * hosts it. `own_household`: the sender's own file. `none`: no jurisdiction applies.
 */
export interface PermissionRow {
  readonly role: Role | "admin_key" | "consensus_key";
  readonly jurisdiction: "division" | "organisation" | "hosted" | "own_household" | "none";
  /** The subject's state must be one of these. */
  readonly states?: readonly string[];
  /** The sender's organisation must be of one of these kinds. */
  readonly organisationKinds?: readonly string[];
}

export interface HeldRole {
  readonly role: Role;
  /** 12-digit code; the scope is everything under it. */
  readonly division: string;
  /** Last civil date on which it holds, YYYY-MM-DD. */
  readonly until?: string | undefined;
}

/** Who signed, as the state says when the transaction executes. */
export interface Sender {
  /** hex */
  readonly keyId: string;
  readonly kind: "operator" | "admin" | "household" | "consensus";
  readonly organisation: string;
  readonly organisationKind: string;
  /** The organisation's own division. */
  readonly organisationDivision: string;
  readonly operator?: string;
  readonly household?: string;
  /** Of an operator, only those in force today. */
  readonly roles: readonly HeldRole[];
  /**
   * The person behind the key, the same for all their keys: `operator/<id>`, `household/<id>`,
   * `admin/<organisation>`, `consensus/<organisation>`. Store this where a later step must be by another.
   */
  readonly actor: string;
}

/** Why no row permits: the code of the check at which the nearest row failed. */
export type PermissionFailure =
  | "permission.role"
  | "permission.organisation_kind"
  | "permission.jurisdiction"
  | "permission.state";

const FAILURES: readonly PermissionFailure[] = [
  "permission.role",
  "permission.organisation_kind",
  "permission.jurisdiction",
  "permission.state",
];

/** The roles in which a sender acts, with the division each was given for. */
function rolesOf(
  sender: Sender,
): readonly { readonly role: PermissionRow["role"]; readonly division: string }[] {
  const division = sender.organisationDivision;
  switch (sender.kind) {
    case "operator":
      return sender.roles;
    case "admin":
      return [{ role: "admin_key", division }];
    case "household":
      return [{ role: "household", division }];
    case "consensus":
      return [{ role: "consensus_key", division }];
  }
}

/** undefined: some row permits the sender to act on the subject. */
export function judgePermission(
  rows: readonly PermissionRow[],
  sender: Sender,
  subject: Subject,
): PermissionFailure | undefined {
  let reached = 0;
  for (const held of rolesOf(sender)) {
    for (const row of rows) {
      if (row.role !== held.role) continue;
      const step = stepsPassed(row, held.division, sender, subject);
      if (step === FAILURES.length) return undefined;
      if (step > reached) reached = step;
    }
  }
  return FAILURES[reached];
}

/** How many of the four checks hold, in their order; the role does. */
function stepsPassed(row: PermissionRow, division: string, sender: Sender, subject: Subject): number {
  if (row.organisationKinds !== undefined && !row.organisationKinds.includes(sender.organisationKind))
    return 1;
  if (!inJurisdiction(row, division, sender, subject)) return 2;
  if (row.states !== undefined && (subject.state === undefined || !row.states.includes(subject.state)))
    return 3;
  return 4;
}

/**
 * Does the subject lie in the row's jurisdiction, for someone of this organisation or household who holds the row's
 * role in this division? For reading as for acting.
 */
export function inJurisdiction(
  row: Pick<PermissionRow, "jurisdiction">,
  division: string,
  who: Pick<Sender, "organisation" | "household">,
  subject: Subject,
): boolean {
  switch (row.jurisdiction) {
    case "none":
      return true;
    case "division":
      return subject.division !== undefined && withinDivision(subject.division, division);
    case "organisation":
      return subject.organisation !== undefined && subject.organisation === who.organisation;
    case "hosted":
      return subject.host !== undefined && subject.host === who.organisation;
    case "own_household":
      return subject.household !== undefined && subject.household === who.household;
  }
}
