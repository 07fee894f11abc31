import { z } from "zod";
import { SIGNED_IN } from "../permission/permission.ts";
import { recordAccess } from "../permission/record-rows.ts";
import { checkPast, notFound, proofOf } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { anyValue, flag, wholeNumber } from "../wire.ts";

const record = defineRoute(
  {
    name: "chain.record",
    method: "GET",
    path: "/v1/chain/records",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    proof: true,
    query: z.strictObject({
      key: z.string().min(1).max(400).describe("e.g. `household/H…`"),
      height: wholeNumber().optional().describe("The version in force after this block"),
      proof: flag.default(false).describe("Add a proof of the current value, for the SDK to check"),
    }),
    response: z.object({
      key: z.string(),
      value: anyValue,
      version: z.int(),
      index: z.int(),
      changedAt: z.int().describe("Height of this version"),
    }),
    docs: {
      tag: "chain",
      zh: "按键读取一条记录，可附证明",
      en: "One record by its key, proved if asked",
      detail: "By the rules of the record's own type; outside them 404, as for a record that isn't there.",
    },
  },
  async (context) => {
    const { access, query } = context;
    const found = recordAccess(access, query.key);
    if (found === undefined || !context.permitsBy(found.rows, found.subject)) throw notFound("key");
    checkPast(access, query.height);
    const version =
      query.height === undefined ? access.record(query.key) : access.recordAt(query.key, query.height);
    if (version === undefined) throw notFound("key");
    // No await since: the value and its proof are of one state.
    const proof = query.proof ? proofOf(access, query.key) : undefined;
    const { value, index, height, version: number } = version;
    return {
      data: { key: query.key, value: value ?? null, version: number, index, changedAt: height },
      proof: await proof,
    };
  },
);

export const recordRoutes: readonly Route[] = [record];
