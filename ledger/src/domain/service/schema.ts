import { z } from "zod";
import { H } from "../../crypto/hashing.ts";
import { ACKNOWLEDGEMENT_KINDS, code, SERVICE_TYPES } from "../codes/index.ts";
import { endorsementBytes } from "../endorsement/schema.ts";
import { civilDate, divisionCode, expectVersion, idOf, reason, slug, text, timestamp } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { CONTENT_CHARACTERS_MAX, MINUTES_MAX, RESULT_CHARACTERS_MAX, SERVICES_MAX } from "./limits.ts";
import { serviceRows } from "./queries.ts";

const facts = {
  type: code(SERVICE_TYPES),
  /** Civil date, as claimed. */
  performedOn: civilDate,
  minutes: z.int().min(1).max(MINUTES_MAX).optional(),
  content: text(CONTENT_CHARACTERS_MAX, 2),
  result: text(RESULT_CHARACTERS_MAX).optional(),
  /** Where, if not in the household's own village; a village code. */
  village: divisionCode.optional(),
  /** Thousandths of a degree, about 100 m: no closer place is kept. */
  place: z
    .strictObject({
      latitude: z.int().min(-90_000).max(90_000),
      longitude: z.int().min(-180_000).max(180_000),
    })
    .optional(),
};

/** 1 to 5, given by the household. */
const rating = z.int().min(1).max(5);

const acknowledgementSchema = z.strictObject({
  kind: code(ACKNOWLEDGEMENT_KINDS),
  by: z.string().max(80),
  /** ms UTC; of an endorsement as claimed. */
  at: timestamp,
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

const serviceSchema = z.strictObject({
  ...facts,
  /** The household's village when the service was recorded. */
  division: divisionCode,
  /** Operator who did it. */
  by: slug,
  /** Civil date of the block that first held it. */
  recordedOn: civilDate,
  /** Entered more than a week after (parameter `service.late_days`). */
  late: z.literal(true).optional(),
  rating: rating.optional(),
  /** The household's and a second cadre's, at most one of each. */
  acknowledgements: z.array(acknowledgementSchema).max(2).optional(),
  /** How often it was edited, and why the last time; what it said before stands in the record's history. */
  edits: z.int().min(1).optional(),
  editReason: reason.optional(),
});
export type Service = z.infer<typeof serviceSchema>;

/** `household/<id>/services`: how many there are; never falls. */
export const servicesRecord = defineRecord({
  name: "services",
  pattern: "household/:household/services",
  class: "open",
  schema: z.strictObject({ count: z.int().min(0).max(SERVICES_MAX) }),
});

/** `household/<id>/services/<n>`, n from 1. */
export const serviceRecord = defineRecord({
  name: "service",
  pattern: "household/:household/services/:n",
  class: "open",
  schema: serviceSchema,
  indexes: ({ household, n }, value) => serviceRows(household, n, value),
  division: (_, value) => value.division,
});

const householdId = idOf("H");
const n = z.int().min(1).max(SERVICES_MAX);

export const recordPayload = z.strictObject({
  householdId,
  /** The number that the service will get, where the sender knows it; refuses another. */
  n: n.optional(),
  ...facts,
  /** Signed offline by the household or a second cadre. */
  endorsement: endorsementBytes.optional(),
  /** The household's, with its endorsement. */
  rating: rating.optional(),
});

export const acknowledgePayload = z.strictObject({
  householdId,
  n,
  rating: rating.optional(),
  endorsement: endorsementBytes.optional(),
});

export const editPayload = z.strictObject({
  householdId,
  n,
  reason,
  type: facts.type.optional(),
  performedOn: facts.performedOn.optional(),
  minutes: facts.minutes,
  content: facts.content.optional(),
  result: facts.result,
  expectVersion,
});

/** What a household or witness signs: the service to the letter, without its number, which comes later. */
export function serviceStatement(
  household: string,
  service: Pick<Service, "type" | "performedOn" | "minutes" | "content" | "result" | "by">,
): Uint8Array {
  return H("service-statement", (h) =>
    h
      .text(household)
      .text(service.by)
      .text(service.type)
      .text(service.performedOn)
      .u32(service.minutes ?? 0)
      .text(service.content)
      .text(service.result ?? ""),
  );
}
