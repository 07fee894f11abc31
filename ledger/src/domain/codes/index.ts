import type { CodeList } from "./code-list.ts";
import { ETHNIC_GROUPS } from "./ethnic-group.ts";
import * as fund from "./fund.ts";
import * as household from "./household.ts";
import * as living from "./living.ts";
import { ORGANISATION_KIND_CODES, ROLE_CODES } from "./organisation.ts";
import * as person from "./person.ts";
import * as service from "./service.ts";

export * from "./code-list.ts";
export * from "./ethnic-group.ts";
export * from "./fund.ts";
export * from "./household.ts";
export * from "./living.ts";
export * from "./organisation.ts";
export * from "./person.ts";
export * from "./service.ts";

/** Every code list by its name, as the API serves them. */
export const CODE_LISTS: ReadonlyMap<string, CodeList> = new Map(
  (
    [
      household.STANDARDS,
      household.HOUSEHOLD_KINDS,
      household.HOUSEHOLD_FLAGS,
      household.CAUSES,
      household.REGISTRATION_STATES,
      household.MONITORING_STATES,
      household.MONITORING_TYPES,
      household.RISKS,
      household.EXISTENCE_STATES,
      household.CORRECTION_STATES,
      person.SEXES,
      person.RELATIONS,
      ETHNIC_GROUPS,
      person.EDUCATIONS,
      person.SCHOOL_STATUSES,
      person.HEALTHS,
      person.DISABILITY_CLASSES,
      person.LABOURS,
      person.MIGRANT_REGIONS,
      person.INSURANCES,
      person.MEMBER_CHANGES,
      living.HOUSING_GRADES,
      living.ROADS,
      living.FUELS,
      living.GUARANTEES,
      living.INCOME_LINES,
      fund.FUND_SOURCES,
      fund.FUND_CLASSES,
      fund.FUND_PURPOSES,
      fund.PAYMENT_STATES,
      fund.POSTING_KINDS,
      fund.ACCOUNT_KINDS,
      service.SERVICE_TYPES,
      service.ACKNOWLEDGEMENT_KINDS,
      ORGANISATION_KIND_CODES,
      ROLE_CODES,
    ] as CodeList[]
  ).map((list) => [list.name, list]),
);
