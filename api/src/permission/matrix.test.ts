import { evidenceId, hex, newId, registry } from "@jingzhun/ledger";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../route.ts";
import { routes } from "../routes/index.ts";
import {
  COUNTY,
  type County,
  OTHER_COUNTY,
  OTHER_VILLAGE,
  seedOf,
  startCounty,
  TOWNSHIP,
  VILLAGE,
} from "../testing/county.ts";
import { reportAction, testEvidence } from "../testing/evidence.ts";
import { FAMILY, fillFiles, INDICATOR, idOf, OTHER_FAMILY, registerAction } from "../testing/files.ts";
import { ask, signIn } from "../testing/requests.ts";
import { READ_ROLES, type ReadRole, type ReadRow, type Subject } from "./permission.ts";
import { RECORD_ROWS } from "./record-rows.ts";

/**
 * Endpoint × role, generated from the declarations (DESIGN §11, §14): every route, as nobody and as two
 * holders of each role, one in the county of the samples and one in the county beside it. What is expected
 * follows from the table and from where the sample lies; the answers come over HTTP.
 */

interface Holder {
  who: string;
  division: string;
  organisation: string;
  household?: string;
}

const OTHER_TOWN = "433125100000";
const HOLDERS: { [role in ReadRole]: [Holder, Holder] } = {
  village_clerk: [at("clerk", VILLAGE, "shuanglong"), at("otherclerk", OTHER_VILLAGE, "qianling")],
  cadre: [at("cadre", VILLAGE, "shuanglong"), at("othercadre", OTHER_VILLAGE, "qianling")],
  village_secretary: [at("secretary", VILLAGE, "poverty"), at("othersecretary", OTHER_VILLAGE, "baojing")],
  township_officer: [at("township", TOWNSHIP, "shuanglong"), at("othertownship", OTHER_TOWN, "qianling")],
  county_officer: [at("county", COUNTY, "poverty"), at("othercounty", OTHER_COUNTY, "baojing")],
  finance_officer: [
    at("financeofficer", COUNTY, "finance"),
    at("otherfinance", OTHER_COUNTY, "baojing-finance"),
  ],
  finance_approver: [at("approver", COUNTY, "finance"), at("otherapprover", OTHER_COUNTY, "baojing-finance")],
  auditor: [at("auditor", COUNTY, "audit"), at("otherauditor", OTHER_COUNTY, "baojing-audit")],
  statistician: [at("statistician", COUNTY, "poverty"), at("otherstatistician", OTHER_COUNTY, "baojing")],
  org_admin: [at("shuanglong-admin", TOWNSHIP, "shuanglong"), at("qianling-admin", OTHER_TOWN, "qianling")],
  household: [
    at("family", TOWNSHIP, "shuanglong", FAMILY),
    at("otherfamily", OTHER_TOWN, "qianling", OTHER_FAMILY),
  ],
  director: [at("director", COUNTY, "poverty"), at("otherdirector", OTHER_COUNTY, "baojing")],
  admin_key: [at("admin-shuanglong", TOWNSHIP, "shuanglong"), at("admin-qianling", OTHER_TOWN, "qianling")],
};

function at(who: string, division: string, organisation: string, household?: string): Holder {
  return { who, division, organisation, ...(household === undefined ? {} : { household }) };
}

/** Where a route's sample lies, and what to ask for. Every guarded route needs one. */
interface Sample {
  path: string;
  subjects: Subject[];
}
const family: Subject = { division: VILLAGE, household: FAMILY };
const inCounty: Subject = { division: COUNTY };
const inVillage: Subject = { division: VILLAGE };
const anywhere: Subject = {};
let transaction: string;
/** A transaction of the clerk whose outcome is `restricted.refused`. */
let refused: string;

/** id, hex */
let evidence: string;
const PROPOSAL = newId("G", new Uint8Array(10));

function samples(): { [route: string]: Sample } {
  const files = `/v1/households/${FAMILY}`;
  const s = (path: string, ...subjects: Subject[]): Sample => ({ path, subjects });
  return {
    "auth.me": s("/v1/auth/me", anywhere),
    "events.stream": s("/v1/events", anywhere),
    "node.get": s("/v1/node", anywhere),
    "chain.blocks": s("/v1/chain/blocks", anywhere),
    "chain.block": s("/v1/chain/blocks/1", anywhere),
    "chain.transaction": s(`/v1/chain/transactions/${transaction}`, inVillage),
    "chain.validators": s("/v1/chain/validators", anywhere),
    "chain.actions": s("/v1/chain/actions", anywhere),
    "chain.record": s("/v1/chain/records?key=organisation/audit", anywhere),
    "households.list": s(`/v1/households?division=${VILLAGE}`, inVillage),
    "households.get": s(files, family),
    "households.restricted": s(`${files}/restricted`, family),
    "households.members": s(`${files}/members`, family),
    "households.history": s(`${files}/history`, family),
    "households.restrictedHistory": s(`${files}/restricted/history`, family),
    "households.memberHistory": s(`${files}/members/${idOf("P", "family head")}/history`, family),
    "households.corrections": s(`${files}/corrections`, family),
    "services.ofHousehold": s(`${files}/services`, family),
    "services.list": s(`/v1/services?division=${VILLAGE}`, inVillage),
    "services.get": s(`${files}/services/1`, family),
    "services.history": s(`${files}/services/1/history`, family),
    "funds.accounts": s(`/v1/funds/accounts?kind=indicator&division=${COUNTY}`, inCounty),
    "funds.account": s(`/v1/funds/accounts/payee.${FAMILY}`, inVillage),
    "funds.postings": s(`/v1/funds/accounts/payee.${FAMILY}/postings`, inVillage),
    "funds.indicators": s(`/v1/funds/indicators?division=${COUNTY}`, inCounty),
    "funds.indicator": s(`/v1/funds/indicators/${INDICATOR}`, inCounty),
    "funds.allocations": s(`/v1/funds/indicators/${INDICATOR}/allocations`, inCounty),
    "payments.list": s(`/v1/funds/payments?division=${VILLAGE}`, inVillage),
    "payments.ofIndicator": s(`/v1/funds/indicators/${INDICATOR}/payments`, inCounty),
    "payments.ofHousehold": s(`${files}/payments`, family),
    "payments.get": s(`${files}/payments/1`, family),
    "payments.history": s(`${files}/payments/1/history`, family),
    "traces.ofIndicator": s(`/v1/funds/indicators/${INDICATOR}/trace`, inCounty),
    "traces.ofHousehold": s(`${files}/trace`, family),
    "organisations.get": s("/v1/organisations/audit", anywhere),
    "organisations.list": s("/v1/organisations", anywhere),
    "chain.evidence": s("/v1/chain/evidence", anywhere),
    "chain.evidenceOf": s(`/v1/chain/evidence/${evidence}`, anywhere),
    "governance.proposals": s("/v1/governance/proposals", anywhere),
    "governance.proposal": s(`/v1/governance/proposals/${PROPOSAL}`, anywhere),
    "operators.get": s("/v1/operators/clerk", { division: VILLAGE, organisation: "shuanglong" }),
    "operators.list": s("/v1/organisations/shuanglong/operators", {
      division: TOWNSHIP,
      organisation: "shuanglong",
    }),
    "divisions.get": s(`/v1/divisions/${COUNTY}`, anywhere),
    "divisions.list": s("/v1/divisions", anywhere),
    "statistics.get": s(`/v1/statistics?division=${VILLAGE}`, inVillage),
    "statistics.children": s(`/v1/statistics/children?division=${TOWNSHIP}`, { division: TOWNSHIP }),
  };
}

/** What the table says, worked out here without the code under test. */
function allowed(rows: readonly ReadRow[], role: ReadRole, holder: Holder, subjects: Subject[]): boolean {
  return subjects.some((subject) =>
    rows.some((row) => {
      if (row.role !== role) return false;
      if (row.jurisdiction === "none") return true;
      if (row.jurisdiction === "organisation") return subject.organisation === holder.organisation;
      if (row.jurisdiction === "own_household") return subject.household === holder.household;
      const significant = holder.division.replace(/(000000|000|0000000000|00000000)$/, "");
      return subject.division?.startsWith(significant) ?? false;
    }),
  );
}

let county: County;
const tokens = new Map<string, { authorization: string }>();
beforeAll(async () => {
  county = await startCounty();
  await fillFiles(county);
  transaction = await county.act("clerk", [
    ["household.update", { householdId: FAMILY, flags: ["two_daughters"], effectiveDate: "2020-06-01" }],
  ]);
  const setParameters = { parameters: [{ name: "heartbeat", value: "60000" }] };
  await county.act("admin-audit", [
    ["governance.propose", { proposalId: PROPOSAL, reason: "测试", setParameters }],
  ]);
  const found = testEvidence(county.node.chainId, seedOf("consensus audit"), 1);
  await county.act("consensus civil", [reportAction(found)]);
  evidence = hex(evidenceId(found));
  const twoHeads = registerAction("two heads", VILLAGE, {}, { relation: "self" });
  const rejected = county.signed("clerk", [twoHeads.action], twoHeads.attachments);
  await county.node.submit([rejected.bytes]);
  refused = rejected.id;
  for (const { who } of Object.values(HOLDERS).flat()) tokens.set(who, await signIn(county, who));
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

const guarded = routes.filter((route) => !route.spec.permission.open);

async function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  const end = new AbortController();
  const response = await fetch(county.api.url + path, { headers, signal: end.signal });
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) end.abort();
  else await response.arrayBuffer();
  return response.status;
}

function rowsOf(route: Route): readonly ReadRow[] {
  return route.spec.permission.open ? [] : route.spec.permission.rows;
}

test("every route has a permission: open with a reason, or rows", () => {
  for (const { spec } of routes) {
    if (spec.permission.open) expect(spec.permission.why.length).toBeGreaterThan(10);
    else expect([spec.name, spec.permission.rows.length > 0]).toEqual([spec.name, true]);
  }
});

test("only these routes are open: a new one has to be added here on purpose", () => {
  const open = routes.filter((route) => route.spec.permission.open).map((route) => route.spec.path);
  expect(open.sort()).toEqual(
    [
      "/docs",
      "/metrics",
      "/v1/auth/challenge",
      "/v1/auth/token",
      "/v1/health/live",
      "/v1/health/ready",
      "/v1/openapi.json",
      "/v1/public/genesis",
      "/v1/public/statistics",
      "/v1/public/validator-sets",
      "/v1/status",
      "/v1/testnet/clock",
      "/v1/testnet/operators",
      "/v1/transactions",
      "/v1/transactions/:id",
    ].sort(),
  );
});

test("every guarded route has a sample", () => {
  expect(Object.keys(samples()).sort()).toEqual(guarded.map((route) => route.spec.name).sort());
});

test("every type of record says who may read it; restricted ones never by the rows of open ones", () => {
  const types = registry.modules.flatMap((module) => module.records);
  expect(Object.keys(RECORD_ROWS).sort()).toEqual(types.map((type) => type.name).sort());
  const open = new Set(types.filter((type) => type.class === "open").map((type) => RECORD_ROWS[type.name]));
  for (const type of types)
    if (type.class === "restricted") expect(open.has(RECORD_ROWS[type.name])).toBe(false);
});

describe("the true reason behind restricted.refused", () => {
  const path = () => `/v1/transactions/${refused}`;
  const reason = async (headers: Record<string, string>) => {
    const { status, body } = await ask(county, path(), { headers });
    expect([status, body.data.code, body.data.path]).toEqual([200, "restricted.refused", ""]);
    return body.data.detail?.code;
  };

  test("without a token: not told", async () => {
    expect(await reason({})).toBeUndefined();
  });

  test.each(READ_ROLES)("as %s: told to the one key that signed, to no one else", async (role) => {
    for (const { who } of HOLDERS[role]) {
      const told = who === "clerk" ? "household.two_heads" : undefined;
      expect([who, await reason(tokens.get(who)!)]).toEqual([who, told]);
    }
  });
});

describe.each(guarded.map((route) => [route.spec.name, route] as const))("%s", (name, route) => {
  test("without a token: 401", async () => {
    expect(await statusOf(samples()[name]!.path, {})).toBe(401);
  });

  test.each(READ_ROLES)("as %s", async (role) => {
    const { path, subjects } = samples()[name]!;
    for (const holder of HOLDERS[role]) {
      const status = await statusOf(path, tokens.get(holder.who)!);
      if (allowed(rowsOf(route), role, holder, subjects))
        expect([holder.who, status]).toEqual([holder.who, 200]);
      else {
        // Who lacks the role is told so; who has it elsewhere can't tell a foreign record from none.
        const expected = rowsOf(route).some((row) => row.role === role) ? [403, 404] : [403];
        expect(expected, `${holder.who} got ${status}`).toContain(status);
      }
    }
  });
});
