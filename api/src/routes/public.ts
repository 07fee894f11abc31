import { type Counters, type Division, NATION, toBase64 } from "@jingzhun/ledger";
import { z } from "zod";
import { SET_CHANGES_MAX } from "../limits.ts";
import { HttpProblem } from "../problem.ts";
import { notFound } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { setChanges } from "../validator-sets.ts";
import { base64, divisionPrefix, wholeNumber } from "../wire.ts";

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

const validatorSets = defineRoute(
  {
    name: "public.validatorSets",
    method: "GET",
    path: "/v1/public/validator-sets",
    permission: {
      open: true,
      why: "open data: with genesis it is all that a light client needs to know whom to believe",
    },
    answer: "record",
    query: z.strictObject({
      known: wholeNumber().optional().describe("How many changes the client has followed already"),
    }),
    response: z.object({
      total: z.int().describe("Changes since genesis"),
      changes: z.array(
        z.object({
          height: z.int().describe("Of the block whose header names the next set"),
          header: base64,
          certificate: base64,
          validators: base64.describe("The encoded set that seals blocks from the next height on"),
        }),
      ),
    }),
    docs: {
      tag: "public",
      zh: "验证者名单的历次变更，旧的在前",
      en: "Changes of the validator set, the oldest first",
    },
  },
  async ({ access, query }) => {
    const { changes, total } = await setChanges(access, query.known ?? 0, SET_CHANGES_MAX);
    return {
      data: {
        total,
        changes: changes.map(({ height, header, certificate, validators }) => ({
          height,
          header: toBase64(header),
          certificate: toBase64(certificate),
          validators: toBase64(validators),
        })),
      },
    };
  },
);

export const publicRoutes: readonly Route[] = [statistics, genesis, validatorSets];
