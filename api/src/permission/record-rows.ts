import { type AnyRecordType, registry } from "@jingzhun/ledger";
import type { NodeAccess } from "../node-access.ts";
import { householdDivision } from "../subjects.ts";
import {
  FUND_FILE,
  OPEN_FILE,
  OPERATOR_FILE,
  PAYMENT_FILE,
  RESTRICTED_FILE,
  RESTRICTED_STATISTICS,
  type ReadRow,
  SIGNED_IN,
  STATISTICS,
  type Subject,
} from "./permission.ts";

/**
 * Who may read a record by its key, for every type of record. A type that isn't here can't be read this
 * way; a test finds it. Restricted types never stand under the rows of open ones.
 */
export const RECORD_ROWS: { readonly [type: string]: readonly ReadRow[] } = {
  params: SIGNED_IN,
  validators: SIGNED_IN,
  modules: SIGNED_IN,
  voters: SIGNED_IN,
  observers: SIGNED_IN,
  candidates: SIGNED_IN,
  set_change: SIGNED_IN,
  seat: SIGNED_IN,
  proposal: SIGNED_IN,
  evidence: SIGNED_IN,
  accused: SIGNED_IN,
  due: [],
  division: SIGNED_IN,
  organisation: SIGNED_IN,
  operator: OPERATOR_FILE,
  key: OPERATOR_FILE,
  statistics: STATISTICS,
  statistics_restricted: RESTRICTED_STATISTICS,
  household: OPEN_FILE,
  assignments: OPEN_FILE,
  corrections: OPEN_FILE,
  correction: OPEN_FILE,
  household_restricted: RESTRICTED_FILE,
  household_proposed: RESTRICTED_FILE,
  indicator: FUND_FILE,
  account: FUND_FILE,
  posting: FUND_FILE,
  payments: PAYMENT_FILE,
  payment: PAYMENT_FILE,
  endorsement: [],
  services: OPEN_FILE,
  service: OPEN_FILE,
  person: OPEN_FILE,
  person_restricted: RESTRICTED_FILE,
  person_proposed: RESTRICTED_FILE,
};

/** The type, the rows and the subject of a record; undefined for a key of no known type. */
export function recordAccess(
  access: NodeAccess,
  key: string,
): { type: AnyRecordType; rows: readonly ReadRow[]; subject: Subject } | undefined {
  const found = registry.recordType(key);
  if (found === undefined) return undefined;
  const { type, parts } = found;
  const value = access.record(key)?.value;
  const rows = RECORD_ROWS[type.name] ?? [];
  return { type, rows, subject: subjectOf(access, type, parts, value) };
}

function subjectOf(
  access: NodeAccess,
  type: AnyRecordType,
  parts: { readonly [name: string]: string },
  value: unknown,
): Subject {
  const fields = (typeof value === "object" && value !== null ? value : {}) as { [name: string]: unknown };
  const household = parts["household"] ?? textOf(fields["household"]) ?? householdOf(access, parts["person"]);
  const organisation = parts["organisation"] ?? textOf(fields["organisation"]);
  const own = value === undefined ? undefined : type.division?.(parts, value);
  const organisationDivision = () =>
    organisation === undefined
      ? undefined
      : textOf(
          (access.record(`organisation/${organisation}`)?.value as { division?: unknown } | undefined)
            ?.division,
        );
  return {
    household,
    organisation,
    division: own ?? householdDivision(access, household) ?? organisationDivision(),
  };
}

function householdOf(access: NodeAccess, person: string | undefined): string | undefined {
  if (person === undefined) return undefined;
  return textOf((access.record(`person/${person}`)?.value as { household?: unknown } | undefined)?.household);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
