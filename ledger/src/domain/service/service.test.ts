import { describe, expect, it } from "vitest";
import type { Value } from "../../bytes/codec.ts";
import type { Action } from "../../transaction/index.ts";
import { exampleHousehold, exampleService } from "../examples.ts";
import { newId } from "../ids.ts";
import { HUAYUAN, SHIBADONG, SHUANGLONG, testCounty, testSource } from "../test-county.ts";
import { servicesIn, servicesOf } from "./queries.ts";
import { type Service, serviceStatement } from "./schema.ts";

const TODAY = "2020-01-01";

function served() {
  const county = testCounty();
  const source = testSource(5);
  const file = exampleHousehold(source, {
    village: SHIBADONG,
    date: "2019-12-01",
    size: 2,
    responsible: "cadre",
  });
  expect(county.act("clerk", file.action, file.attachments)).toBe("applied");
  const householdId = file.householdId;
  county.giveHouseholdKey(householdId, "family");
  const record = (more: { [key: string]: Value } = {}): Action => {
    const [type, payload] = exampleService(source, { householdId, date: TODAY });
    return [type, { ...payload, ...more }];
  };
  const service = (n: number): Service => county.value(`household/${householdId}/services/${n}`);
  const acknowledge = (n: number, more: { [key: string]: Value } = {}): Action => [
    "service.acknowledge",
    { householdId, n, ...more },
  ];
  return { county, source, householdId, record, service, acknowledge };
}

describe("a service", () => {
  it("is recorded under the next number, in two entries and the block's statistics", () => {
    const { county, householdId, record, service } = served();
    const { result } = county.try("cadre", record({ type: "visit", minutes: 40, content: "入户走访" }));
    const own = result.entries.filter((entry) => entry.txIndex === 0);
    expect(own.map((entry) => entry.key)).toEqual([
      `household/${householdId}/services`,
      `household/${householdId}/services/1`,
    ]);
    expect(own[1]!.value!.length).toBeLessThan(160);
    expect(service(1)).toEqual({
      type: "visit",
      performedOn: TODAY,
      minutes: 40,
      content: "入户走访",
      division: SHIBADONG,
      by: "cadre",
      recordedOn: TODAY,
    });
    expect(county.act("secretary", record({ n: 2 }))).toBe("applied");
    expect(county.act("clerk", record({ n: 2 }))).toBe("service.number");
    expect(county.value(`household/${householdId}/services`)).toEqual({ count: 2 });
    expect(county.counters(HUAYUAN)).toMatchObject({ services: 2, "services.type.visit": 1 });
    expect(county.counters(SHIBADONG, "2020")).toMatchObject({ services: 2 });
    expect(county.rows(servicesOf("cadre"))).toEqual([`cadre/${TODAY}/${householdId}/1`]);
    expect(county.rows(servicesIn(HUAYUAN)).length).toBe(2);
    expect(county.rows(servicesIn(SHUANGLONG))).toEqual([]);
  });

  it("entered more than seven days after is marked late, and counts in the year in which it was done", () => {
    const { county, record, service } = served();
    county.act("cadre", record({ performedOn: "2019-12-25" }));
    county.act("cadre", record({ performedOn: "2019-12-24" }));
    expect([service(1).late, service(2).late]).toEqual([undefined, true]);
    expect(county.counters(HUAYUAN, "2019")).toMatchObject({ services: 2, "services.late": 1 });
  });

  it.each<[string, string, { [key: string]: Value }, string]>([
    ["done tomorrow", "cadre", { performedOn: "2020-01-02" }, "date.in_future"],
    ["in a county", "cadre", { village: HUAYUAN }, "service.not_village"],
    ["in a village nobody knows", "cadre", { village: "433124999999" }, "division.unknown"],
    ["of no known type", "cadre", { type: "party" }, "payload.invalid"],
    ["of 2,001 characters", "cadre", { content: "好".repeat(2001) }, "payload.invalid"],
    ["of more than a day", "cadre", { minutes: 1441 }, "payload.invalid"],
    ["rated by who did it", "cadre", { rating: 5 }, "service.rating_by_household"],
    ["by an auditor", "auditor", {}, "permission.role"],
    ["by another county's clerk", "clerk-jishou", {}, "permission.jurisdiction"],
    ["by the household itself", "family", {}, "permission.role"],
    ["to nobody", "cadre", { householdId: newId("H", new Uint8Array(10)) }, "household.not_found"],
  ])("%s is refused", (_, signer, more, code) => {
    const { county, record } = served();
    expect(county.act(signer, record(more))).toBe(code);
  });

  it("of exactly 2,000 characters is taken", () => {
    const { county, record, service } = served();
    expect(county.act("cadre", record({ content: "好".repeat(2000) }))).toBe("applied");
    expect(service(1).content.length).toBe(2000);
  });

  it("can't be given to a household that was turned down", () => {
    const { county, householdId, record } = served();
    county.act("town", ["household.reject", { householdId, reason: "收入高于标准" }]);
    expect(county.act("cadre", record())).toBe("service.household_closed");
  });
});

describe("an acknowledgement", () => {
  it("by the household's key, by its endorsement and by a witness are counted apart", () => {
    const { county, householdId, record, service, acknowledge } = served();
    for (let i = 0; i < 3; i++) county.act("cadre", record());
    expect(county.act("family", acknowledge(1, { rating: 5 }))).toBe("applied");
    const endorsed = (n: number, by: string) => ({
      endorsement: county.endorsement(by, serviceStatement(householdId, service(n))),
    });
    expect(county.act("clerk", acknowledge(2, { ...endorsed(2, "family"), rating: 4 }))).toBe("applied");
    expect(county.act("cadre", acknowledge(3, endorsed(3, "cadre2")))).toBe("applied");
    expect(county.counters(HUAYUAN)).toMatchObject({
      services: 3,
      "services.acknowledged": 3,
      "services.acknowledged.key": 1,
      "services.acknowledged.endorsement": 1,
      "services.acknowledged.witness": 1,
      "services.rated": 2,
      "services.rating_sum": 9,
    });
    expect(service(1).acknowledgements).toMatchObject([{ kind: "key", by: `household/${householdId}` }]);
    expect(service(3).acknowledgements).toMatchObject([{ kind: "witness", by: "operator/cadre2" }]);
    // Each side once; the household may still join a witness.
    expect(county.act("family", acknowledge(1))).toBe("service.acknowledged");
    expect(county.act("family", acknowledge(3, { rating: 3 }))).toBe("applied");
    expect(county.act("cadre", acknowledge(3, endorsed(3, "secretary")))).toBe("service.acknowledged");
  });

  it("may come with the record itself, signed before it had a number", () => {
    const { county, householdId, service } = served();
    const facts = { type: "visit" as const, performedOn: TODAY, content: "核对收入", by: "cadre" };
    const endorsement = county.endorsement("family", serviceStatement(householdId, facts));
    const { by, ...payload } = facts;
    const action: Action = ["service.record", { householdId, ...payload, endorsement, rating: 5 }];
    expect(county.act("secretary", action)).toBe("endorsement.statement"); // another's deed
    expect(county.act(by, action)).toBe("applied");
    expect(service(1)).toMatchObject({ rating: 5, acknowledgements: [{ kind: "endorsement" }] });
    expect(county.act(by, action)).toBe("endorsement.used");
  });

  it("isn't anybody's: nor the doer's own, nor a stranger's, nor for other words, nor too late", () => {
    const { county, householdId, record, service, acknowledge } = served();
    county.act("cadre", record());
    const statement = serviceStatement(householdId, service(1));
    const by = (word: string, hash = statement) =>
      acknowledge(1, { endorsement: county.endorsement(word, hash) });
    expect(county.act("cadre", acknowledge(1))).toBe("service.endorsement_needed");
    expect(county.act("cadre", by("cadre"))).toBe("endorsement.own");
    expect(county.act("clerk", by("cadre"))).toBe("service.endorser");
    expect(county.act("cadre", by("auditor"))).toBe("service.endorser");
    expect(county.act("cadre", by("clerk-jishou"))).toBe("service.endorser");
    expect(county.act("cadre", by("nobody"))).toBe("endorsement.key");
    const others = serviceStatement(householdId, { ...service(1), content: "别的事情" });
    expect(county.act("cadre", by("family", others))).toBe("endorsement.statement");
    expect(county.act("cadre", acknowledge(1, { endorsement: new Uint8Array(80) }))).toBe(
      "endorsement.invalid",
    );
    expect(county.act("family", by("cadre2"))).toBe("service.endorsement_unneeded");
    expect(
      county.act(
        "cadre",
        acknowledge(1, { endorsement: county.endorsement("cadre2", statement), rating: 5 }),
      ),
    ).toBe("service.rating_by_household");
    const old = acknowledge(1, { endorsement: county.endorsement("family", statement) });
    county.advance(2);
    expect(county.act("cadre", old)).toBe("endorsement.time");
    const forged = county.endorsement("family", statement);
    forged[forged.length - 1]! ^= 1;
    expect(county.act("cadre", acknowledge(1, { endorsement: forged }))).toBe("endorsement.signature");
  });
});

describe("an edit", () => {
  const edit = (householdId: string, n: number, more: { [key: string]: Value }): Action => [
    "service.edit",
    { householdId, n, reason: "日期填错", ...more },
  ];

  it("is its author's, gives a reason, and moves the counters with it", () => {
    const { county, householdId, record, service } = served();
    county.act("cadre", record({ type: "visit", minutes: 30 }));
    expect(county.act("secretary", edit(householdId, 1, { minutes: 60 }))).toBe("service.not_author");
    expect(county.act("cadre", edit(householdId, 1, { minutes: 30 }))).toBe("service.nothing_changed");
    const [type, { reason: _, ...silent }] = edit(householdId, 1, { minutes: 60 });
    expect(county.act("cadre", [type, silent])).toBe("payload.invalid");
    expect(
      county.act("cadre", edit(householdId, 1, { type: "training", minutes: 60, performedOn: "2019-12-31" })),
    ).toBe("applied");
    expect(service(1)).toMatchObject({ type: "training", minutes: 60, edits: 1, editReason: "日期填错" });
    expect(county.counters(HUAYUAN)).toMatchObject({
      services: 1,
      "services.minutes": 60,
      "services.type.training": 1,
    });
    expect(county.counters(HUAYUAN)["services.type.visit"]).toBeUndefined();
    expect(county.counters(HUAYUAN, "2019")).toMatchObject({ services: 1, "services.minutes": 60 });
    expect(county.counters(HUAYUAN, "2020")["services"]).toBeUndefined();
    expect(county.act("cadre", edit(householdId, 1, { minutes: 50, expectVersion: 1 }))).toBe(
      "version.conflict",
    );
  });

  it("ends what others confirmed: they confirmed other words", () => {
    const { county, householdId, record, service, acknowledge } = served();
    county.act("cadre", record());
    county.act("family", acknowledge(1, { rating: 5 }));
    county.act("cadre", edit(householdId, 1, { content: "其实是电话联系" }));
    expect(service(1).acknowledgements).toBeUndefined();
    expect(county.counters(HUAYUAN)["services.acknowledged"]).toBeUndefined();
    expect(county.counters(HUAYUAN)["services.rated"]).toBeUndefined();
    expect(county.act("family", acknowledge(1))).toBe("applied");
  });

  it("that makes it late marks it so", () => {
    const { county, householdId, record, service } = served();
    county.act("cadre", record());
    county.act("cadre", edit(householdId, 1, { performedOn: "2019-12-01" }));
    expect(service(1).late).toBe(true);
  });
});
