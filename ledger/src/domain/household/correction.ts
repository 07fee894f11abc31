import type { ActionContext } from "../context.ts";
import { defineAction } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { checkOpenCodes, fileSubject, householdFacts, personFacts, putFile, requireFile } from "./file.ts";
import { householdProposedRecord, householdRestrictedRecord } from "./living.ts";
import { personProposedRecord, personRestrictedRecord } from "./person.ts";
import {
  type Correction,
  confirmCorrectionPayload,
  correctionRecord,
  correctionsRecord,
  type Household,
  householdRecord,
  requestCorrectionPayload,
} from "./schema.ts";
import { LIVE_STATES } from "./states.ts";
import { changedFields, checkMembers, patched, setPersonFacts } from "./update.ts";

/**
 * What was recorded wrongly is put right by two persons: one asks and gives the reason, another decides. Until
 * then nothing in the file changes; proposed restricted facts wait beside it.
 */
export const requestCorrection = defineAction({
  type: "household.requestCorrection",
  title: { zh: "提出更正", en: "Request a correction" },
  payload: requestCorrectionPayload,
  cost: 20,
  permission: [
    { role: "village_clerk", jurisdiction: "division", states: LIVE_STATES },
    { role: "township_officer", jurisdiction: "division", states: LIVE_STATES },
    { role: "county_officer", jurisdiction: "division", states: LIVE_STATES },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, open, persons = [] } = payload;
    const file = requireFile(ctx, household);
    const effectiveDate = payload.effectiveDate ?? file.effectiveDate;
    const list = ctx.get(correctionsRecord, { household }) ?? { count: 0, division: file.division };
    if (list.waiting !== undefined) ctx.refuse("correction.waiting", "householdId", { n: list.waiting });
    ctx.expectVersion(householdRecord, { household }, payload.expectVersion);
    notInFuture(ctx, effectiveDate, "effectiveDate");
    if (open !== undefined) {
      notInFuture(ctx, open.effectiveDate, "open.effectiveDate");
      checkOpenCodes(ctx, open, open.effectiveDate ?? file.effectiveDate, "open.");
      if (changedFields(file, open).length === 0) ctx.refuse("household.nothing_changed", "open");
    }
    checkMembers(ctx, file, persons);
    const n = list.count + 1;
    const ids = persons.map((one) => one.personId);
    ctx.put(correctionsRecord, { household }, { count: n, waiting: n, division: file.division });
    ctx.put(
      correctionRecord,
      { household, n },
      {
        state: "requested",
        reason: payload.reason,
        ...(open === undefined ? {} : { open }),
        ...(payload.restricted === undefined ? {} : { facts: true }),
        ...(ids.length === 0 ? {} : { persons: ids }),
        versions: versionsOf(ctx, household, ids),
        requestedBy: ctx.sender.actor,
        requestedOn: ctx.date,
      },
    );
    ctx.emit("household.correction_requested", { household, division: file.division, n });
    if (payload.restricted !== undefined) {
      const facts = householdFacts(ctx, household, payload.restricted, file.members);
      ctx.put(householdProposedRecord, { household }, { facts, effectiveDate });
    }
    persons.forEach(({ personId: person, restricted }, i) => {
      const facts = personFacts(ctx, person, restricted, effectiveDate, `persons.${i}.restricted`);
      ctx.put(personProposedRecord, { person }, { facts, effectiveDate });
    });
  },
});

export const confirmCorrection = defineAction({
  type: "household.confirmCorrection",
  title: { zh: "复核更正", en: "Decide on a correction" },
  payload: confirmCorrectionPayload,
  cost: 20,
  permission: [
    { role: "township_officer", jurisdiction: "division", states: LIVE_STATES },
    { role: "county_officer", jurisdiction: "division", states: LIVE_STATES },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n, accept } = payload;
    const file = requireFile(ctx, household);
    const correction = ctx.require(correctionRecord, { household, n }, "n");
    if (correction.state !== "requested") ctx.refuse("correction.decided", "n", { state: correction.state });
    ctx.separate("", correction.requestedBy);
    const ids = correction.persons ?? [];
    if (accept) {
      const now = versionsOf(ctx, household, ids);
      const same = now.every((version, i) => version === correction.versions[i]);
      if (!same || ids.some((person) => !file.members.includes(person)))
        ctx.refuse("correction.outdated", "n");
    }
    const count = ctx.require(correctionsRecord, { household }, "n").count;
    ctx.put(correctionsRecord, { household }, { count, division: file.division });
    ctx.put(
      correctionRecord,
      { household, n },
      {
        ...correction,
        state: accept ? "confirmed" : "declined",
        decidedBy: ctx.sender.actor,
        decidedOn: ctx.date,
        ...(payload.remark === undefined ? {} : { remark: payload.remark }),
      },
    );
    ctx.emit(accept ? "household.corrected" : "household.correction_declined", {
      household,
      division: file.division,
      n,
      fields: accept && correction.open !== undefined ? changedFields(file, correction.open) : undefined,
    });
    if (accept) carryOut(ctx, household, file, correction);
    if (correction.facts) ctx.remove(householdProposedRecord, { household });
    for (const person of ids) ctx.remove(personProposedRecord, { person });
  },
});

function carryOut(ctx: ActionContext, household: string, file: Household, correction: Correction): void {
  if (correction.open !== undefined) putFile(ctx, household, file, patched(file, correction.open));
  if (correction.facts) {
    ctx.put(
      householdRestrictedRecord,
      { household },
      ctx.require(householdProposedRecord, { household }, "n"),
    );
  }
  const proposed = (correction.persons ?? []).map((person) => ({
    person,
    ...ctx.require(personProposedRecord, { person }, "n"),
  }));
  setPersonFacts(ctx, file, proposed);
}

/** Household, its facts, each person's: what a correction rests on. Versions say nothing restricted. */
function versionsOf(ctx: ActionContext, household: string, persons: readonly string[]): number[] {
  return [
    ctx.version(householdRecord, { household }),
    ctx.version(householdRestrictedRecord, { household }),
    ...persons.map((person) => ctx.version(personRestrictedRecord, { person })),
  ];
}
