import {
  type Counters,
  type Division,
  NATION,
  restrictedStatisticsRecord,
  statisticsRecord,
} from "@jingzhun/ledger";
import { z } from "zod";
import type { NodeAccess } from "../node-access.ts";
import { pageOf } from "../paging.ts";
import { RESTRICTED_STATISTICS, STATISTICS } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { checkPast, proofOf, read } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { divisionCode, flag, pageQuery, wholeNumber } from "../wire.ts";

const period = z
  .string()
  .regex(/^(current|[0-9]{4})$/)
  .describe("`current`: as things stand; a year: what happened in it");
const counters = z.record(z.string(), z.int());

const figures = z.object({
  division: divisionCode,
  name: z.string(),
  period: z.string(),
  counters,
  /** Only for those with the right. */
  restricted: counters.optional(),
});

function nameOf(access: NodeAccess, division: string): string {
  if (division === NATION) return "全国";
  return (access.record(`division/${division}`)?.value as Division | undefined)?.name ?? division;
}

const get = defineRoute(
  {
    name: "statistics.get",
    method: "GET",
    path: "/v1/statistics",
    permission: { open: false, rows: STATISTICS, restricted: RESTRICTED_STATISTICS },
    answer: "record",
    proof: true,
    query: z.strictObject({
      division: divisionCode,
      period: period.default("current"),
      height: wholeNumber().optional().describe("As of this block"),
      proof: flag.default(false),
    }),
    response: figures,
    docs: { tag: "statistics", zh: "一个地区的统计数", en: "A division's counters" },
  },
  async (context) => {
    const { access, query } = context;
    if (!context.permits({ division: query.division }))
      throw new HttpProblem(403, "read.jurisdiction", "division");
    checkPast(access, query.height);
    const parts = { division: query.division, period: query.period };
    const open = read(access, statisticsRecord, parts, query.height);
    const proof = query.proof && open !== undefined ? proofOf(access, open.key) : undefined;
    const restricted = context.permitsRestricted({ division: query.division })
      ? (read(access, restrictedStatisticsRecord, parts, query.height)?.value.counters ?? {})
      : undefined;
    return {
      data: {
        ...parts,
        name: nameOf(access, query.division),
        counters: open?.value.counters ?? {},
        ...(restricted === undefined ? {} : { restricted }),
      },
      proof: await proof,
    };
  },
);

const children = defineRoute(
  {
    name: "statistics.children",
    method: "GET",
    path: "/v1/statistics/children",
    permission: { open: false, rows: STATISTICS },
    answer: "list",
    query: z.strictObject({ ...pageQuery, division: divisionCode, period: period.default("current") }),
    response: figures.omit({ restricted: true }),
    docs: { tag: "statistics", zh: "下级各地区的统计数", en: "The counters of the divisions under one" },
  },
  (context) => {
    const { access, query } = context;
    if (!context.permits({ division: query.division }))
      throw new HttpProblem(403, "read.jurisdiction", "division");
    return pageOf(access, "division.children", `${query.division}/`, query, (key) => {
      const division = key.slice("division/".length);
      const value = access.record(`statistics/${division}/${query.period}`)?.value as Counters | undefined;
      return {
        division,
        name: nameOf(access, division),
        period: query.period,
        counters: value?.counters ?? {},
      };
    });
  },
);

export const statisticsRoutes: readonly Route[] = [get, children];
