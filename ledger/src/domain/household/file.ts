import {
  CAUSES,
  type CodeList,
  codeEntry,
  codeInForce,
  EDUCATIONS,
  HOUSEHOLD_KINDS,
  LABOURS,
} from "../codes/index.ts";
import type { ActionContext, ReadContext, WriteContext } from "../context.ts";
import type { Subject } from "../permission.ts";
import { recount } from "./counters.ts";
import { AGE_YEARS_MAX } from "./limits.ts";
import { type HouseholdFacts, householdFactsSchema } from "./living.ts";
import { type PersonFacts, personFactsSchema, personRestrictedRecord } from "./person.ts";
import { type Household, householdRecord, type OpenPatch } from "./schema.ts";
import { illegalCombination, type RegistrationState, registrationSteps } from "./states.ts";

/** The subject of every action on an existing file. */
export function fileSubject(ctx: ReadContext, payload: { householdId: string }): Subject {
  const file = ctx.require(householdRecord, { household: payload.householdId }, "householdId");
  return { division: file.division, state: file.registration, household: payload.householdId };
}

export function requireFile(ctx: ReadContext, household: string): Household {
  return ctx.require(householdRecord, { household }, "householdId");
}

/** The state to which the step leads. Refuses `household.state`. */
export function step(ctx: ReadContext, action: string, file: Household): RegistrationState {
  const next = registrationSteps.next(action, file.registration);
  if (next === undefined) ctx.refuse("household.state", "householdId", { state: file.registration });
  return next;
}

/** Writes the file and moves its counters. A combination of states that can't be is our mistake. */
export function putFile(
  ctx: WriteContext,
  household: string,
  before: Household | undefined,
  after: Household,
): void {
  const illegal = illegalCombination({
    registration: after.registration,
    monitoring: after.monitoring ?? "none",
    existence: after.existence ?? "active",
  });
  if (illegal !== undefined) throw new Error(`household ${household}: ${illegal}`);
  ctx.put(householdRecord, { household }, after);
  recount(ctx, before, after);
}

/** Refuses `household.code_ended` for values that aren't in force on the date. */
export function checkOpenCodes(ctx: ReadContext, patch: OpenPatch, date: string, path = ""): void {
  checkCode(ctx, HOUSEHOLD_KINDS, patch.kind, date, `${path}kind`);
  checkCode(ctx, CAUSES, patch.cause?.main, date, `${path}cause.main`);
  patch.cause?.others.forEach((cause, i) => {
    checkCode(ctx, CAUSES, cause, date, `${path}cause.others.${i}`);
  });
}

function checkCode(
  ctx: ReadContext,
  list: CodeList,
  value: string | undefined,
  date: string,
  path: string,
): void {
  const entry = value === undefined ? undefined : codeEntry(list, value);
  if (entry === undefined || codeInForce(entry, Number(date.slice(0, 4)))) return;
  ctx.check(false, "household.code_ended", path, { field: list.name, value: entry.id });
}

/** Reads a person's attachment; it belongs to that person. Every refusal here rests on restricted data. */
export function personFacts(
  ctx: ActionContext,
  person: string,
  attachment: Uint8Array,
  date: string,
  path: string,
): PersonFacts {
  const facts = ctx.restricted(attachment, personFactsSchema, `person/${person}`);
  const earliest = `${Number(date.slice(0, 4)) - AGE_YEARS_MAX}${date.slice(4)}`;
  ctx.check(
    facts.birthDate <= date && facts.birthDate >= earliest,
    "household.birth_date",
    `${path}.birthDate`,
    {
      birthDate: facts.birthDate,
    },
  );
  checkCode(ctx, EDUCATIONS, facts.education, date, `${path}.education`);
  checkCode(ctx, LABOURS, facts.labour, date, `${path}.labour`);
  return facts;
}

/** Reads the household's own attachment. */
export function householdFacts(
  ctx: ActionContext,
  household: string,
  attachment: Uint8Array,
  members: readonly string[],
): HouseholdFacts {
  const facts = ctx.restricted(attachment, householdFactsSchema, `household/${household}`);
  facts.income?.forEach((line, i) => {
    if (line.person === undefined) return;
    ctx.check(members.includes(line.person), "household.income_person", `restricted.income.${i}.person`, {
      person: line.person,
    });
  });
  return facts;
}

/** Refuses a household without a head, with two, or with two spouses of the head. */
export function checkRelations(ctx: ReadContext, relations: readonly string[]): void {
  const heads = relations.filter((relation) => relation === "self").length;
  const spouses = relations.filter((relation) => relation === "spouse").length;
  ctx.check(heads > 0, "household.no_head", "members");
  ctx.check(heads < 2, "household.two_heads", "members", { heads });
  ctx.check(spouses < 2, "household.two_spouses", "members", { spouses });
}

/** The members' facts as they stand; every member has them since registration. */
export function factsOfMembers(ctx: ReadContext, file: Household): PersonFacts[] {
  return file.members.map((person) => ctx.require(personRestrictedRecord, { person }, "householdId").facts);
}
