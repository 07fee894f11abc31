import { operatorRecord } from "../access/schema.ts";
import { daysBetween } from "../civil-date.ts";
import type { ActionContext } from "../context.ts";
import { withinDivision } from "../division/codes.ts";
import { requireDivision } from "../division/queries.ts";
import { useEndorsement } from "../endorsement/use.ts";
import { fileSubject, requireFile } from "../household/file.ts";
import { LIVE_STATES } from "../household/states.ts";
import { defineAction, defineModule } from "../module.ts";
import { notInFuture } from "../past-date.ts";
import { recountService } from "./counters.ts";
import { LATE_DAYS, SERVICES_MAX } from "./limits.ts";
import { serviceRefusals } from "./refusals.ts";
import {
  type Acknowledgement,
  acknowledgePayload,
  editPayload,
  recordPayload,
  type Service,
  serviceRecord,
  serviceStatement,
  servicesRecord,
} from "./schema.ts";

/** Who serves households, and may witness that another did. */
const STAFF = ["cadre", "village_secretary", "village_clerk", "township_officer"] as const;
const staffInDivision = STAFF.map((role) => ({ role, jurisdiction: "division" as const }));

const record = defineAction({
  type: "service.record",
  title: { zh: "记录帮扶服务", en: "Record a service" },
  payload: recordPayload,
  cost: 12,
  permission: staffInDivision,
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n: expected, endorsement, rating, ...facts } = payload;
    const by = ctx.sender.operator;
    if (by === undefined) return ctx.refuse("permission.role", "");
    const file = requireFile(ctx, household);
    ctx.check(LIVE_STATES.includes(file.registration), "service.household_closed", "householdId", {
      state: file.registration,
    });
    notInFuture(ctx, facts.performedOn, "performedOn");
    if (facts.village !== undefined) {
      const place = requireDivision(ctx, facts.village, "village");
      ctx.check(place.level === "village", "service.not_village", "village", { division: facts.village });
    }
    ctx.check(rating === undefined || endorsement !== undefined, "service.rating_by_household", "rating");
    const n = (ctx.get(servicesRecord, { household })?.count ?? 0) + 1;
    if (n > SERVICES_MAX) ctx.refuse("service.too_many", "householdId");
    ctx.check(expected === undefined || expected === n, "service.number", "n", { next: n });
    let service: Service = {
      ...facts,
      division: file.division,
      by,
      recordedOn: ctx.date,
      ...lateness(ctx, facts.performedOn, ctx.date),
    };
    if (endorsement !== undefined) service = endorsed(ctx, household, service, endorsement, rating);
    ctx.put(servicesRecord, { household }, { count: n });
    putService(ctx, household, n, undefined, service);
    ctx.emit("service.recorded", {
      household,
      n,
      division: file.division,
      type: service.type,
      operator: service.by,
      performedOn: service.performedOn,
      late: service.late,
    });
  },
});

const acknowledge = defineAction({
  type: "service.acknowledge",
  title: { zh: "确认帮扶服务", en: "Acknowledge a service" },
  payload: acknowledgePayload,
  cost: 12,
  permission: [{ role: "household", jurisdiction: "own_household" }, ...staffInDivision],
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n, rating, endorsement } = payload;
    const before = ctx.require(serviceRecord, { household, n }, "n");
    let after: Service;
    if (ctx.sender.kind === "household") {
      ctx.check(endorsement === undefined, "service.endorsement_unneeded", "endorsement");
      after = acknowledged(ctx, before, { kind: "key", by: ctx.sender.actor, at: ctx.time }, rating);
    } else {
      if (endorsement === undefined) return ctx.refuse("service.endorsement_needed", "endorsement");
      after = endorsed(ctx, household, before, endorsement, rating);
    }
    putService(ctx, household, n, before, after);
    ctx.emit("service.acknowledged", {
      household,
      n,
      division: after.division,
      kind: after.acknowledgements?.at(-1)?.kind,
      rating,
    });
  },
});

/** The author corrects an entry. What others confirmed was the old text, so their confirmation ends with it. */
const edit = defineAction({
  type: "service.edit",
  title: { zh: "修改服务记录", en: "Edit a service" },
  payload: editPayload,
  cost: 12,
  permission: staffInDivision,
  subject: (ctx, payload) => fileSubject(ctx, payload),
  apply(ctx, payload) {
    const { householdId: household, n } = payload;
    const before = ctx.require(serviceRecord, { household, n }, "n");
    if (before.by !== ctx.sender.operator) ctx.refuse("service.not_author", "", { by: before.by });
    ctx.expectVersion(serviceRecord, { household, n }, payload.expectVersion);
    notInFuture(ctx, payload.performedOn, "performedOn");
    const { acknowledgements, rating, late: _, ...kept } = before;
    const performedOn = payload.performedOn ?? before.performedOn;
    const after: Service = {
      ...kept,
      type: payload.type ?? before.type,
      performedOn,
      ...lateness(ctx, performedOn, before.recordedOn),
      content: payload.content ?? before.content,
      ...(payload.minutes === undefined ? {} : { minutes: payload.minutes }),
      ...(payload.result === undefined ? {} : { result: payload.result }),
      edits: (before.edits ?? 0) + 1,
      editReason: payload.reason,
    };
    const fields = (["type", "performedOn", "minutes", "content", "result"] as const).filter(
      (field) => before[field] !== after[field],
    );
    if (fields.length === 0) ctx.refuse("service.nothing_changed", "");
    putService(ctx, household, n, before, after);
    ctx.emit("service.edited", {
      household,
      n,
      division: after.division,
      fields,
      reason: payload.reason,
      acknowledgementsEnded: acknowledgements?.length,
      ratingEnded: rating === undefined ? undefined : true,
    });
  },
});

/** Entered too long after it was done; an edit of the date is judged by the day of the first entry. */
function lateness(ctx: ActionContext, performedOn: string, recordedOn: string): Pick<Service, "late"> {
  const days = daysBetween(performedOn, recordedOn);
  return days > ctx.param("service.late_days", LATE_DAYS) ? { late: true } : {};
}

function putService(
  ctx: ActionContext,
  household: string,
  n: number,
  before: Service | undefined,
  after: Service,
): void {
  ctx.put(serviceRecord, { household, n }, after);
  recountService(ctx, before, after);
}

/** Adds what the endorsement confirms: the household itself, or a second cadre as witness. */
function endorsed(
  ctx: ActionContext,
  household: string,
  service: Service,
  endorsement: Uint8Array,
  rating: number | undefined,
): Service {
  const statement = serviceStatement(household, service);
  const endorser = useEndorsement(ctx, endorsement, statement, "endorsement");
  const { actor: by, occurredAt: at } = endorser;
  if (endorser.household === household) {
    return acknowledged(ctx, service, { kind: "endorsement", by, at }, rating);
  }
  const fit =
    endorser.operator !== undefined &&
    endorser.operator !== service.by &&
    mayWitness(ctx, endorser.operator, service.division);
  if (!fit) ctx.refuse("service.endorser", "endorsement");
  ctx.check(rating === undefined, "service.rating_by_household", "rating");
  return acknowledged(ctx, service, { kind: "witness", by, at }, undefined);
}

function mayWitness(ctx: ActionContext, operator: string, division: string): boolean {
  const value = ctx.get(operatorRecord, { operator });
  return (
    value?.status === "active" &&
    value.roles.some(
      (held) =>
        (STAFF as readonly string[]).includes(held.role) &&
        (held.until === undefined || held.until >= ctx.date) &&
        withinDivision(division, held.division),
    )
  );
}

/** The household's side and the witness's, each once. */
function acknowledged(
  ctx: ActionContext,
  service: Service,
  acknowledgement: Acknowledgement,
  rating: number | undefined,
): Service {
  const before = service.acknowledgements ?? [];
  const side = (kind: string) => (kind === "witness" ? "witness" : "household");
  if (before.some((one) => side(one.kind) === side(acknowledgement.kind))) {
    ctx.refuse("service.acknowledged", "n");
  }
  return {
    ...service,
    acknowledgements: [...before, acknowledgement],
    ...(rating === undefined ? {} : { rating }),
  };
}

/** Services 帮扶服务: README.md tells the process. */
export const service = defineModule({
  name: "service",
  version: 1,
  records: [servicesRecord, serviceRecord],
  actions: [record, acknowledge, edit],
  refusals: serviceRefusals,
});
