import { z } from "zod";
import {
  CAUSES,
  CORRECTION_STATES,
  code,
  codeSet,
  EXISTENCE_STATES,
  HOUSEHOLD_FLAGS,
  HOUSEHOLD_KINDS,
  MONITORING_STATES,
  REGISTRATION_STATES,
  STANDARDS,
} from "../codes/index.ts";
import { bytes32, civilDate, divisionCode, expectVersion, idOf, reason, slug, text } from "../fields.ts";
import { defineRecord } from "../module.ts";
import {
  ASSIGNMENTS_MAX,
  MEMBERS_MAX,
  OTHER_CAUSES_MAX,
  REMARK_CHARACTERS_MAX,
  RESPONSIBLE_MAX,
} from "./limits.ts";
import { householdRows } from "./queries.ts";
import { registrationSteps } from "./states.ts";

const causeSchema = z
  .strictObject({
    main: code(CAUSES),
    others: codeSet(CAUSES, OTHER_CAUSES_MAX),
    /** Required with `other`. */
    remark: text(REMARK_CHARACTERS_MAX).optional(),
  })
  .refine((cause) => !cause.others.includes(cause.main), {
    path: ["others"],
    error: "the main cause stands once",
  })
  .refine(
    (cause) => cause.remark !== undefined || (cause.main !== "other" && !cause.others.includes("other")),
    { path: ["remark"], error: "the cause other needs a remark" },
  );
export type Cause = z.infer<typeof causeSchema>;

/** An actor: `operator/<id>`, `household/<id>` … (Sender.actor). */
const actor = z.string().max(80);

/** What an official file says openly, and what corrections and updates may change. */
const openFacts = {
  standard: code(STANDARDS),
  kind: code(HOUSEHOLD_KINDS),
  cause: causeSchema,
  flags: codeSet(HOUSEHOLD_FLAGS, HOUSEHOLD_FLAGS.entries.length),
};

const householdSchema = z.strictObject({
  /** A village, 12 digits. */
  division: divisionCode,
  ...openFacts,
  /** Person ids; their count is the open fact, who is head is restricted. */
  members: z.array(idOf("P")).min(1).max(MEMBERS_MAX),
  registration: code(REGISTRATION_STATES),
  /** Absent: none. */
  monitoring: code(MONITORING_STATES).optional(),
  /** Absent: active. */
  existence: code(EXISTENCE_STATES).optional(),
  /** When the open facts became true, as claimed. */
  effectiveDate: civilDate,
  /** Actor who opened the file. */
  registeredBy: actor,
  /** Actor who decided on it, the date of the decision, and why it was turned down. */
  decidedBy: actor.optional(),
  decidedOn: civilDate.optional(),
  reason: reason.optional(),
  /** Operators in charge 帮扶责任人; since when: `household/<id>/assignments`. */
  responsible: z.array(slug).max(RESPONSIBLE_MAX),
});
export type Household = z.infer<typeof householdSchema>;

/** `household/<id>`: the open part. */
export const householdRecord = defineRecord({
  name: "household",
  pattern: "household/:household",
  class: "open",
  schema: householdSchema,
  indexes: ({ household }, value) => householdRows(household, value),
  division: (_, value) => value.division,
  steps: { table: registrationSteps, state: (value) => value.registration },
});

/** `household/<id>/assignments`: who was put in charge from when until when, newest last. */
export const assignmentsRecord = defineRecord({
  name: "assignments",
  pattern: "household/:household/assignments",
  class: "open",
  schema: z.strictObject({
    list: z
      .array(z.strictObject({ operator: slug, from: civilDate, until: civilDate.optional(), by: actor }))
      .max(ASSIGNMENTS_MAX),
  }),
});

const openPatchSchema = z
  .strictObject({
    standard: openFacts.standard.optional(),
    kind: openFacts.kind.optional(),
    cause: openFacts.cause.optional(),
    flags: openFacts.flags.optional(),
    effectiveDate: civilDate.optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    error: "nothing to change",
  });
export type OpenPatch = z.infer<typeof openPatchSchema>;

/** `household/<id>/corrections`: how many there were, and the number of the one that waits. */
export const correctionsRecord = defineRecord({
  name: "corrections",
  pattern: "household/:household/corrections",
  class: "open",
  schema: z.strictObject({
    count: z.int().min(0),
    waiting: z.int().min(1).optional(),
    division: divisionCode,
  }),
  indexes: ({ household }, value) =>
    value.waiting === undefined ? [] : [`correction.waiting/${value.division}/${household}/${value.waiting}`],
  division: (_, value) => value.division,
});

/** `household/<id>/corrections/<n>`, n from 1. Proposed restricted facts wait in `…/proposed` records. */
export const correctionRecord = defineRecord({
  name: "correction",
  pattern: "household/:household/corrections/:n",
  class: "open",
  schema: z.strictObject({
    state: code(CORRECTION_STATES),
    reason,
    open: openPatchSchema.optional(),
    /** Facts of the household itself are proposed. */
    facts: z.boolean().optional(),
    /** Persons of whom facts are proposed. */
    persons: z.array(idOf("P")).max(MEMBERS_MAX).optional(),
    /** Versions of the records as the first person saw them: household, its facts, each person's. */
    versions: z.array(z.int().min(0)).max(MEMBERS_MAX + 2),
    requestedBy: actor,
    requestedOn: civilDate,
    decidedBy: actor.optional(),
    decidedOn: civilDate.optional(),
    remark: text(REMARK_CHARACTERS_MAX).optional(),
  }),
});
export type Correction = z.infer<typeof correctionRecord.schema>;

const householdId = idOf("H");
const member = z.strictObject({ personId: idOf("P"), restricted: bytes32 });

export const registerPayload = z.strictObject({
  householdId,
  division: divisionCode,
  ...openFacts,
  members: z.array(member).min(1).max(MEMBERS_MAX),
  /** The household's own attachment. */
  restricted: bytes32.optional(),
  effectiveDate: civilDate,
  responsible: slug.optional(),
});
export type RegisterPayload = z.infer<typeof registerPayload>;

export const approvePayload = z.strictObject({
  householdId,
  remark: text(REMARK_CHARACTERS_MAX).optional(),
  expectVersion,
});

/** Of reject and withdraw. */
export const closePayload = z.strictObject({ householdId, reason, expectVersion });

export const updatePayload = z.strictObject({
  householdId,
  standard: openFacts.standard.optional(),
  kind: openFacts.kind.optional(),
  cause: openFacts.cause.optional(),
  flags: openFacts.flags.optional(),
  effectiveDate: civilDate,
  expectVersion,
});

export const updateRestrictedPayload = z
  .strictObject({
    householdId,
    restricted: bytes32.optional(),
    persons: z
      .array(z.strictObject({ ...member.shape, expectVersion }))
      .max(MEMBERS_MAX)
      .optional(),
    effectiveDate: civilDate,
    /** Of the household's restricted record. */
    expectVersion,
  })
  .refine((p) => p.restricted !== undefined || (p.persons ?? []).length > 0, { error: "nothing to change" });

export const assignPayload = z.strictObject({
  householdId,
  operator: slug,
  from: civilDate,
  until: civilDate.optional(),
  /** Whose duty ends with this. */
  replaces: slug.optional(),
  expectVersion,
});

export const requestCorrectionPayload = z
  .strictObject({
    householdId,
    reason,
    open: openPatchSchema.optional(),
    restricted: bytes32.optional(),
    persons: z.array(member).max(MEMBERS_MAX).optional(),
    /** When the corrected facts were true; required with restricted ones. */
    effectiveDate: civilDate.optional(),
    expectVersion,
  })
  .refine((p) => p.open !== undefined || p.restricted !== undefined || (p.persons ?? []).length > 0, {
    error: "nothing to correct",
  })
  .refine(
    (p) => p.effectiveDate !== undefined || (p.restricted === undefined && (p.persons ?? []).length === 0),
    { path: ["effectiveDate"], error: "restricted facts need the date from which they are true" },
  );

export const confirmCorrectionPayload = z.strictObject({
  householdId,
  n: z.int().min(1),
  accept: z.boolean(),
  remark: text(REMARK_CHARACTERS_MAX).optional(),
});

export type { Person } from "./person.ts";
