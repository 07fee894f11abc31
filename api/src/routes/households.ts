import {
  CAUSES,
  COUNTED_STATES,
  code,
  correctionRecord,
  correctionsRecord,
  divisionScope,
  type Household,
  householdRecord,
  householdRestrictedRecord,
  householdsIn,
  householdsInState,
  householdsOfResponsible,
  isId,
  type Person,
  personRecord,
  personRestrictedRecord,
  REGISTRATION_STATES,
  recordKey,
} from "@jingzhun/ledger";
import { z } from "zod";
import { historyItem, historyPage, historyQuery } from "../history.ts";
import { pageOf } from "../paging.ts";
import { OPEN_FILE, RESTRICTED_FILE } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { checkPast, notFound, proofOf, read } from "../reading.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { divisionCode, flag, pageQuery, wholeNumber } from "../wire.ts";

export const householdId = z
  .string()
  .refine((id) => isId("H", id), { error: "a household id H…" })
  .meta({ wire: { type: "string", pattern: "^H[0-9A-HJKMNP-TV-Z]{17}$" } });
const personId = z
  .string()
  .refine((id) => isId("P", id), { error: "a person id P…" })
  .meta({ wire: { type: "string", pattern: "^P[0-9A-HJKMNP-TV-Z]{17}$" } });
const params = z.strictObject({ household: householdId });
const past = wholeNumber().optional().describe("As of this block");
const proof = flag.default(false).describe("Add a proof of the current value, for the SDK to check");

const household = householdRecord.schema.and(z.object({ id: z.string(), version: z.int() }));

type Context = Pick<RequestContext<unknown, unknown, unknown>, "access" | "permits">;

/** The file, if it exists and the reader may see it where it stands now; else 404, whichever it is. */
function visible(context: Context, id: string): { value: Household; version: number; key: string } {
  const found = read(context.access, householdRecord, { household: id });
  const allowed = context.permits({ division: found?.value.division, household: id });
  if (found === undefined || !allowed) throw notFound("household");
  return found;
}

const list = defineRoute(
  {
    name: "households.list",
    method: "GET",
    path: "/v1/households",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.describe("Within this division"),
      state: code(REGISTRATION_STATES).optional().describe("State of registration"),
      cause: code(CAUSES).optional().describe("Main cause of poverty"),
      counted: flag.default(false).describe("Only those that statistics count as households in poverty"),
      responsible: z
        .string()
        .regex(/^[a-z0-9-]{2,40}$/)
        .optional()
        .describe("Operator in charge"),
    }),
    response: household,
    docs: { tag: "households", zh: "贫困户列表", en: "Households of a division, by division and id" },
  },
  (context) => {
    const { access, query } = context;
    if (!context.permits({ division: query.division })) {
      throw new HttpProblem(403, "read.jurisdiction", "division");
    }
    if (query.state !== undefined && query.responsible !== undefined) {
      const values = { field: "responsible", expected: "either state or responsible" };
      throw new HttpProblem(400, "request.invalid", "responsible", values);
    }
    const { index, prefix } = rangeOf(query);
    return pageOf(access, index, prefix, query, (key) => {
      const found = access.record(key);
      if (found?.value === undefined) return undefined;
      const value = found.value as Household;
      if (query.counted && !COUNTED_STATES.includes(value.registration)) return undefined;
      if (query.cause !== undefined && value.cause.main !== query.cause) return undefined;
      return { ...value, id: key.slice("household/".length), version: found.version };
    });
  },
);

function rangeOf(query: { division: string; state?: string | undefined; responsible?: string | undefined }) {
  if (query.state !== undefined) return householdsInState(query.state, query.division);
  if (query.responsible === undefined) return householdsIn(query.division);
  const { index, prefix } = householdsOfResponsible(query.responsible);
  return { index, prefix: prefix + divisionScope(query.division) };
}

const get = defineRoute(
  {
    name: "households.get",
    method: "GET",
    path: "/v1/households/:household",
    permission: { open: false, rows: OPEN_FILE },
    answer: "record",
    proof: true,
    params,
    query: z.strictObject({ height: past, proof }),
    response: household,
    docs: { tag: "households", zh: "贫困户档案（公开部分）", en: "A household's file, the open part" },
  },
  async (context) => {
    const {
      access,
      params: { household: id },
      query,
    } = context;
    const current = visible(context, id);
    checkPast(access, query.height);
    const shown =
      query.height === undefined ? current : read(access, householdRecord, { household: id }, query.height);
    if (shown === undefined) throw notFound("household");
    const proved = query.proof ? proofOf(access, current.key) : undefined;
    return { data: { ...shown.value, id, version: shown.version }, proof: await proved };
  },
);

const restricted = defineRoute(
  {
    name: "households.restricted",
    method: "GET",
    path: "/v1/households/:household/restricted",
    permission: { open: false, rows: RESTRICTED_FILE },
    answer: "record",
    proof: true,
    params,
    query: z.strictObject({ height: past, proof }),
    response: householdRestrictedRecord.schema.and(z.object({ version: z.int() })),
    docs: {
      tag: "households",
      zh: "收支与生活条件（受限部分）",
      en: "Income, spending and living conditions: the restricted part",
    },
  },
  async (context) => {
    const {
      access,
      params: { household: id },
      query,
    } = context;
    visible(context, id);
    checkPast(access, query.height);
    const found = read(access, householdRestrictedRecord, { household: id }, query.height);
    if (found === undefined) throw notFound("household");
    const proved = query.proof ? proofOf(access, found.key) : undefined;
    return { data: { ...found.value, version: found.version }, proof: await proved };
  },
);

const members = defineRoute(
  {
    name: "households.members",
    method: "GET",
    path: "/v1/households/:household/members",
    permission: { open: false, rows: OPEN_FILE, restricted: RESTRICTED_FILE },
    answer: "list",
    params,
    response: personRecord.schema.and(
      z.object({
        id: z.string(),
        version: z.int(),
        restricted: personRestrictedRecord.schema.optional().describe("Only for those with the right"),
      }),
    ),
    docs: { tag: "households", zh: "家庭成员", en: "The household's members" },
  },
  (context) => {
    const {
      access,
      params: { household: id },
    } = context;
    const { value } = visible(context, id);
    const withFacts = context.permitsRestricted({ division: value.division, household: id });
    const items = value.members.flatMap((person) => {
      const found = read(access, personRecord, { person });
      if (found === undefined) return [];
      const facts = withFacts ? read(access, personRestrictedRecord, { person })?.value : undefined;
      const item: Person & { id: string; version: number; restricted?: typeof facts } = {
        ...found.value,
        id: person,
        version: found.version,
        ...(facts === undefined ? {} : { restricted: facts }),
      };
      return [item];
    });
    return { items };
  },
);

const history = defineRoute(
  {
    name: "households.history",
    method: "GET",
    path: "/v1/households/:household/history",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    params,
    query: z.strictObject(historyQuery),
    response: historyItem,
    docs: {
      tag: "households",
      zh: "档案的全部变更：谁、何时、改了什么、为什么",
      en: "Every change of the file: who, when, what and why",
    },
  },
  (context) => {
    const { key } = visible(context, context.params.household);
    return historyPage(context.access, key, context.query);
  },
);

const restrictedHistory = defineRoute(
  {
    name: "households.restrictedHistory",
    method: "GET",
    path: "/v1/households/:household/restricted/history",
    permission: { open: false, rows: RESTRICTED_FILE },
    answer: "list",
    params,
    query: z.strictObject(historyQuery),
    response: historyItem,
    docs: {
      tag: "households",
      zh: "收支与生活条件（受限部分）的全部变更",
      en: "Every change of the restricted part: income, spending and living conditions",
    },
  },
  (context) => {
    const { household } = context.params;
    visible(context, household);
    return historyPage(context.access, recordKey(householdRestrictedRecord, { household }), context.query);
  },
);

const memberHistory = defineRoute(
  {
    name: "households.memberHistory",
    method: "GET",
    path: "/v1/households/:household/members/:person/history",
    permission: { open: false, rows: RESTRICTED_FILE },
    answer: "list",
    params: params.extend({ person: personId }),
    query: z.strictObject(historyQuery),
    response: historyItem,
    docs: {
      tag: "households",
      zh: "家庭成员情况（受限部分）的全部变更",
      en: "Every change of what describes a member: the restricted part",
      detail: "Of those who are members as the file stands now.",
    },
  },
  (context) => {
    const { household, person } = context.params;
    const { value } = visible(context, household);
    if (!value.members.includes(person)) throw notFound("person");
    return historyPage(context.access, recordKey(personRestrictedRecord, { person }), context.query);
  },
);

const corrections = defineRoute(
  {
    name: "households.corrections",
    method: "GET",
    path: "/v1/households/:household/corrections",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    params,
    query: z.strictObject(historyQuery),
    response: correctionRecord.schema.and(z.object({ n: z.int() })),
    docs: { tag: "households", zh: "更正申请", en: "Corrections asked for, newest first" },
  },
  (context) => {
    const {
      access,
      params: { household: id },
      query,
    } = context;
    visible(context, id);
    const count = read(access, correctionsRecord, { household: id })?.value.count ?? 0;
    const from = query.cursor === undefined ? count : Math.min(count, Number(query.cursor) - 1);
    const items = [];
    for (let n = from; n >= 1 && items.length < query.limit; n--) {
      const found = read(access, correctionRecord, { household: id, n });
      if (found !== undefined) items.push({ ...found.value, n });
    }
    const last = items.at(-1);
    return { items, ...(last !== undefined && last.n > 1 ? { nextCursor: String(last.n) } : {}) };
  },
);

export const householdRoutes: readonly Route[] = [
  list,
  get,
  restricted,
  members,
  history,
  restrictedHistory,
  memberHistory,
  corrections,
];
