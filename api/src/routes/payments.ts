import {
  code,
  FUND_PURPOSES,
  PAYMENT_STATES,
  type Payment,
  paymentRecord,
  paymentsIn,
  paymentsInState,
  paymentsOf,
  paymentsRecord,
} from "@jingzhun/ledger";
import { z } from "zod";
import { historyItem, historyPage, historyQuery } from "../history.ts";
import type { RecordVersion } from "../node-access.ts";
import { pageOf } from "../paging.ts";
import { FUND_FILE, PAYMENT_FILE } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { notFound, proofOf, read } from "../reading.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { householdDivision } from "../subjects.ts";
import { divisionCode, flag, pageQuery, wholeNumber } from "../wire.ts";
import { indicatorId, visibleIndicator } from "./funds.ts";
import { householdId } from "./households.ts";

const payment = paymentRecord.schema.and(
  z.object({ household: z.string(), n: z.int().describe("Number within the household"), version: z.int() }),
);
const place = z.strictObject({ household: householdId, n: wholeNumber(1_000_000) });

function viewOf(key: string, found: RecordVersion | undefined) {
  if (found?.value === undefined) return undefined;
  const [, household = "", , n] = key.split("/");
  return { ...(found.value as unknown as Payment), household, n: Number(n), version: found.version };
}

function visible(
  context: Pick<RequestContext<unknown, unknown, unknown>, "access" | "permits">,
  parts: { household: string; n: number },
) {
  const found = read(context.access, paymentRecord, parts);
  const allowed = context.permits({ division: found?.value.division, household: parts.household });
  if (found === undefined || !allowed) throw notFound("payment");
  return found;
}

const list = defineRoute(
  {
    name: "payments.list",
    method: "GET",
    path: "/v1/funds/payments",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.describe("Within this division"),
      state: code(PAYMENT_STATES).optional(),
      purpose: code(FUND_PURPOSES).optional(),
      paid: flag.default(false).describe("Only those that were paid, confirmed or not"),
    }),
    response: payment,
    docs: { tag: "funds", zh: "资金申请与支付", en: "Applications and payments of a division" },
  },
  (context) => {
    const { access, query } = context;
    if (!context.permits({ division: query.division })) {
      throw new HttpProblem(403, "read.jurisdiction", "division");
    }
    const { index, prefix } =
      query.state === undefined ? paymentsIn(query.division) : paymentsInState(query.state, query.division);
    return pageOf(access, index, prefix, query, (key) => {
      const item = viewOf(key, access.record(key));
      if (query.paid && item?.paidOn === undefined) return undefined;
      return query.purpose === undefined || item?.purpose === query.purpose ? item : undefined;
    });
  },
);

const ofIndicator = defineRoute(
  {
    name: "payments.ofIndicator",
    method: "GET",
    path: "/v1/funds/indicators/:indicator/payments",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    params: z.strictObject({ indicator: indicatorId }),
    query: z.strictObject(pageQuery),
    response: payment,
    docs: { tag: "funds", zh: "使用一个指标的支付", en: "Payments that cite an indicator" },
  },
  (context) => {
    const { access, params, query } = context;
    visibleIndicator(context, params.indicator);
    const { index, prefix } = paymentsOf(params.indicator);
    return pageOf(access, index, prefix, query, (key) => viewOf(key, access.record(key)));
  },
);

const ofHousehold = defineRoute(
  {
    name: "payments.ofHousehold",
    method: "GET",
    path: "/v1/households/:household/payments",
    permission: { open: false, rows: PAYMENT_FILE },
    answer: "list",
    params: z.strictObject({ household: householdId }),
    query: z.strictObject(historyQuery),
    response: payment,
    docs: { tag: "funds", zh: "一户的资金", en: "What a household applied for and received, newest first" },
  },
  (context) => {
    const { access, params, query } = context;
    const { household } = params;
    if (!context.permits({ division: householdDivision(access, household), household })) {
      throw notFound("household");
    }
    const count = read(access, paymentsRecord, { household })?.value.count ?? 0;
    const from = query.cursor === undefined ? count : Math.min(count, Number(query.cursor) - 1);
    const items: NonNullable<ReturnType<typeof viewOf>>[] = [];
    for (let n = from; n >= 1 && items.length < query.limit; n--) {
      const key = `household/${household}/payments/${n}`;
      const item = viewOf(key, access.record(key));
      if (item !== undefined) items.push(item);
    }
    const last = items.at(-1);
    return { items, ...(last !== undefined && last.n > 1 ? { nextCursor: String(last.n) } : {}) };
  },
);

const get = defineRoute(
  {
    name: "payments.get",
    method: "GET",
    path: "/v1/households/:household/payments/:n",
    permission: { open: false, rows: PAYMENT_FILE },
    answer: "record",
    proof: true,
    params: place,
    query: z.strictObject({ proof: flag.default(false) }),
    response: payment,
    docs: { tag: "funds", zh: "一笔支付", en: "One payment" },
  },
  async (context) => {
    const found = visible(context, context.params);
    const proof = context.query.proof ? proofOf(context.access, found.key) : undefined;
    return { data: { ...found.value, ...context.params, version: found.version }, proof: await proof };
  },
);

const history = defineRoute(
  {
    name: "payments.history",
    method: "GET",
    path: "/v1/households/:household/payments/:n/history",
    permission: { open: false, rows: PAYMENT_FILE },
    answer: "list",
    params: place,
    query: z.strictObject(historyQuery),
    response: historyItem,
    docs: { tag: "funds", zh: "一笔支付的每一步", en: "Every step of a payment" },
  },
  (context) => historyPage(context.access, visible(context, context.params).key, context.query),
);

export const paymentRoutes: readonly Route[] = [list, ofIndicator, ofHousehold, get, history];
