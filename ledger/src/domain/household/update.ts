import type { ActionContext } from "../context.ts";
import { defineAction } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { difference, isCounted, personCounters } from "./counters.ts";
import {
  checkOpenCodes,
  checkRelations,
  factsOfMembers,
  fileSubject,
  householdFacts,
  personFacts,
  putFile,
  requireFile,
} from "./file.ts";
import { householdRestrictedRecord } from "./living.ts";
import { type PersonFacts, personRestrictedRecord } from "./person.ts";
import {
  type Household,
  householdRecord,
  type OpenPatch,
  updatePayload,
  updateRestrictedPayload,
} from "./schema.ts";
import { LIVE_STATES } from "./states.ts";

const whoUpdates = [
  { role: "village_clerk", jurisdiction: "division", states: LIVE_STATES },
  { role: "township_officer", jurisdiction: "division", states: LIVE_STATES },
  { role: "county_officer", jurisdiction: "division", states: LIVE_STATES },
] as const;

/** Life has changed: new open facts from a date on. What was recorded wrongly is a correction. */
export const update = defineAction({
  type: "household.update",
  title: { zh: "更新档案", en: "Update a file" },
  payload: updatePayload,
  cost: 15,
  permission: whoUpdates,
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, expectVersion, ...patch } = payload;
    const before = requireFile(ctx, household);
    ctx.expectVersion(householdRecord, { household }, expectVersion);
    notInFuture(ctx, patch.effectiveDate, "effectiveDate");
    checkOpenCodes(ctx, patch, patch.effectiveDate);
    const changed = changedFields(before, patch);
    if (changed.every((field) => field === "effectiveDate")) ctx.refuse("household.nothing_changed", "");
    putFile(ctx, household, before, patched(before, patch));
    ctx.emit("household.updated", { household, division: before.division, fields: changed });
  },
});

/** The fields that the patch sets to another value. */
export function changedFields(file: Household, patch: OpenPatch): string[] {
  return (["standard", "kind", "cause", "flags", "effectiveDate"] as const).filter(
    (field) => patch[field] !== undefined && JSON.stringify(patch[field]) !== JSON.stringify(file[field]),
  );
}

export function patched(file: Household, patch: OpenPatch): Household {
  return {
    ...file,
    standard: patch.standard ?? file.standard,
    kind: patch.kind ?? file.kind,
    cause: patch.cause ?? file.cause,
    flags: patch.flags ?? file.flags,
    effectiveDate: patch.effectiveDate ?? file.effectiveDate,
  };
}

/** New restricted facts of the household, of some members, or of both; each from its own attachment. */
export const updateRestricted = defineAction({
  type: "household.updateRestricted",
  title: { zh: "更新户内成员与生活情况", en: "Update what describes household and members" },
  payload: updateRestrictedPayload,
  cost: 20,
  permission: whoUpdates,
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, effectiveDate, persons = [] } = payload;
    const file = requireFile(ctx, household);
    notInFuture(ctx, effectiveDate, "effectiveDate");
    checkMembers(ctx, file, persons);
    ctx.expectVersion(householdRestrictedRecord, { household }, payload.expectVersion);
    for (const { personId: person, expectVersion } of persons) {
      ctx.expectVersion(personRestrictedRecord, { person }, expectVersion);
    }
    ctx.emit("household.restricted_updated", {
      household,
      division: file.division,
      facts: payload.restricted === undefined ? undefined : true,
      persons: persons.map((one) => one.personId),
    });
    if (payload.restricted !== undefined) {
      const facts = householdFacts(ctx, household, payload.restricted, file.members);
      ctx.put(householdRestrictedRecord, { household }, { facts, effectiveDate });
    }
    setPersonFacts(
      ctx,
      file,
      persons.map(({ personId, restricted }, i) => ({
        person: personId,
        facts: personFacts(ctx, personId, restricted, effectiveDate, `persons.${i}.restricted`),
        effectiveDate,
      })),
    );
  },
});

/** Refuses persons that aren't members, or stand twice. */
export function checkMembers(
  ctx: ActionContext,
  file: Household,
  persons: readonly { readonly personId: string }[],
): void {
  const seen = new Set<string>();
  persons.forEach(({ personId: person }, i) => {
    const path = `persons.${i}.personId`;
    if (!file.members.includes(person)) ctx.refuse("household.not_member", path, { person });
    if (seen.has(person)) ctx.refuse("household.member_twice", path, { person });
    seen.add(person);
  });
}

/** Puts new facts of members, keeps exactly one head, and moves the restricted counters of a counted file. */
export function setPersonFacts(
  ctx: ActionContext,
  file: Household,
  changes: readonly {
    readonly person: string;
    readonly facts: PersonFacts;
    readonly effectiveDate: string;
  }[],
): void {
  if (changes.length === 0) return;
  const counted = isCounted(file);
  for (const { person, facts, effectiveDate } of changes) {
    const before = ctx.require(personRestrictedRecord, { person }, "persons").facts;
    ctx.put(personRestrictedRecord, { person }, { facts, effectiveDate });
    if (!counted) continue;
    const deltas = difference(personCounters(before), personCounters(facts));
    if (Object.keys(deltas).length > 0) ctx.countRestricted(file.division, "current", deltas);
  }
  checkRelations(
    ctx,
    factsOfMembers(ctx, file).map((facts) => facts.relation),
  );
}
