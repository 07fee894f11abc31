import {
  code,
  SERVICE_TYPES,
  type Service,
  serviceRecord,
  servicesIn,
  servicesOf,
  servicesRecord,
  withinDivision,
} from "@jingzhun/ledger";
import { z } from "zod";
import { historyItem, historyPage, historyQuery } from "../history.ts";
import { pageOf } from "../paging.ts";
import { OPEN_FILE } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { notFound, proofOf, read } from "../reading.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { divisionCode, flag, pageQuery, wholeNumber } from "../wire.ts";
import { householdId } from "./households.ts";

const service = serviceRecord.schema.and(
  z.object({ household: z.string(), n: z.int().describe("Number within the household"), version: z.int() }),
);
const place = z.strictObject({ household: householdId, n: wholeNumber(1_000_000) });

function viewOf(key: string, found: { value?: unknown; version: number } | undefined) {
  if (found?.value === undefined) return undefined;
  const [, household = "", , n] = key.split("/");
  return { ...(found.value as Service), household, n: Number(n), version: found.version };
}

/** One service act, judged by where it was done; else 404. */
function visible(
  context: Pick<RequestContext<unknown, unknown, unknown>, "access" | "permits">,
  parts: { household: string; n: number },
) {
  const found = read(context.access, serviceRecord, parts);
  const allowed = context.permits({ division: found?.value.division, household: parts.household });
  if (found === undefined || !allowed) throw notFound("service");
  return found;
}

const ofHousehold = defineRoute(
  {
    name: "services.ofHousehold",
    method: "GET",
    path: "/v1/households/:household/services",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    params: z.strictObject({ household: householdId }),
    query: z.strictObject(historyQuery),
    response: service,
    docs: { tag: "services", zh: "一户的帮扶服务", en: "What was done for a household, newest first" },
  },
  (context) => {
    const {
      access,
      params: { household },
      query,
    } = context;
    const file = access.record(`household/${household}`)?.value as { division: string } | undefined;
    if (!context.permits({ division: file?.division, household })) throw notFound("household");
    const count = read(access, servicesRecord, { household })?.value.count ?? 0;
    const from = query.cursor === undefined ? count : Math.min(count, Number(query.cursor) - 1);
    const items: NonNullable<ReturnType<typeof viewOf>>[] = [];
    for (let n = from; n >= 1 && items.length < query.limit; n--) {
      const key = `household/${household}/services/${n}`;
      const item = viewOf(key, access.record(key));
      if (item !== undefined) items.push(item);
    }
    const last = items.at(-1);
    return { items, ...(last !== undefined && last.n > 1 ? { nextCursor: String(last.n) } : {}) };
  },
);

const list = defineRoute(
  {
    name: "services.list",
    method: "GET",
    path: "/v1/services",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.describe("Within this division"),
      operator: z
        .string()
        .regex(/^[a-z0-9-]{2,40}$/)
        .optional()
        .describe("Done by this operator"),
      type: code(SERVICE_TYPES).optional(),
    }),
    response: service,
    docs: {
      tag: "services",
      zh: "一个地区或一名责任人的帮扶服务；一个村、一名责任人的，新的在前",
      en: "Service acts of a division, or of an operator there; of one village or operator the newest first",
    },
  },
  (context) => {
    const { access, query } = context;
    if (!context.permits({ division: query.division })) {
      throw new HttpProblem(403, "read.jurisdiction", "division");
    }
    const { index, prefix } =
      query.operator === undefined ? servicesIn(query.division) : servicesOf(query.operator);
    return pageOf(
      access,
      index,
      prefix,
      query,
      (key) => {
        const item = viewOf(key, access.record(key));
        // An operator may have worked elsewhere, too: those acts are outside what was asked for and allowed.
        if (item === undefined || !withinDivision(item.division, query.division)) return undefined;
        return query.type === undefined || item.type === query.type ? item : undefined;
      },
      { reverse: true },
    );
  },
);

const get = defineRoute(
  {
    name: "services.get",
    method: "GET",
    path: "/v1/households/:household/services/:n",
    permission: { open: false, rows: OPEN_FILE },
    answer: "record",
    proof: true,
    params: place,
    query: z.strictObject({ proof: flag.default(false) }),
    response: service,
    docs: { tag: "services", zh: "一次帮扶服务", en: "One service act" },
  },
  async (context) => {
    const found = visible(context, context.params);
    const proof = context.query.proof ? proofOf(context.access, found.key) : undefined;
    return { data: { ...found.value, ...context.params, version: found.version }, proof: await proof };
  },
);

const history = defineRoute(
  {
    name: "services.history",
    method: "GET",
    path: "/v1/households/:household/services/:n/history",
    permission: { open: false, rows: OPEN_FILE },
    answer: "list",
    params: place,
    query: z.strictObject(historyQuery),
    response: historyItem,
    docs: { tag: "services", zh: "一次帮扶服务的全部修改", en: "Every edit of a service act" },
  },
  (context) => historyPage(context.access, visible(context, context.params).key, context.query),
);

export const serviceRoutes: readonly Route[] = [ofHousehold, list, get, history];
