import { paymentRecord, paymentsRecord } from "@jingzhun/ledger";
import { z } from "zod";
import { traceDown, traceUp } from "../fund-trace.ts";
import { TRACE_NODES_MAX } from "../limits.ts";
import { FUND_FILE, PAYMENT_FILE } from "../permission/permission.ts";
import { notFound, read } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { householdDivision } from "../subjects.ts";
import { indicatorId, visibleIndicator } from "./funds.ts";
import { householdId } from "./households.ts";

const graph = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["source", "indicator", "household"]),
      division: z.string().optional(),
      fen: z.int().optional(),
      year: z.int().optional(),
      document: z.string().optional(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      fen: z.int(),
      records: z.array(z.string()).describe("Keys of the records behind the edge"),
    }),
  ),
  truncated: z.boolean(),
});

const ofIndicator = defineRoute(
  {
    name: "traces.ofIndicator",
    method: "GET",
    path: "/v1/funds/indicators/:indicator/trace",
    permission: { open: false, rows: FUND_FILE },
    answer: "record",
    params: z.strictObject({ indicator: indicatorId }),
    response: graph,
    docs: {
      tag: "funds",
      zh: "资金流向：从指标到农户",
      en: "Where an indicator's money went, down to each household",
    },
  },
  async (context) => {
    const { indicator } = context.params;
    visibleIndicator(context, indicator);
    return { data: await traceDown(context.access, indicator) };
  },
);

const ofHousehold = defineRoute(
  {
    name: "traces.ofHousehold",
    method: "GET",
    path: "/v1/households/:household/trace",
    permission: { open: false, rows: PAYMENT_FILE },
    answer: "record",
    params: z.strictObject({ household: householdId }),
    response: graph,
    docs: {
      tag: "funds",
      zh: "资金来源：从农户到中央",
      en: "Where a household's money came from, up to the source",
    },
  },
  (context) => {
    const { access, params } = context;
    const { household } = params;
    if (!context.permits({ division: householdDivision(access, household), household })) {
      throw notFound("household");
    }
    const count = read(access, paymentsRecord, { household })?.value.count ?? 0;
    const payments: { key: string; value: z.output<typeof paymentRecord.schema> }[] = [];
    for (let n = count; n >= 1 && payments.length < TRACE_NODES_MAX; n--) {
      const found = read(access, paymentRecord, { household, n });
      if (found !== undefined) payments.push({ key: found.key, value: found.value });
    }
    return { data: traceUp(access, household, payments) };
  },
);

export const traceRoutes: readonly Route[] = [ofIndicator, ofHousehold];
