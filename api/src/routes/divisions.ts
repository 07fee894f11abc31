import { type Division, divisionRecord, NATION } from "@jingzhun/ledger";
import { z } from "zod";
import { pageOf } from "../paging.ts";
import { SIGNED_IN } from "../permission/permission.ts";
import { notFound, read } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { divisionCode, pageQuery } from "../wire.ts";

const division = divisionRecord.schema.and(z.object({ code: divisionCode }));

const get = defineRoute(
  {
    name: "divisions.get",
    method: "GET",
    path: "/v1/divisions/:division",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    params: z.strictObject({ division: divisionCode }),
    response: division,
    docs: { tag: "divisions", zh: "行政区划", en: "One division" },
  },
  ({ access, params }) => {
    const found = read(access, divisionRecord, params);
    if (found === undefined) throw notFound("division");
    return { data: { ...found.value, code: params.division } };
  },
);

const children = defineRoute(
  {
    name: "divisions.list",
    method: "GET",
    path: "/v1/divisions",
    permission: { open: false, rows: SIGNED_IN },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      parent: divisionCode.default(NATION).describe("Code of the division above; the provinces without it"),
    }),
    response: division,
    docs: { tag: "divisions", zh: "下级行政区划", en: "The divisions directly under one" },
  },
  ({ access, query }) =>
    pageOf(access, "division.children", `${query.parent}/`, query, (key) => {
      const value = access.record(key)?.value as Division | undefined;
      return value === undefined ? undefined : { ...value, code: key.slice("division/".length) };
    }),
);

export const divisionRoutes: readonly Route[] = [get, children];
