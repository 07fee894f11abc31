import { divisionScope } from "../division/codes.ts";
import type { Household, Person } from "./schema.ts";

/** An index and the prefix to scan: `access.scan(index, prefix, …)`. */
export interface IndexRange {
  readonly index: string;
  readonly prefix: string;
}

/** Households of a division and all under it, by division and id. */
export function householdsIn(division: string): IndexRange {
  return { index: "household.division", prefix: divisionScope(division) };
}

/** The same in one state of registration. */
export function householdsInState(state: string, division: string): IndexRange {
  return { index: "household.state", prefix: `${state}/${divisionScope(division)}` };
}

/** Households for which a cadre is responsible, by division and id. */
export function householdsOfResponsible(operator: string): IndexRange {
  return { index: "household.responsible", prefix: `${operator}/` };
}

/** Persons of a household. */
export function personsOf(household: string): IndexRange {
  return { index: "person.household", prefix: `${household}/` };
}

/** Households with a correction that waits for a second person. */
export function correctionsWaiting(division: string): IndexRange {
  return { index: "correction.waiting", prefix: divisionScope(division) };
}

export function householdRows(household: string, value: Household): string[] {
  return [
    `household.division/${value.division}/${household}`,
    `household.state/${value.registration}/${value.division}/${household}`,
    ...value.responsible.map(
      (operator) => `household.responsible/${operator}/${value.division}/${household}`,
    ),
  ];
}

export function personRows(person: string, value: Person): string[] {
  return value.household === undefined ? [] : [`person.household/${value.household}/${person}`];
}
