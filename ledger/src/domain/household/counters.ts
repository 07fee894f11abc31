import type { WriteContext } from "../context.ts";
import type { PersonFacts } from "./person.ts";
import type { Household } from "./schema.ts";
import { COUNTED_STATES } from "./states.ts";

type Deltas = { [counter: string]: number };

/** Counters of a file as it stands ("current"): all open facts. Persons count with their household. */
function householdCounters(value: Household | undefined): Deltas {
  if (value === undefined || (value.existence ?? "active") !== "active") return {};
  const deltas: Deltas = { [`households.state.${value.registration}`]: 1 };
  if (!isCounted(value)) return deltas;
  const persons = value.members.length;
  deltas["households"] = 1;
  deltas["persons"] = persons;
  deltas[`households.kind.${value.kind}`] = 1;
  deltas[`persons.kind.${value.kind}`] = persons;
  deltas[`households.cause.${value.cause.main}`] = 1;
  deltas[`persons.cause.${value.cause.main}`] = persons;
  for (const cause of [value.cause.main, ...value.cause.others]) deltas[`households.cause_any.${cause}`] = 1;
  deltas[`households.standard.${value.standard}`] = 1;
  for (const flag of value.flags) deltas[`households.flag.${flag}`] = 1;
  if (value.responsible.length > 0) deltas["households.with_responsible"] = 1;
  return deltas;
}

export function isCounted(value: Household): boolean {
  return (value.existence ?? "active") === "active" && COUNTED_STATES.includes(value.registration);
}

/** Moves the counters from what a file said to what it says now. */
export function recount(ctx: WriteContext, before: Household | undefined, after: Household): void {
  if (before === undefined || before.division === after.division) {
    const deltas = difference(householdCounters(before), householdCounters(after));
    if (Object.keys(deltas).length > 0) ctx.count(after.division, "current", deltas);
  } else {
    ctx.count(before.division, "current", difference(householdCounters(before), {}));
    ctx.count(after.division, "current", householdCounters(after));
  }
}

/**
 * Counters of one counted person, made of restricted facts. Age moves with time, so the stock is kept by birth
 * cohort of five years; bands on any date are sums of cohorts (`ageBand` gives a person's exact band).
 */
export function personCounters(facts: PersonFacts): Deltas {
  const cohort = Math.floor(Number(facts.birthDate.slice(0, 4)) / 5) * 5;
  const deltas: Deltas = {
    [`persons.sex.${facts.sex}`]: 1,
    [`persons.${facts.sex}.born.${cohort}`]: 1,
    [`persons.ethnic_group.${facts.ethnicGroup}`]: 1,
  };
  for (const health of facts.health) deltas[`persons.health.${health}`] = 1;
  if (facts.disability !== undefined) {
    deltas[`persons.disability.${facts.disability.class}`] = 1;
    deltas[`persons.disability_grade.${facts.disability.grade}`] = 1;
  }
  if (facts.education !== undefined) deltas[`persons.education.${facts.education}`] = 1;
  if (facts.schoolStatus !== undefined) deltas[`persons.school_status.${facts.schoolStatus}`] = 1;
  if (facts.labour !== undefined) deltas[`persons.labour.${facts.labour}`] = 1;
  if (facts.migrantWork !== undefined) deltas[`persons.migrant.${facts.migrantWork.region}`] = 1;
  return deltas;
}

/** What a year saw: persons by sex and age band on the day of registration. */
export function registrationCounters(facts: PersonFacts, date: string): Deltas {
  return { [`registered.${facts.sex}.age.${ageBand(ageOn(facts.birthDate, date))}`]: 1 };
}

/** `after` − `before`, counters that don't move left out. */
export function difference(before: Deltas, after: Deltas): Deltas {
  const deltas: Deltas = {};
  for (const name in after) deltas[name] = after[name]!;
  for (const name in before) deltas[name] = (deltas[name] ?? 0) - before[name]!;
  for (const name in deltas) if (deltas[name] === 0) delete deltas[name];
  return deltas;
}

export function addInto(sum: Deltas, deltas: Deltas): void {
  for (const name in deltas) sum[name] = (sum[name] ?? 0) + deltas[name]!;
}

/** Full years of life on a civil date. */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Bands used by the offices: before school, compulsory education, working age, old, very old. */
export function ageBand(age: number): string {
  if (age < 6) return "0_5";
  if (age < 16) return "6_15";
  if (age < 60) return "16_59";
  return age < 80 ? "60_79" : "80_up";
}
