import { operatorRecord } from "../access/schema.ts";
import { addDays } from "../civil-date.ts";
import type { ReadContext } from "../context.ts";
import { withinDivision } from "../division/codes.ts";
import { defineAction } from "../module.ts";
import { fileSubject, putFile, requireFile } from "./file.ts";
import { ASSIGNMENTS_MAX, RESPONSIBLE_MAX } from "./limits.ts";
import { assignmentsRecord, assignPayload, householdRecord } from "./schema.ts";
import { LIVE_STATES } from "./states.ts";

/** Refuses `household.not_a_cadre` unless the operator may be in charge of households of the village today. */
export function checkCadre(ctx: ReadContext, operator: string, village: string, path: string): void {
  const record = ctx.require(operatorRecord, { operator }, path);
  const holds = record.roles.some(
    (held) =>
      (held.role === "cadre" || held.role === "village_secretary") &&
      (held.until === undefined || held.until >= ctx.date) &&
      withinDivision(village, held.division),
  );
  ctx.check(record.status === "active" && holds, "household.not_a_cadre", path, { operator });
}

export const assignResponsible = defineAction({
  type: "household.assignResponsible",
  title: { zh: "指定帮扶责任人", en: "Put a cadre in charge" },
  payload: assignPayload,
  cost: 15,
  permission: [
    { role: "township_officer", jurisdiction: "division", states: LIVE_STATES },
    { role: "county_officer", jurisdiction: "division", states: LIVE_STATES },
    { role: "village_secretary", jurisdiction: "division", states: LIVE_STATES },
  ],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, operator, from, until, replaces } = payload;
    const before = requireFile(ctx, household);
    ctx.expectVersion(householdRecord, { household }, payload.expectVersion);
    checkCadre(ctx, operator, before.division, "operator");
    ctx.check(until === undefined || until >= from, "household.period", "until");
    ctx.check(!before.responsible.includes(operator), "household.already_responsible", "operator", {
      operator,
    });
    if (replaces !== undefined) {
      ctx.check(before.responsible.includes(replaces), "household.not_responsible", "replaces", {
        operator: replaces,
      });
    }
    const responsible = [...before.responsible.filter((other) => other !== replaces), operator];
    if (responsible.length > RESPONSIBLE_MAX) {
      ctx.refuse("household.too_many_responsible", "operator", { max: RESPONSIBLE_MAX });
    }
    putFile(ctx, household, before, { ...before, responsible });
    const ended = addDays(from, -1);
    const list = (ctx.get(assignmentsRecord, { household })?.list ?? []).map((one) =>
      one.operator === replaces && (one.until === undefined || one.until > ended)
        ? { ...one, until: later(one.from, ended) }
        : one,
    );
    list.push({ operator, from, ...(until === undefined ? {} : { until }), by: ctx.sender.actor });
    ctx.put(assignmentsRecord, { household }, { list: list.slice(-ASSIGNMENTS_MAX) });
    ctx.emit("household.responsible_assigned", {
      household,
      division: before.division,
      operator,
      from,
      until,
      replaces,
    });
  },
});

/** Dates compare as strings. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}
