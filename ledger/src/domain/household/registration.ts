import type { ActionContext } from "../context.ts";
import { requireDivision } from "../division/queries.ts";
import { defineAction } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { checkCadre } from "./assignment.ts";
import { addInto, personCounters, registrationCounters } from "./counters.ts";
import {
  checkOpenCodes,
  checkRelations,
  factsOfMembers,
  fileSubject,
  householdFacts,
  personFacts,
  putFile,
  requireFile,
  step,
} from "./file.ts";
import { householdRestrictedRecord } from "./living.ts";
import { personRecord, personRestrictedRecord } from "./person.ts";
import {
  approvePayload,
  assignmentsRecord,
  closePayload,
  type Household,
  householdRecord,
  type RegisterPayload,
  registerPayload,
} from "./schema.ts";
import { registrationSteps } from "./states.ts";

export const register = defineAction({
  type: "household.register",
  title: { zh: "建档申请", en: "Open a household's file" },
  payload: registerPayload,
  cost: 30,
  permission: [
    { role: "village_clerk", jurisdiction: "division" },
    { role: "township_officer", jurisdiction: "division" },
  ],
  subject: (_, payload) => ({ division: payload.division, household: payload.householdId }),
  apply(ctx, payload) {
    checkNew(ctx, payload);
    const { householdId, members, effectiveDate } = payload;
    const state = registrationSteps.next("household.register");
    if (state === undefined) throw new Error("no step opens a file");
    const file: Household = {
      division: payload.division,
      standard: payload.standard,
      kind: payload.kind,
      cause: payload.cause,
      flags: payload.flags,
      members: members.map((member) => member.personId),
      registration: state,
      effectiveDate,
      registeredBy: ctx.sender.actor,
      responsible: payload.responsible === undefined ? [] : [payload.responsible],
    };
    putFile(ctx, householdId, undefined, file);
    if (payload.responsible !== undefined) {
      const assignment = { operator: payload.responsible, from: effectiveDate, by: ctx.sender.actor };
      ctx.put(assignmentsRecord, { household: householdId }, { list: [assignment] });
    }
    ctx.count(payload.division, ctx.date.slice(0, 4), { "households.applications": 1 });
    ctx.emit("household.applied", {
      household: householdId,
      division: file.division,
      kind: file.kind,
      cause: file.cause.main,
      members: members.length,
      effectiveDate,
    });
    // Restricted data last: a refusal from here on can't say its reason openly (DESIGN §4).
    const relations = members.map((member, i) => {
      const facts = personFacts(
        ctx,
        member.personId,
        member.restricted,
        effectiveDate,
        `members.${i}.restricted`,
      );
      ctx.put(personRecord, { person: member.personId }, { household: householdId, since: effectiveDate });
      ctx.put(personRestrictedRecord, { person: member.personId }, { facts, effectiveDate });
      return facts.relation;
    });
    checkRelations(ctx, relations);
    if (payload.restricted !== undefined) {
      const facts = householdFacts(ctx, householdId, payload.restricted, file.members);
      ctx.put(householdRestrictedRecord, { household: householdId }, { facts, effectiveDate });
    }
  },
});

function checkNew(ctx: ActionContext, payload: RegisterPayload): void {
  const { householdId, division, members } = payload;
  const place = requireDivision(ctx, division, "division");
  ctx.check(place.level === "village", "household.division_level", "division", { division });
  notInFuture(ctx, payload.effectiveDate, "effectiveDate");
  checkOpenCodes(ctx, payload, payload.effectiveDate);
  if (
    ctx.get(householdRecord, { household: householdId }) !== undefined ||
    ctx.version(householdRecord, { household: householdId }) > 0
  ) {
    ctx.refuse("household.exists", "householdId", { household: householdId });
  }
  const seen = new Set<string>();
  members.forEach(({ personId: person }, i) => {
    const path = `members.${i}.personId`;
    if (seen.has(person)) ctx.refuse("household.member_twice", path, { person });
    seen.add(person);
    if (ctx.get(personRecord, { person }) !== undefined || ctx.version(personRecord, { person }) > 0) {
      ctx.refuse("household.person_exists", path, { person });
    }
  });
  if (payload.responsible !== undefined) checkCadre(ctx, payload.responsible, division, "responsible");
}

export const approve = defineAction({
  type: "household.approve",
  title: { zh: "县级审批建档", en: "Approve a file" },
  payload: approvePayload,
  cost: 20,
  permission: [
    {
      role: "county_officer",
      jurisdiction: "division",
      organisationKinds: ["poverty", "civil"],
      states: registrationSteps.from("household.approve"),
    },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const before = requireFile(ctx, payload.householdId);
    const registration = step(ctx, "household.approve", before);
    ctx.separate("", before.registeredBy);
    ctx.expectVersion(householdRecord, { household: payload.householdId }, payload.expectVersion);
    const file: Household = {
      ...before,
      registration,
      decidedBy: ctx.sender.actor,
      decidedOn: ctx.date,
    };
    putFile(ctx, payload.householdId, before, file);
    const year = ctx.date.slice(0, 4);
    ctx.count(file.division, year, {
      "households.registered": 1,
      "persons.registered": file.members.length,
    });
    ctx.emit("household.registered", {
      household: payload.householdId,
      division: file.division,
      kind: file.kind,
      cause: file.cause.main,
      members: file.members.length,
      remark: payload.remark,
    });
    const stock = {};
    const flow = {};
    for (const facts of factsOfMembers(ctx, file)) {
      addInto(stock, personCounters(facts));
      addInto(flow, registrationCounters(facts, ctx.date));
    }
    ctx.countRestricted(file.division, "current", stock);
    ctx.countRestricted(file.division, year, flow);
  },
});

export const reject = defineAction({
  type: "household.reject",
  title: { zh: "不予建档", en: "Turn down an application" },
  payload: closePayload,
  cost: 10,
  permission: [
    {
      role: "county_officer",
      jurisdiction: "division",
      organisationKinds: ["poverty", "civil"],
      states: registrationSteps.from("household.reject"),
    },
    {
      role: "township_officer",
      jurisdiction: "division",
      states: registrationSteps.from("household.reject"),
    },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const before = requireFile(ctx, payload.householdId);
    ctx.separate("", before.registeredBy);
    close(ctx, "household.reject", before, payload);
  },
});

export const withdraw = defineAction({
  type: "household.withdraw",
  title: { zh: "撤回申请", en: "Withdraw an application" },
  payload: closePayload,
  cost: 10,
  permission: [
    {
      role: "household",
      jurisdiction: "own_household",
      states: registrationSteps.from("household.withdraw"),
    },
    {
      role: "village_clerk",
      jurisdiction: "division",
      states: registrationSteps.from("household.withdraw"),
    },
    {
      role: "township_officer",
      jurisdiction: "division",
      states: registrationSteps.from("household.withdraw"),
    },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    close(ctx, "household.withdraw", requireFile(ctx, payload.householdId), payload);
  },
});

function close(
  ctx: ActionContext,
  action: "household.reject" | "household.withdraw",
  before: Household,
  payload: { householdId: string; reason: string; expectVersion?: number | undefined },
): void {
  const registration = step(ctx, action, before);
  ctx.expectVersion(householdRecord, { household: payload.householdId }, payload.expectVersion);
  putFile(ctx, payload.householdId, before, {
    ...before,
    registration,
    decidedBy: ctx.sender.actor,
    decidedOn: ctx.date,
    reason: payload.reason,
  });
  ctx.count(before.division, ctx.date.slice(0, 4), { [`households.${registration}`]: 1 });
  ctx.emit(`household.${registration}`, { household: payload.householdId, division: before.division });
}
