import {
  ACCOUNT_KINDS,
  type Account,
  accountIds,
  accountKind,
  accountRecord,
  accountsOf,
  balanceFen,
  code,
  type Indicator,
  indicatorRecord,
  indicatorsIn,
  indicatorsOfYear,
  indicatorsUnder,
  isId,
  type Posting,
  postingRecord,
  postingsOf,
  withinDivision,
} from "@jingzhun/ledger";
import { z } from "zod";
import type { NodeAccess } from "../node-access.ts";
import { pageOf } from "../paging.ts";
import { FUND_FILE } from "../permission/permission.ts";
import { HttpProblem } from "../problem.ts";
import { notFound, proofOf, read } from "../reading.ts";
import { defineRoute, type RequestContext, type Route } from "../route.ts";
import { divisionCode, flag, pageQuery, wholeNumber } from "../wire.ts";

export const indicatorId = z
  .string()
  .refine((id) => isId("I", id), { error: "an indicator id I…" })
  .meta({ wire: { type: "string", pattern: "^I[0-9A-HJKMNP-TV-Z]{17}$" } });
const accountId = z.string().regex(/^(source|indicator|committed|transit|payee)\.[A-Za-z0-9._-]{1,60}$/);

const account = z.object({
  account: z.string(),
  kind: z.string(),
  division: divisionCode,
  debitFen: z.int(),
  creditFen: z.int(),
  balanceFen: z.int().describe("On its normal side; negative only on external accounts"),
});
const indicator = indicatorRecord.schema.and(
  z.object({
    id: z.string(),
    version: z.int(),
    freeFen: z.int().describe("Neither passed down nor approved"),
    committedFen: z.int().describe("Approved and unpaid"),
  }),
);

type Context = Pick<RequestContext<unknown, unknown, unknown>, "access" | "permits">;

function accountView(id: string, value: Account) {
  return { account: id, kind: accountKind(id), ...value, balanceFen: balanceFen(id, value) };
}

function balance(access: NodeAccess, id: string): number {
  return balanceFen(id, access.record(`account/${id}`)?.value as Account | undefined);
}

function indicatorView(access: NodeAccess, key: string) {
  const found = access.record(key);
  if (found?.value === undefined) return undefined;
  const id = key.slice("indicator/".length);
  return {
    ...(found.value as Indicator),
    id,
    version: found.version,
    freeFen: balance(access, accountIds.indicator(id)),
    committedFen: balance(access, accountIds.committed(id)),
  };
}

/** The indicator, if the reader's jurisdiction covers where it may be spent; else 404. */
export function visibleIndicator(context: Context, id: string) {
  const view = indicatorView(context.access, `indicator/${id}`);
  if (!context.permits({ division: view?.division }) || view === undefined) throw notFound("indicator");
  return view;
}

function visibleAccount(context: Context, id: string): { value: Account; key: string } {
  const found = read(context.access, accountRecord, { account: id });
  if (!context.permits({ division: found?.value.division }) || found === undefined) throw notFound("account");
  return found;
}

function requireDivision(context: Context, division: string): void {
  if (!context.permits({ division })) throw new HttpProblem(403, "read.jurisdiction", "division");
}

const accounts = defineRoute(
  {
    name: "funds.accounts",
    method: "GET",
    path: "/v1/funds/accounts",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.describe("Within this division"),
      kind: code(ACCOUNT_KINDS),
    }),
    response: account,
    docs: { tag: "funds", zh: "账户", en: "Accounts of a kind in a division" },
  },
  (context) => {
    const { access, query } = context;
    requireDivision(context, query.division);
    const { index, prefix } = accountsOf(query.kind);
    return pageOf(access, index, prefix, query, (key) => {
      const value = access.record(key)?.value as Account | undefined;
      if (value === undefined || !withinDivision(value.division, query.division)) return undefined;
      return accountView(key.slice("account/".length), value);
    });
  },
);

const getAccount = defineRoute(
  {
    name: "funds.account",
    method: "GET",
    path: "/v1/funds/accounts/:account",
    permission: { open: false, rows: FUND_FILE },
    answer: "record",
    proof: true,
    params: z.strictObject({ account: accountId }),
    query: z.strictObject({ proof: flag.default(false) }),
    response: account,
    docs: { tag: "funds", zh: "一个账户的余额", en: "One account with its balance" },
  },
  async (context) => {
    const { account: id } = context.params;
    const { value, key } = visibleAccount(context, id);
    const proof = context.query.proof ? proofOf(context.access, key) : undefined;
    return { data: accountView(id, value), proof: await proof };
  },
);

const postings = defineRoute(
  {
    name: "funds.postings",
    method: "GET",
    path: "/v1/funds/accounts/:account/postings",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    params: z.strictObject({ account: accountId }),
    query: z.strictObject(pageQuery),
    response: postingRecord.schema.and(z.object({ id: z.string(), height: z.int(), txIndex: z.int() })),
    docs: { tag: "funds", zh: "一个账户的全部分录", en: "Every movement of an account, in order" },
  },
  (context) => {
    const { access, params, query } = context;
    visibleAccount(context, params.account);
    const { index, prefix } = postingsOf(params.account);
    return pageOf(access, index, prefix, query, (key) => {
      const found = access.record(key);
      if (found?.value === undefined) return undefined;
      const { height, txIndex } = found;
      return { ...(found.value as Posting), id: key.slice("posting/".length), height, txIndex };
    });
  },
);

const indicators = defineRoute(
  {
    name: "funds.indicators",
    method: "GET",
    path: "/v1/funds/indicators",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    query: z.strictObject({
      ...pageQuery,
      division: divisionCode.describe("Within this division"),
      year: wholeNumber(2200).optional().describe("Budget year"),
    }),
    response: indicator,
    docs: { tag: "funds", zh: "资金指标", en: "Budget indicators of a division" },
  },
  (context) => {
    const { access, query } = context;
    requireDivision(context, query.division);
    const { index, prefix } =
      query.year === undefined ? indicatorsIn(query.division) : indicatorsOfYear(query.year, query.division);
    return pageOf(access, index, prefix, query, (key) => indicatorView(access, key));
  },
);

const getIndicator = defineRoute(
  {
    name: "funds.indicator",
    method: "GET",
    path: "/v1/funds/indicators/:indicator",
    permission: { open: false, rows: FUND_FILE },
    answer: "record",
    proof: true,
    params: z.strictObject({ indicator: indicatorId }),
    query: z.strictObject({ proof: flag.default(false) }),
    response: indicator,
    docs: { tag: "funds", zh: "一个指标", en: "One indicator with what is left of it" },
  },
  async (context) => {
    const view = visibleIndicator(context, context.params.indicator);
    const proof = context.query.proof ? proofOf(context.access, `indicator/${view.id}`) : undefined;
    return { data: view, proof: await proof };
  },
);

const allocations = defineRoute(
  {
    name: "funds.allocations",
    method: "GET",
    path: "/v1/funds/indicators/:indicator/allocations",
    permission: { open: false, rows: FUND_FILE },
    answer: "list",
    params: z.strictObject({ indicator: indicatorId }),
    query: z.strictObject(pageQuery),
    response: indicator,
    docs: { tag: "funds", zh: "从一个指标分配出的下级指标", en: "Indicators allocated from one" },
  },
  (context) => {
    const { access, params, query } = context;
    visibleIndicator(context, params.indicator);
    const { index, prefix } = indicatorsUnder(params.indicator);
    return pageOf(access, index, prefix, query, (key) => indicatorView(access, key));
  },
);

export const fundRoutes: readonly Route[] = [
  accounts,
  getAccount,
  postings,
  indicators,
  getIndicator,
  allocations,
];
