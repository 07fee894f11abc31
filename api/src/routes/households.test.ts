import { type Action, attachmentId } from "@jingzhun/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COUNTY, type County, OTHER_COUNTY, startCounty, TOWNSHIP, VILLAGE } from "../testing/county.ts";
import {
  attachment,
  FAMILY,
  fillFiles,
  INDICATOR,
  idOf,
  OTHER_FAMILY,
  registerAction,
} from "../testing/files.ts";
import { type Answer, ask, signIn } from "../testing/requests.ts";

let county: County;
beforeAll(async () => {
  county = await startCounty();
  await fillFiles(county);
});
afterAll(async () => {
  expect(county.errors).toEqual([]);
  await county[Symbol.asyncDispose]();
});

const tokens = new Map<string, { authorization: string }>();
async function as(who: string, path: string): Promise<Answer> {
  const headers = tokens.get(who) ?? (await signIn(county, who));
  tokens.set(who, headers);
  return ask(county, path, { headers });
}

test("a file: open part with version and height; another county's officer gets what nobody would", async () => {
  const { body } = await as("county", `/v1/households/${FAMILY}`);
  expect(body).toMatchObject({
    data: {
      id: FAMILY,
      division: VILLAGE,
      registration: "registered",
      cause: { main: "illness" },
      version: 2,
    },
    height: county.node.head().height,
    blockTime: county.node.head().header.timestamp,
  });
  expect(JSON.stringify(body)).not.toContain("1964");
  const foreign = await as("othercounty", `/v1/households/${FAMILY}`);
  const missing = await as("othercounty", `/v1/households/${idOf("H", "nobody")}`);
  expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
});

test("the restricted part: for those with the right, never for finance or the director", async () => {
  const own = await as("clerk", `/v1/households/${FAMILY}/restricted`);
  expect(own.body.data.facts.income).toEqual([{ line: "wages", period: "2019", fen: 900_000 }]);
  expect((await as("auditor", `/v1/households/${FAMILY}/restricted`)).status).toBe(200);
  for (const who of ["director", "financeofficer", "approver", "statistician"]) {
    expect((await as(who, `/v1/households/${FAMILY}/restricted`)).status).toBe(403);
    expect((await as(who, `/v1/households/${FAMILY}`)).status).toBe(200);
  }
  expect((await as("otherclerk", `/v1/households/${FAMILY}/restricted`)).status).toBe(404);
});

test("members carry their facts only for those with the right", async () => {
  const clerk = (await as("clerk", `/v1/households/${FAMILY}/members`)).body.items;
  expect(clerk).toHaveLength(2);
  expect(clerk[0].restricted.facts).toMatchObject({ relation: "self", birthDate: "1964-03-05" });
  const director = (await as("director", `/v1/households/${FAMILY}/members`)).body.items;
  expect(director).toHaveLength(2);
  expect(director[0].restricted).toBeUndefined();
});

test("a household reads its own file, and no other", async () => {
  const parts = ["", "/restricted", "/restricted/history", "/members", "/history", "/payments", "/services"];
  for (const part of [...parts, "/trace"]) {
    expect([part, (await as("family", `/v1/households/${FAMILY}${part}`)).status]).toEqual([part, 200]);
    expect([part, (await as("family", `/v1/households/${OTHER_FAMILY}${part}`)).status]).toEqual([part, 404]);
  }
  expect((await as("family", `/v1/households?division=${VILLAGE}`)).status).toBe(403);
});

test("lists: by division at every level, by state, page by page, within the jurisdiction only", async () => {
  for (let i = 0; i < 5; i++) {
    const { action, attachments } = registerAction(`more ${i}`, VILLAGE);
    await county.act("clerk", [action], attachments);
  }
  for (const division of [COUNTY, TOWNSHIP, VILLAGE]) {
    expect((await as("county", `/v1/households?division=${division}`)).body.items).toHaveLength(6);
  }
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await as("county", `/v1/households?division=${COUNTY}&limit=4${cursor}`);
    seen.push(...body.items.map((item: { id: string }) => item.id));
    cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
  } while (cursor !== "");
  expect(new Set(seen).size).toBe(6);
  expect(seen).toEqual([...seen].sort());
  const applied = await as("county", `/v1/households?division=${COUNTY}&state=applied`);
  expect(applied.body.items).toHaveLength(5);
  expect((await as("county", `/v1/households?division=${COUNTY}&state=nonsense`)).body.code).toBe(
    "request.invalid",
  );
  for (const division of [OTHER_COUNTY, "433100000000", "000000000000", "999999999999"]) {
    const outside = await as("county", `/v1/households?division=${division}`);
    expect([outside.status, outside.body.code]).toEqual([403, "read.jurisdiction"]);
  }
});

test("lists can be narrowed down to what a figure counts: cause, purpose, kind of service", async () => {
  const all = async (list: string) =>
    (await as("county", `/v1/${list}?division=${COUNTY}&limit=100`)).body.items as Record<string, unknown>[];
  for (const [list, name, codeOf] of [
    ["households", "cause", (item) => (item["cause"] as { main: string }).main],
    ["funds/payments", "purpose", (item) => item["purpose"]],
    ["services", "type", (item) => item["type"]],
  ] as [string, string, (item: Record<string, unknown>) => unknown][]) {
    const items = await all(list);
    const codes = new Set(items.map(codeOf));
    expect(codes.size, list).toBeGreaterThan(0);
    let found = 0;
    for (const wanted of codes) {
      const path = `/v1/${list}?division=${COUNTY}&${name}=${wanted}&limit=100`;
      const some = (await as("county", path)).body.items as Record<string, unknown>[];
      expect(some, path).toEqual(items.filter((item) => codeOf(item) === wanted));
      found += some.length;
    }
    expect(found).toBe(items.length);
    expect((await as("county", `/v1/${list}?division=${COUNTY}&${name}=nonsense`)).status).toBe(400);
  }
});

test("a cursor leads nowhere but into its own list", async () => {
  const foreign = Buffer.from(`433125100200/${OTHER_FAMILY}`).toString("base64url");
  for (const cursor of [foreign, "***", ""]) {
    const { body } = await as("county", `/v1/households?division=${COUNTY}&cursor=${cursor}`);
    expect(body.code).toBe("request.cursor");
  }
});

test("payments that were paid can be listed alone, confirmed or not", async () => {
  const list = async (filter: string) =>
    (await as("county", `/v1/funds/payments?division=${COUNTY}&limit=100${filter}`)).body.items as {
      paidOn?: string;
    }[];
  const [all, paid] = [await list(""), await list("&paid=1")];
  expect(paid).toEqual(all.filter(({ paidOn }) => paidOn !== undefined));
  expect(await list("&paid=0")).toEqual(all);
});

test("households that statistics count can be listed alone", async () => {
  const path = `/v1/households?division=${COUNTY}&limit=100`;
  const all = (await as("county", path)).body.items as { registration: string }[];
  const counted = (await as("county", `${path}&counted=1`)).body.items;
  expect(counted).toEqual(all.filter(({ registration }) => registration === "registered"));
  expect(counted.length).toBeLessThan(all.length);
});

test("history: who, when, which fields from what to what; the past by height", async () => {
  const { body } = await as("auditor", `/v1/households/${FAMILY}/history`);
  expect(body.items.map((item: { version: number }) => item.version)).toEqual([2, 1]);
  const [approved, registered] = body.items;
  expect(approved).toMatchObject({
    actions: ["household.approve"],
    by: { operator: "county", organisation: "poverty" },
    changed: expect.arrayContaining([{ field: "registration", from: "applied", to: "registered" }]),
  });
  expect(registered.by.operator).toBe("clerk");
  const past = await as("auditor", `/v1/households/${FAMILY}?height=${registered.height}`);
  expect(past.body.data).toMatchObject({ registration: "applied", version: 1 });
  expect((await as("auditor", `/v1/households/${FAMILY}?height=1`)).status).toBe(404);
  expect((await as("auditor", `/v1/households/${FAMILY}?height=99999`)).body.code).toBe("behind");
  const first = await as("auditor", `/v1/households/${FAMILY}/history?limit=1`);
  const second = await as(
    "auditor",
    `/v1/households/${FAMILY}/history?limit=1&cursor=${first.body.nextCursor}`,
  );
  expect(second.body.items).toEqual([registered]);
});

test("history of the restricted part and of members: field by field, for those with the right", async () => {
  const head = idOf("P", "family head");
  const income = attachment({ income: [], debtFen: 20_000, living: { safeWater: true } }, "family 2");
  const facts = {
    relation: "self",
    sex: "male",
    birthDate: "1964-03-05",
    ethnicGroup: "miao",
    health: ["chronic"],
  };
  const person = attachment(facts, "family head 2");
  const update: Action = [
    "household.updateRestricted",
    {
      householdId: FAMILY,
      restricted: attachmentId(income),
      persons: [{ personId: head, restricted: attachmentId(person) }],
      effectiveDate: "2020-05-31",
    },
  ];
  const txId = await county.act("township", [update], [income, person]);

  const own = `/v1/households/${FAMILY}/restricted/history`;
  const { items } = (await as("clerk", own)).body;
  expect(items.map((item: { version: number }) => item.version)).toEqual([2, 1]);
  expect(items[0]).toEqual({
    version: 2,
    height: county.node.head().height,
    time: county.node.head().header.timestamp,
    txId,
    by: { keyId: expect.any(String), organisation: "shuanglong", operator: "township" },
    actions: ["household.updateRestricted"],
    changed: [
      { field: "effectiveDate", from: "2020-05-30", to: "2020-05-31" },
      { field: "facts.debtFen", from: 0, to: 20_000 },
      { field: "facts.income", from: [{ line: "wages", period: "2019", fen: 900_000 }], to: [] },
      { field: "facts.living.safeWater", from: null, to: true },
    ],
    deleted: false,
  });
  expect(items[1].changed).toContainEqual({ field: "facts.debtFen", from: null, to: 0 });
  const page = await as("clerk", `${own}?limit=1`);
  expect(page.body.items).toEqual([items[0]]);
  expect((await as("clerk", `${own}?limit=1&cursor=${page.body.nextCursor}`)).body.items).toEqual([items[1]]);

  const members = `/v1/households/${FAMILY}/members`;
  const changed = (await as("auditor", `${members}/${head}/history`)).body.items;
  expect(changed.map((item: { changed: unknown }) => item.changed)).toEqual([
    [
      { field: "effectiveDate", from: "2020-05-30", to: "2020-05-31" },
      { field: "facts.health", from: ["healthy"], to: ["chronic"] },
      { field: "facts.labour", from: "ordinary", to: null },
    ],
    expect.arrayContaining([{ field: "facts.birthDate", from: null, to: "1964-03-05" }]),
  ]);
  expect((await as("family", `${members}/${head}/history`)).body.items).toEqual(changed);

  for (const path of [own, `${members}/${head}/history`]) {
    for (const who of ["director", "financeofficer", "statistician"]) {
      expect([who, (await as(who, path)).status]).toEqual([who, 403]);
    }
    expect((await as("otherclerk", path)).status).toBe(404);
  }
  // A right over one file opens no other's members through it.
  const stranger = idOf("P", "otherfamily head");
  for (const [who, path] of [
    ["clerk", `${members}/${stranger}/history`],
    ["otherclerk", `/v1/households/${OTHER_FAMILY}/members/${head}/history`],
    ["clerk", `${members}/${idOf("P", "nobody")}/history`],
  ] as const) {
    const { status, body } = await as(who, path);
    expect([status, body.code]).toEqual([404, "record.not_found"]);
  }
  expect((await as("clerk", `${members}/person/history`)).body.code).toBe("request.invalid");
});

test("a correction by two people stands in the file's history with its reason", async () => {
  await county.act("clerk", [
    [
      "household.requestCorrection",
      { householdId: FAMILY, reason: "原因录错", open: { kind: "low_income_insured" } },
    ],
  ]);
  const waiting = await as("county", `/v1/households/${FAMILY}/corrections`);
  expect(waiting.body.items[0]).toMatchObject({ n: 1, reason: "原因录错", state: "requested" });
});

test("funds: indicator, account, payment, and the trace both ways", async () => {
  const { data } = (await as("financeofficer", `/v1/funds/indicators/${INDICATOR}`)).body;
  expect(data).toMatchObject({ amountFen: 50_000_000, freeFen: 49_700_000, committedFen: 0 });
  expect((await as("otherfinance", `/v1/funds/indicators/${INDICATOR}`)).status).toBe(404);
  const account = await as("auditor", `/v1/funds/accounts/payee.${FAMILY}`);
  expect(account.body.data).toMatchObject({ kind: "payee", balanceFen: 300_000 });
  const postings = await as("auditor", `/v1/funds/accounts/payee.${FAMILY}/postings`);
  expect(postings.body.items).toMatchObject([
    { kind: "credit", fen: 300_000, about: `household/${FAMILY}/payments/1` },
  ]);
  const payments = await as("approver", `/v1/funds/payments?division=${COUNTY}&state=applied`);
  expect(payments.body.items).toMatchObject([{ household: FAMILY, n: 2, amountFen: 300_000 }]);
  const edges = [
    {
      from: "source.county",
      to: `indicator.${INDICATOR}`,
      fen: 50_000_000,
      records: [`indicator/${INDICATOR}`],
    },
    {
      from: `indicator.${INDICATOR}`,
      to: `household.${FAMILY}`,
      fen: 300_000,
      records: [`household/${FAMILY}/payments/1`],
    },
  ];
  const down = await as("financeofficer", `/v1/funds/indicators/${INDICATOR}/trace`);
  const up = await as("family", `/v1/households/${FAMILY}/trace`);
  expect(down.body.data).toMatchObject({ edges, truncated: false });
  expect(up.body.data.edges).toEqual(expect.arrayContaining(edges));
});

test("services: of a household, of a division, of an operator", async () => {
  const own = (await as("family", `/v1/households/${FAMILY}/services`)).body.items;
  expect(own).toMatchObject([{ n: 1, type: "visit", by: "secretary", household: FAMILY }]);
  expect((await as("county", `/v1/services?division=${TOWNSHIP}`)).body.items).toHaveLength(1);
  expect((await as("county", `/v1/services?division=${COUNTY}&operator=secretary`)).body.items).toHaveLength(
    1,
  );
  expect(
    (await as("othercounty", `/v1/services?division=${OTHER_COUNTY}&operator=secretary`)).body.items,
  ).toEqual([]);
});

test("statistics: counters of each division, restricted ones for those with the right, public ones for all", async () => {
  const { data } = (await as("county", `/v1/statistics?division=${COUNTY}`)).body;
  expect(data).toMatchObject({
    name: "花垣县",
    counters: { households: 1, persons: 2, "funds.paid_fen": 300_000 },
  });
  expect(data.restricted["persons.sex.female"]).toBe(1);
  const director = (await as("director", `/v1/statistics?division=${COUNTY}`)).body;
  expect(director.data.restricted).toBeUndefined();
  const children = (await as("county", `/v1/statistics/children?division=${COUNTY}`)).body.items;
  expect(
    children.map((c: { name: string; counters: { households?: number } }) => [c.name, c.counters.households]),
  ).toEqual([
    ["边城镇", undefined],
    ["双龙镇", 1],
  ]);
  for (const division of ["43", "4331", "433124", "433124110", VILLAGE]) {
    const open = await ask(county, `/v1/public/statistics?division=${division}`);
    const households = division.length <= 4 ? 2 : 1;
    expect(open.body.data).toMatchObject({
      division,
      households,
      persons: 2 * households,
      fundsPaidFen: 300_000,
    });
  }
  expect((await ask(county, "/v1/public/statistics?division=99")).body.code).toBe("record.not_found");
});

test("proofs of a file come from the state it was read in", async () => {
  const { body } = await as("county", `/v1/households/${FAMILY}?proof=1`);
  expect(body.proof).toMatchObject({
    proof: expect.any(String),
    header: expect.any(String),
    certificate: expect.any(String),
  });
});

test("what a household did with its own key stands under its name, not under whoever registered the key", async () => {
  const txId = await county.act("family", [["service.acknowledge", { householdId: FAMILY, n: 1 }]]);
  const { body } = await as("auditor", `/v1/households/${FAMILY}/services/1/history`);
  expect(body.items[0]).toMatchObject({
    txId,
    by: { household: FAMILY, organisation: "shuanglong" },
    actions: ["service.acknowledge"],
  });
  expect(body.items[0].by.operator).toBeUndefined();
});
