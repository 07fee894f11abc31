import {
  divisionScope,
  type Operator,
  ORGANISATION_KINDS,
  type Organisation,
  operatorSchema,
  organisationSchema,
} from "@jingzhun/ledger";
import { z } from "zod";
import { pageOf } from "../paging.ts";
import { OPERATOR_FILE, SIGNED_IN } from "../permission/permission.ts";
import { notFound } from "../reading.ts";
import { defineRoute, type Route } from "../route.ts";
import { divisionCode, pageQuery } from "../wire.ts";

const slug = z.string().regex(/^[a-z0-9-]{2,40}$/);
const organisation = organisationSchema.extend({ id: slug });
const operator = operatorSchema.extend({ id: slug });

const getOrganisation = defineRoute(
  {
    name: "organisations.get",
    method: "GET",
    path: "/v1/organisations/:organisation",
    permission: { open: false, rows: SIGNED_IN },
    answer: "record",
    params: z.strictObject({ organisation: slug }),
    response: organisation,
    docs: { tag: "organisations", zh: "一个部门", en: "One organisation" },
  },
  ({ access, params }) => {
    const value = access.record(`organisation/${params.organisation}`)?.value as Organisation | undefined;
    if (value === undefined) throw notFound("organisation");
    return { data: { ...value, id: params.organisation } };
  },
);

const listOrganisations = defineRoute(
  {
    name: "organisations.list",
    method: "GET",
    path: "/v1/organisations",
    permission: { open: false, rows: SIGNED_IN },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.optional().describe("Within this division"),
      kind: z.enum(ORGANISATION_KINDS).optional(),
    }),
    response: organisation,
    docs: { tag: "organisations", zh: "部门列表", en: "Organisations" },
  },
  ({ access, query }) => {
    const scope = query.division === undefined ? "" : divisionScope(query.division);
    const byKind = query.kind !== undefined;
    const index = byKind ? "organisation.kind" : "organisation.division";
    const prefix = byKind ? `${query.kind}/${scope}` : scope;
    return pageOf(access, index, prefix, query, (key) => {
      const value = access.record(key)?.value as Organisation | undefined;
      return value === undefined ? undefined : { ...value, id: key.slice("organisation/".length) };
    });
  },
);

const getOperator = defineRoute(
  {
    name: "operators.get",
    method: "GET",
    path: "/v1/operators/:operator",
    permission: { open: false, rows: OPERATOR_FILE },
    answer: "record",
    params: z.strictObject({ operator: slug }),
    response: operator,
    docs: { tag: "organisations", zh: "一个操作员及其角色", en: "One operator with the roles held" },
  },
  (context) => {
    const { access, params } = context;
    const value = access.record(`operator/${params.operator}`)?.value as Operator | undefined;
    const subjects = (value?.roles ?? []).map(({ division }) => ({
      division,
      organisation: value?.organisation,
    }));
    const allowed = [{ organisation: value?.organisation }, ...subjects].map((s) => context.permits(s));
    if (value === undefined || !allowed.some(Boolean)) throw notFound("operator");
    return { data: { ...value, id: params.operator } };
  },
);

const listOperators = defineRoute(
  {
    name: "operators.list",
    method: "GET",
    path: "/v1/organisations/:organisation/operators",
    permission: { open: false, rows: OPERATOR_FILE },
    answer: "list",
    params: z.strictObject({ organisation: slug }),
    query: z.strictObject(pageQuery),
    response: operator,
    docs: { tag: "organisations", zh: "一个部门的操作员", en: "An organisation's operators" },
  },
  (context) => {
    const { access, params, query } = context;
    const owner = access.record(`organisation/${params.organisation}`)?.value as Organisation | undefined;
    const subject = { organisation: params.organisation, division: owner?.division };
    if (!context.permits(subject) || owner === undefined) throw notFound("organisation");
    return pageOf(access, "operator.organisation", `${params.organisation}/`, query, (key) => {
      const value = access.record(key)?.value as Operator | undefined;
      return value === undefined ? undefined : { ...value, id: key.slice("operator/".length) };
    });
  },
);

export const organisationRoutes: readonly Route[] = [
  getOrganisation,
  listOrganisations,
  getOperator,
  listOperators,
];
