import { z } from "zod";
import {
  code,
  codeSet,
  DISABILITY_CLASSES,
  EDUCATIONS,
  ETHNIC_GROUPS,
  HEALTHS,
  INSURANCES,
  LABOURS,
  MIGRANT_REGIONS,
  RELATION_SEX,
  RELATIONS,
  SCHOOL_STATUSES,
  SEXES,
} from "../codes/index.ts";
import { civilDate, idOf } from "../fields.ts";
import { defineRecord } from "../module.ts";
import { personRows } from "./queries.ts";

const personSchema = z.strictObject({
  /** Absent once the person has left every file. */
  household: idOf("H").optional(),
  /** Civil date since when, as claimed. */
  since: civilDate,
});
export type Person = z.infer<typeof personSchema>;

/** `person/<id>`: which household a person belongs to; history in the record's versions. */
export const personRecord = defineRecord({
  name: "person",
  pattern: "person/:person",
  class: "open",
  schema: personSchema,
  indexes: ({ person }, value) => personRows(person, value),
});

/** What describes a person (DOMAIN §3, restricted part): the content of the person's own attachment. */
export const personFactsSchema = z
  .strictObject({
    relation: code(RELATIONS),
    sex: code(SEXES),
    birthDate: civilDate,
    ethnicGroup: code(ETHNIC_GROUPS),
    education: code(EDUCATIONS).optional(),
    schoolStatus: code(SCHOOL_STATUSES).optional(),
    health: codeSet(HEALTHS, HEALTHS.entries.length, 1),
    /** Grade 1 is the most severe. */
    disability: z.strictObject({ class: code(DISABILITY_CLASSES), grade: z.int().min(1).max(4) }).optional(),
    labour: code(LABOURS).optional(),
    /** Work away from home in the past year. */
    migrantWork: z.strictObject({ region: code(MIGRANT_REGIONS), months: z.int().min(1).max(12) }).optional(),
    insurance: codeSet(INSURANCES, INSURANCES.entries.length).optional(),
    /** Registered 户籍人口 and resident 常住人口; absent: both. They make the divisor of per-head income. */
    registered: z.boolean().optional(),
    resident: z.boolean().optional(),
  })
  .refine((facts) => facts.health.length === 1 || !facts.health.includes("healthy"), {
    path: ["health"],
    error: "healthy stands alone",
  })
  .refine((facts) => facts.disability === undefined || facts.health.includes("disabled"), {
    path: ["health"],
    error: "a disability needs health disabled",
  })
  .refine((facts) => (RELATION_SEX[facts.relation] ?? facts.sex) === facts.sex, {
    path: ["sex"],
    error: "the relation says another sex",
  });
export type PersonFacts = z.infer<typeof personFactsSchema>;

/** `person/<id>/restricted` */
export const personRestrictedRecord = defineRecord({
  name: "person_restricted",
  pattern: "person/:person/restricted",
  class: "restricted",
  schema: z.strictObject({ facts: personFactsSchema, effectiveDate: civilDate }),
});

/** `person/<id>/proposed`: facts that wait for the second person of a correction. */
export const personProposedRecord = defineRecord({
  name: "person_proposed",
  pattern: "person/:person/proposed",
  class: "restricted",
  schema: z.strictObject({ facts: personFactsSchema, effectiveDate: civilDate }),
});
