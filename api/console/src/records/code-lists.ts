import { ownEntry } from "../texts/own-entry.ts";

/**
 * Which code list gives a record's field its labels. A name that means different things in different records stands
 * with its record; the others alone.
 */
const LISTS: { readonly [field: string]: string } = {
  "household.kind": "household_kind",
  "organisation.kind": "organisation_kind",
  "account.kind": "account_kind",
  "posting.kind": "posting_kind",
  "payment.state": "payment_state",
  "correction.kind": "household_kind",
  "correction.state": "correction_state",
  "service.type": "service_type",
  "service.kind": "acknowledgement_kind",
  "indicator.class": "fund_class",
  "indicator.source": "fund_source",
  standard: "standard",
  main: "cause",
  others: "cause",
  cause: "cause",
  flags: "household_flag",
  registration: "registration_state",
  monitoring: "monitoring_state",
  existence: "existence_state",
  householdKinds: "household_kind",
  purpose: "fund_purpose",
  source: "fund_source",
  role: "role",
  relation: "relation",
  sex: "sex",
  ethnicGroup: "ethnic_group",
  education: "education",
  schoolStatus: "school_status",
  health: "health",
  labour: "labour",
  region: "migrant_region",
  insurance: "insurance",
  line: "income_line",
  housingGrade: "housing_grade",
  road: "road",
  fuel: "fuel",
};

export function codeListOf(record: string, field: string): string | undefined {
  return ownEntry(LISTS, `${record}.${field}`) ?? ownEntry(LISTS, field);
}

/** Every list named here, for the test that they exist. */
export const NAMED_LISTS: readonly string[] = [...new Set(Object.values(LISTS))];
