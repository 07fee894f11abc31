import { type Counters, type Division, NATION } from "@jingzhun/ledger";
import { z } from "zod";
import { HttpProblem } from "../problem.ts";
import { notFound } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { divisionPrefix } from "../wire.ts";

const cell = z.int().nullable().describe("null: suppressed");

const statistics = defineRoute(
  {
    name: "public.statistics",
    method: "GET",
    path: "/v1/public/statistics",
    permission: { open: true, why: "released figures, no names" },
    answer: "record",
    query: z.strictObject({ division: divisionPrefix.describe("2, 4, 6, 9 or 12 digits") }),
    response: z.object({
      division: z.string(),
      name: z.string(),
      households: cell,
      persons: cell,
      fundsPaidFen: cell,
    }),
    docs: {
      tag: "public",
      zh: "公开统计",
      en: "Public statistics",
      detail:
        "Files that reached `registered` and exist, exited and returned ones included. On a test network live and for every division; elsewhere the last release, small cells suppressed.",
    },
  },
  ({ access, query }) => {
    const code = query.division.padEnd(12, "0");
    const division = access.record(`division/${code}`)?.value as Division | undefined;
    if (division === undefined && code !== NATION) throw notFound("division");
    // Releases are made by rule, not here: where there is none, there is nothing to show.
    if (!access.testNetwork) throw new HttpProblem(404, "statistics.no_release", "division");
    const counters =
      (access.record(`statistics/${code}/current`)?.value as Counters | undefined)?.counters ?? {};
    return {
      data: {
        division: query.division,
        name: division?.name ?? "全国",
        households: counters["households"] ?? 0,
        persons: counters["persons"] ?? 0,
        fundsPaidFen: counters["funds.paid_fen"] ?? 0,
      },
    };
  },
);

const genesis = defineRoute(
  {
    name: "public.genesis",
    method: "GET",
    path: "/v1/public/genesis",
    permission: {
      open: true,
      why: "open data, and the root of trust of every light client: its hash is in the chain id",
    },
    answer: "raw",
    response: z.string(),
    docs: { tag: "public", zh: "创世文件（原始字节）", en: "Genesis, as encoded" },
  },
  ({ access }) => ({ contentType: "application/octet-stream", body: access.genesis() }),
);

export const publicRoutes: readonly Route[] = [statistics, genesis];
