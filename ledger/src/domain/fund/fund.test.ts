import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Value } from "../../bytes/codec.ts";
import type { Action } from "../../transaction/index.ts";
import { NATION } from "../division/schema.ts";
import { exampleAllocation, exampleApplication, exampleHousehold, exampleIssue } from "../examples.ts";
import { HUAYUAN, SHIBADONG, type TestCounty, testCounty, testSource } from "../test-county.ts";
import { type Account, accountKind, balanceFen, CHART } from "./accounts.ts";
import { receiptStatement } from "./payment-schema.ts";
import type { Posting } from "./posting.ts";
import { accountsOf, indicatorsUnder, paymentsInState, paymentsOf, postingsOf } from "./queries.ts";

const TODAY = "2020-01-01";
const PREFECTURE = "433100000000";

/** Money from the centre to the county, and households that may receive it. */
function funded(options: { fen?: number; households?: number; params?: { [name: string]: Value } } = {}) {
  const county = testCounty(options.params);
  const source = testSource(77);
  const amountFen = options.fen ?? 10_000_000;
  const households = Array.from({ length: options.households ?? 1 }, () => {
    const file = exampleHousehold(source, { village: SHIBADONG, date: "2019-12-01", size: 2 });
    expect(county.act("clerk", file.action, file.attachments)).toBe("applied");
    expect(county.act("officer", ["household.approve", { householdId: file.householdId }])).toBe("applied");
    return file.householdId;
  });
  const tranche = exampleIssue(source, {
    division: PREFECTURE,
    organisation: "prefecture",
    date: TODAY,
    amountFen: amountFen * 2,
  });
  expect(county.act("central", tranche.action)).toBe("applied");
  const share = exampleAllocation(source, {
    parentId: tranche.indicatorId,
    division: HUAYUAN,
    organisation: "finance",
    date: TODAY,
    amountFen,
    purpose: "industry",
  });
  expect(county.act("prefecture", share.action)).toBe("applied");
  const indicatorId = share.indicatorId;
  const apply = (householdId: string, fen: number, more: { [key: string]: Value } = {}): Action => {
    const [type, payload] = exampleApplication(source, {
      householdId,
      indicatorId,
      date: TODAY,
      amountFen: fen,
      purpose: "industry",
    });
    return [type, { ...payload, ...more }];
  };
  return { county, source, households, tranche: tranche.indicatorId, indicatorId, apply };
}
const step = (type: string, householdId: string, n = 1, more: { [key: string]: Value } = {}): Action => [
  type,
  { householdId, n, ...more },
];
const pay = (householdId: string, n = 1) =>
  step("fund.pay", householdId, n, { voucher: `拨2020-${n}`, bank: "bank", paidOn: TODAY });
const balance = (county: TestCounty, account: string) =>
  balanceFen(account, county.value(`account/${account}`));

describe("a tranche from the centre to a household, and back", () => {
  it("every step moves the money once, between two accounts, and the trace shows each", () => {
    const { county, households, tranche, indicatorId, apply } = funded();
    const household = households[0]!;
    expect(balance(county, "source.central")).toBe(20_000_000);
    expect(balance(county, `indicator.${tranche}`)).toBe(10_000_000);
    expect(balance(county, `indicator.${indicatorId}`)).toBe(10_000_000);

    expect(county.act("clerk", apply(household, 500_000))).toBe("applied");
    expect(balance(county, `indicator.${indicatorId}`)).toBe(10_000_000);
    expect(county.act("officer", step("fund.approve", household))).toBe("applied");
    expect(balance(county, `indicator.${indicatorId}`)).toBe(9_500_000);
    expect(balance(county, `committed.${indicatorId}`)).toBe(500_000);
    expect(county.act("finance", pay(household))).toBe("applied");
    expect(balance(county, `committed.${indicatorId}`)).toBe(0);
    expect(balance(county, "transit.bank")).toBe(500_000);
    expect(county.act("teller", step("fund.acknowledge", household))).toBe("applied");
    expect(balance(county, "transit.bank")).toBe(0);
    expect(balance(county, `payee.${household}`)).toBe(500_000);
    expect(county.value(`household/${household}/payments/1`)).toMatchObject({
      state: "acknowledged",
      amountFen: 500_000,
      appliedBy: "operator/clerk",
      approvals: [{ by: "operator/officer", finance: false, on: TODAY }],
      paidBy: "operator/finance",
      voucher: "拨2020-1",
      bank: "bank",
      bankConfirmed: { by: "operator/teller", on: TODAY },
    });

    // Down: source → tranche → share → household. Up: the payment's indicator and its parents.
    expect(county.rows(indicatorsUnder())).toEqual([`root/${tranche}`]);
    expect(county.rows(indicatorsUnder(tranche))).toEqual([`${tranche}/${indicatorId}`]);
    expect(county.rows(paymentsOf(indicatorId))).toEqual([`${indicatorId}/${household}/1`]);
    const payment = county.value(`household/${household}/payments/1`);
    const share = county.value(`indicator/${payment.indicator}`);
    expect(share).toMatchObject({ parent: tranche, root: tranche, depth: 1, source: "central" });
    const kinds = (account: string) =>
      county.rows(postingsOf(account)).map((row) => {
        const posting: Posting = county.value(`posting/${row.split("/")[1]}`);
        return [posting.kind, posting.debit === account ? posting.fen : -posting.fen];
      });
    expect(kinds(`indicator.${tranche}`)).toEqual([
      ["issue", 20_000_000],
      ["allocate", -10_000_000],
    ]);
    expect(kinds(`indicator.${indicatorId}`)).toEqual([
      ["allocate", 10_000_000],
      ["commit", -500_000],
    ]);
    expect(kinds("transit.bank")).toEqual([
      ["pay", 500_000],
      ["credit", -500_000],
    ]);
  });

  it("statistics say at every level what was issued, what is there, what was paid", () => {
    const { county, households, apply } = funded();
    const household = households[0]!;
    county.act("clerk", apply(household, 500_000));
    county.act("officer", step("fund.approve", household));
    county.act("finance", pay(household));
    county.act("teller", step("fund.acknowledge", household));
    expect(county.counters(HUAYUAN)).toMatchObject({
      "indicators.allocated": 1,
      "funds.indicator_fen": 10_000_000,
      "funds.approved_fen": 500_000,
      "funds.paid_fen": 500_000,
      "funds.paid_fen.source.central": 500_000,
      "funds.paid_fen.purpose.industry": 500_000,
      "funds.acknowledged_fen": 500_000,
      "payments.applied": 1,
      "payments.approved": 1,
      "payments.paid": 1,
      "payments.acknowledged": 1,
      "payments.acknowledged.bank": 1,
    });
    expect(county.counters(SHIBADONG)["funds.paid_fen"]).toBe(500_000);
    // Allocation moves money within the prefecture: it has what came from the centre, no more.
    for (const division of [PREFECTURE, "430000000000", NATION]) {
      expect(county.counters(division)).toMatchObject({
        "funds.issued_fen": 20_000_000,
        "funds.indicator_fen": 20_000_000,
        "funds.paid_fen": 500_000,
      });
    }
    expect(county.counters(HUAYUAN, "2020")["funds.paid_fen"]).toBe(500_000);
  });

  it("the household confirms with its own key, besides the bank, each once", () => {
    const { county, households, apply } = funded();
    const household = households[0]!;
    county.giveHouseholdKey(household, "family");
    county.act("clerk", apply(household, 500_000));
    county.act("officer", step("fund.approve", household));
    expect(county.act("family", step("fund.acknowledge", household))).toBe("permission.state");
    county.act("finance", pay(household));
    expect(county.act("family", step("fund.acknowledge", household))).toBe("applied");
    expect(county.act("family", step("fund.acknowledge", household))).toBe("fund.acknowledged");
    expect(county.act("teller", step("fund.acknowledge", household))).toBe("applied");
    expect(county.act("teller", step("fund.acknowledge", household))).toBe("fund.acknowledged");
    expect(balance(county, `payee.${household}`)).toBe(500_000);
    expect(county.counters(HUAYUAN)).toMatchObject({
      "payments.acknowledged": 1,
      "payments.acknowledged.household": 1,
      "payments.acknowledged.bank": 1,
    });
  });

  it("or offline: a cadre brings its endorsement of this very payment", () => {
    const { county, households, apply } = funded({ households: 2 });
    const [household, other] = households as [string, string];
    county.giveHouseholdKey(household, "family");
    county.giveHouseholdKey(other, "neighbours");
    county.act("clerk", apply(household, 500_000));
    county.act("officer", step("fund.approve", household));
    county.act("finance", pay(household));
    expect(county.act("cadre", step("fund.acknowledge", household))).toBe("fund.endorsement_needed");
    const statement = receiptStatement(household, 1, county.value(`household/${household}/payments/1`));
    const by = (word: string, hash = statement) =>
      step("fund.acknowledge", household, 1, { endorsement: county.endorsement(word, hash) });
    expect(county.act("cadre", by("neighbours"))).toBe("fund.endorser");
    expect(county.act("cadre", by("cadre2"))).toBe("fund.endorser");
    expect(county.act("cadre", by("family", new Uint8Array(32)))).toBe("endorsement.statement");
    expect(county.act("cadre", by("family"))).toBe("applied");
    expect(county.value(`household/${household}/payments/1`).householdConfirmed).toMatchObject({
      by: `household/${household}`,
      kind: "endorsement",
    });
  });
});

describe("approval", () => {
  it.each([
    [999_999, 1],
    [1_000_000, 2],
    [9_999_999, 2],
    [10_000_000, 3],
  ])("of %i fen takes %i people", (fen, needed) => {
    const { county, households, apply } = funded({ fen: 20_000_000 });
    const household = households[0]!;
    county.act("clerk", apply(household, fen));
    const people = ["officer", "approver", "officer2"].slice(0, needed);
    people.forEach((person, i) => {
      expect(county.value(`household/${household}/payments/1`).state).toBe("applied");
      expect(
        balance(county, `committed.${county.value(`household/${household}/payments/1`).indicator}`),
      ).toBe(0);
      expect(county.act(person, step("fund.approve", household)), `${i}`).toBe("applied");
    });
    expect(county.value(`household/${household}/payments/1`).state).toBe("approved");
    expect(county.act("approver2", step("fund.approve", household))).toBe("permission.state");
  });

  it("by the applicant, twice by one, or by two without finance is refused", () => {
    const { county, households, apply } = funded();
    const household = households[0]!;
    county.act("officer", apply(household, 2_000_000));
    expect(county.act("officer", step("fund.approve", household))).toBe("duties.same_person");
    expect(county.act("officer2", step("fund.approve", household))).toBe("applied");
    expect(county.act("officer2", step("fund.approve", household))).toBe("duties.same_person");
    county.act("clerk", apply(household, 2_000_000));
    expect(county.act("officer", step("fund.approve", household, 2))).toBe("applied");
    expect(county.act("officer2", step("fund.approve", household, 2))).toBe("fund.finance_approval");
    expect(county.act("approver", step("fund.approve", household, 2))).toBe("applied");
  });

  it("follows the parameter; one that isn't a list of thresholds eases nothing", () => {
    for (const [value, needed] of [
      [[{ fromFen: 0, needed: 3 }], 3],
      ["none", 2],
      [[], 2],
      [[{ fromFen: 0, needed: 0 }], 2],
    ] as [Value, number][]) {
      const { county, households, apply } = funded({ params: { "fund.approvals": value } });
      county.act("clerk", apply(households[0]!, 1_000_000));
      expect(county.value(`household/${households[0]}/payments/1`).needed).toBe(needed);
    }
  });

  it("can't be paid out by who approved, nor by a bank's clerk, nor to what is no bank", () => {
    const { county, households, apply } = funded();
    const household = households[0]!;
    county.act("clerk", apply(household, 1_000));
    county.act("approver", step("fund.approve", household));
    expect(county.act("teller", pay(household))).toBe("permission.organisation_kind");
    expect(county.act("approver", pay(household))).toBe("permission.role");
    expect(
      county.act(
        "finance",
        step("fund.pay", household, 1, { voucher: "拨1号", bank: "audit", paidOn: TODAY }),
      ),
    ).toBe("fund.not_a_bank");
    expect(county.act("finance", pay(household))).toBe("applied");
    expect(county.act("finance", pay(household))).toBe("permission.state");
  });

  it("taken back by a rejection gives the money back to the indicator", () => {
    const { county, households, indicatorId, apply } = funded();
    const household = households[0]!;
    county.act("clerk", apply(household, 700_000));
    county.act("officer", step("fund.approve", household));
    expect(county.rows(paymentsInState("approved", HUAYUAN)).length).toBe(1);
    const reject = step("fund.reject", household, 1, { reason: "账户有误" });
    expect(county.act("clerk", reject)).toBe("permission.role");
    expect(county.act("finance", reject)).toBe("applied");
    expect(balance(county, `indicator.${indicatorId}`)).toBe(10_000_000);
    expect(balance(county, `committed.${indicatorId}`)).toBe(0);
    expect(county.counters(HUAYUAN)["funds.approved_fen"]).toBeUndefined();
    expect(county.act("finance", pay(household))).toBe("permission.state");
  });
});

describe("money that isn't there, or isn't for this", () => {
  it("can't be approved or allocated: the account says how much there is", () => {
    const { county, households, indicatorId, apply, source } = funded({ fen: 1_000_000, households: 2 });
    county.act("clerk", apply(households[0]!, 999_999));
    county.act("clerk", apply(households[1]!, 2));
    county.act("officer", step("fund.approve", households[0]!));
    const { outcome, detail } = county.try("officer", step("fund.approve", households[1]!));
    expect(outcome).toMatchObject({ code: "fund.overdrawn" });
    expect(detail?.values).toEqual({ account: `indicator.${indicatorId}`, availableFen: 1 });
    const more = exampleAllocation(source, {
      parentId: indicatorId,
      division: "433124110000",
      organisation: "town",
      date: TODAY,
      amountFen: 2,
    });
    expect(county.act("finance", more.action)).toBe("fund.overdrawn");
  });

  it.each<[string, Value, string]>([
    ["0.1", 0.1, "unencodable"],
    ["−1", -1, "payload.invalid"],
    ["0", 0, "payload.invalid"],
    ["2^53", 2 ** 53, "unencodable"],
    ["a million yuan and a fen", 100_000_001, "payload.invalid"],
    ["more than the indicator", 10_000_001, "fund.above_indicator"],
    ["a string", "500", "payload.invalid"],
  ])("an amount of %s is none", (_, amountFen, code) => {
    const { county, households, apply } = funded();
    const act = () => county.act("clerk", apply(households[0]!, 1, { amountFen }));
    if (code === "unencodable") expect(act).toThrow();
    else expect(act()).toBe(code);
  });

  it("isn't issued from another level, twice, or to a stranger", () => {
    const { county, source, tranche } = funded();
    const issue = (more: Partial<Parameters<typeof exampleIssue>[1]> = {}) =>
      exampleIssue(source, {
        division: HUAYUAN,
        organisation: "finance",
        date: TODAY,
        amountFen: 100,
        ...more,
      });
    expect(county.act("finance", issue().action)).toBe("fund.issuer_level");
    expect(county.act("finance", issue({ source: "county" }).action)).toBe("applied");
    expect(county.act("finance", issue({ source: "donation" }).action)).toBe("applied");
    expect(county.act("finance", issue({ source: "county", organisation: "prefecture" }).action)).toBe(
      "fund.holder",
    );
    expect(county.act("finance", issue({ source: "county", division: PREFECTURE }).action)).toBe(
      "permission.jurisdiction",
    );
    expect(county.act("teller", issue({ source: "county" }).action)).toBe("permission.organisation_kind");
    const [type, payload] = issue({ source: "county" }).action;
    expect(county.act("finance", [type, { ...payload, indicatorId: tranche }])).toBe("fund.indicator_exists");
    expect(county.act("finance", [type, { ...payload, receivedOn: "2019-12-31" }])).toBe(
      "fund.received_before_issued",
    );
  });

  it("goes only where and for what its earmarks say, all the way down", () => {
    const { county, source, tranche, indicatorId, households, apply } = funded();
    const allocate = (signer: string, more: { [key: string]: Value }) => {
      const [type, payload] = exampleAllocation(source, {
        parentId: indicatorId,
        division: "433124110000",
        organisation: "town",
        date: TODAY,
        amountFen: 100,
      }).action;
      return county.act(signer, [type, { ...payload, ...more }]);
    };
    expect(allocate("finance", { purpose: "housing" })).toBe("fund.earmark_purpose");
    expect(allocate("finance", { division: "433101000000", organisation: "jishou" })).toBe(
      "fund.earmark_division",
    );
    expect(allocate("finance", { parentId: tranche })).toBe("permission.jurisdiction");
    expect(allocate("finance", { issuedOn: "2019-12-31" })).toBe("fund.before_parent");
    const kind = county.value(`household/${households[0]}`).kind;
    const others = [kind === "destitute" ? "general" : "destitute"];
    expect(allocate("finance", { householdKinds: others, until: "2020-06-30" })).toBe("applied");
    const narrow = county.rows(indicatorsUnder(indicatorId))[0]!.split("/")[1]!;
    expect(county.value(`indicator/${narrow}`)).toMatchObject({ purpose: "industry", until: "2020-06-30" });
    expect(county.act("clerk", apply(households[0]!, 10, { indicatorId: narrow }))).toBe("fund.earmark_kind");
    expect(county.act("clerk", apply(households[0]!, 10, { purpose: "health" }))).toBe(
      "fund.earmark_purpose",
    );
    expect(county.act("clerk", apply(households[0]!, 10, { indicatorId: tranche }))).toBe(
      "fund.indicator_level",
    );
  });

  it("goes only to registered households, at the number that was meant", () => {
    const { county, source, apply, households } = funded();
    const file = exampleHousehold(source, { village: SHIBADONG, date: "2019-12-01" });
    county.act("clerk", file.action, file.attachments);
    expect(county.act("clerk", apply(file.householdId, 10))).toBe("permission.state");
    expect(county.act("clerk", apply(households[0]!, 10, { n: 2 }))).toBe("fund.number");
    expect(county.act("clerk", apply(households[0]!, 10, { n: 1 }))).toBe("applied");
    expect(county.act("clerk", apply(households[0]!, 10, { n: 1 }))).toBe("fund.number");
    expect(county.act("clerk", apply(households[0]!, 10, { personId: file.persons[0]!.personId }))).toBe(
      "fund.not_member",
    );
  });
});

describe("cost", () => {
  it("an application makes two entries, each later step four", () => {
    const { county, households, apply } = funded();
    const household = households[0]!;
    const entries = (signer: string, action: Action) =>
      county.try(signer, action).result.entries.filter((entry) => entry.txIndex === 0).length;
    expect([
      entries("clerk", apply(household, 1_000)),
      entries("officer", step("fund.approve", household)),
      entries("finance", pay(household)),
      entries("teller", step("fund.acknowledge", household)),
    ]).toEqual([2, 4, 4, 4]);
  });
});

describe("money is conserved", () => {
  /** What must hold of the books, whatever was done. */
  function invariants(county: TestCounty): void {
    let external = 0;
    let internal = 0;
    let debits = 0;
    let credits = 0;
    for (const row of Object.keys(CHART).flatMap((kind) => county.rows(accountsOf(kind)))) {
      const id = row.split("/")[1]!;
      const account: Account = county.value(`account/${id}`);
      debits += account.debitFen;
      credits += account.creditFen;
      const fen = balanceFen(id, account);
      if (CHART[accountKind(id)].external) external += accountKind(id) === "source" ? fen : -fen;
      else {
        internal += fen;
        expect(fen, id).toBeGreaterThanOrEqual(0);
      }
      let posted = 0;
      for (const posting of county.rows(postingsOf(id))) {
        const { debit, fen: amount }: Posting = county.value(`posting/${posting.split("/")[1]}`);
        posted += debit === id ? amount : -amount;
      }
      expect(posted, `${id} by its postings`).toBe(account.debitFen - account.creditFen);
    }
    expect(debits).toBe(credits);
    expect(internal).toBe(external);
    // paid ≤ approved ≤ indicator, from the payments themselves.
    const sums = new Map<string, { approved: number; paid: number }>();
    for (const [key, record] of county.chain.state.records) {
      if (!/^household\/[^/]+\/payments\/\d+$/.test(key) || record.value === undefined) continue;
      const payment = county.value(key);
      const sum = sums.get(payment.indicator) ?? { approved: 0, paid: 0 };
      if (["approved", "paid", "acknowledged"].includes(payment.state)) sum.approved += payment.amountFen;
      if (["paid", "acknowledged"].includes(payment.state)) sum.paid += payment.amountFen;
      sums.set(payment.indicator, sum);
    }
    for (const [indicator, { approved, paid }] of sums) {
      expect(paid).toBeLessThanOrEqual(approved);
      expect(approved).toBeLessThanOrEqual(county.value(`indicator/${indicator}`).amountFen);
    }
  }

  const rightSigner: { [kind: string]: string } = {
    apply: "clerk",
    approve: "officer",
    reject: "approver2",
    pay: "finance",
    acknowledge: "teller",
    allocate: "finance",
  };
  const nextStep: { [state: string]: string } = {
    applied: "approve",
    approved: "pay",
    paid: "acknowledge",
    acknowledged: "pay",
    rejected: "approve",
  };
  /** Half of the steps carry a payment on by the right person (approvals by any approver); the others are anything. */
  const anyStep = fc.record({
    carryOn: fc.boolean(),
    kind: fc.constantFrom("apply", "apply", "approve", "reject", "pay", "acknowledge", "allocate"),
    signer: fc.constantFrom(
      "clerk",
      "officer",
      "officer2",
      "approver",
      "finance",
      "teller",
      "cadre",
      "central",
    ),
    right: fc.boolean(),
    household: fc.nat(1),
    pick: fc.nat(),
    fen: fc.oneof(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 400_000, max: 3_000_000 })),
  });

  it("by any sequence of steps by anybody: never overdrawn, never paid twice", () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 20, maxLength: 50 }), (steps) => {
        const { county, households, indicatorId, apply, source } = funded({ fen: 2_000_000, households: 2 });
        for (const { carryOn, signer, right, household, pick, fen, ...drawn } of steps) {
          const id = households[household]!;
          const count: number = county.value(`household/${id}/payments`)?.count ?? 0;
          const n = 1 + (pick % Math.max(1, count));
          const state: string | undefined = county.value(`household/${id}/payments/${n}`)?.state;
          const kind = carryOn ? (state === undefined ? "apply" : nextStep[state]!) : drawn.kind;
          const by =
            carryOn && kind === "approve" ? ["officer", "approver", "officer2"][pick % 3]! : undefined;
          const action: Action =
            kind === "apply"
              ? apply(id, fen)
              : kind === "pay"
                ? pay(id, n)
                : kind === "allocate"
                  ? exampleAllocation(source, {
                      parentId: indicatorId,
                      division: "433124110000",
                      organisation: "town",
                      date: TODAY,
                      amountFen: fen,
                    }).action
                  : step(`fund.${kind}`, id, n, kind === "reject" ? { reason: "复核未通过" } : {});
          const who = by ?? (carryOn || right ? rightSigner[kind]! : signer);
          const outcome = `${kind} ${county.act(who, action)}`;
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
        invariants(county);
      }),
      { numRuns: 25 },
    );
    // The sequences get somewhere: every step applied at times, and the limits were met.
    for (const kind of Object.keys(rightSigner))
      expect(outcomes.get(`${kind} applied`), kind).toBeGreaterThan(0);
    expect(outcomes.get("approve fund.overdrawn")).toBeGreaterThan(0);
    expect(outcomes.get("pay permission.state")).toBeGreaterThan(0);
  });
});
