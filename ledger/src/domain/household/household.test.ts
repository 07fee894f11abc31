import { describe, expect, it } from "vitest";
import { encode, type Value } from "../../bytes/codec.ts";
import { type Action, attachmentId } from "../../transaction/index.ts";
import { exampleHousehold, restrictedAttachment } from "../examples.ts";
import { newId } from "../ids.ts";
import { HUAYUAN, SHIBADONG, SHUANGLONG, type TestCounty, testCounty, testSource } from "../test-county.ts";
import { householdsIn, householdsInState, householdsOfResponsible, personsOf } from "./queries.ts";

const DATE = "2019-12-20";
const household = (seed: number, more: { size?: number; responsible?: string } = {}) =>
  exampleHousehold(testSource(seed), { village: SHIBADONG, date: DATE, ...more });
/** The action with other values in its payload. */
const but = ([type, payload]: Action, changes: { [key: string]: Value }): Action => [
  type,
  { ...payload, ...changes },
];

function registered(county: TestCounty, seed = 1, more: { size?: number; responsible?: string } = {}) {
  const file = household(seed, more);
  expect(county.act("clerk", file.action, file.attachments)).toBe("applied");
  expect(county.act("officer", ["household.approve", { householdId: file.householdId }])).toBe("applied");
  return file;
}

describe("from application to registration", () => {
  it("a clerk opens a file, a county officer approves it, and only then does it count", () => {
    const county = testCounty();
    const file = household(1, { size: 4, responsible: "cadre" });
    expect(county.act("clerk", file.action, file.attachments)).toBe("applied");
    const value = county.value(`household/${file.householdId}`);
    expect(value).toMatchObject({
      division: SHIBADONG,
      registration: "applied",
      registeredBy: "operator/clerk",
      responsible: ["cadre"],
      members: file.persons.map((person) => person.personId),
    });
    expect(county.counters(HUAYUAN)).toEqual({ "households.state.applied": 1 });
    expect(county.counters(HUAYUAN, "2020")).toEqual({ "households.applications": 1 });

    expect(county.act("officer", ["household.approve", { householdId: file.householdId }])).toBe("applied");
    expect(county.value(`household/${file.householdId}`)).toMatchObject({
      registration: "registered",
      decidedBy: "operator/officer",
      decidedOn: "2020-01-01",
    });
    for (const division of [SHIBADONG, HUAYUAN, "430000000000", "000000000000"]) {
      expect(county.counters(division)).toMatchObject({
        households: 1,
        persons: 4,
        [`households.kind.${value.kind}`]: 1,
        [`households.cause.${value.cause.main}`]: 1,
        "households.state.registered": 1,
        "households.with_responsible": 1,
      });
      expect(county.counters(division, "2020")).toMatchObject({
        "households.registered": 1,
        "persons.registered": 4,
      });
    }
    expect(county.counters(HUAYUAN)["households.state.applied"]).toBeUndefined();
  });

  it("keeps open what is open, restricted what describes a person, and counts it apart", () => {
    const county = testCounty();
    const file = registered(county, 2, { size: 3 });
    const [head] = file.persons;
    expect(county.value(`person/${head!.personId}`)).toEqual({ household: file.householdId, since: DATE });
    expect(county.value(`person/${head!.personId}/restricted`)).toEqual({
      facts: head!.facts,
      effectiveDate: DATE,
    });
    expect(county.value(`household/${file.householdId}/restricted`)).toEqual({
      facts: file.facts,
      effectiveDate: DATE,
    });
    const restricted = county.restrictedCounters(HUAYUAN);
    const males = file.persons.filter((person) => person.facts.sex === "male").length;
    expect((restricted["persons.sex.male"] ?? 0) + (restricted["persons.sex.female"] ?? 0)).toBe(3);
    expect(restricted["persons.sex.male"] ?? 0).toBe(males);
    const bands = Object.entries(county.restrictedCounters(HUAYUAN, "2020"));
    expect(bands.every(([name]) => /^registered\.(fe)?male\.age\./.test(name))).toBe(true);
    expect(bands.reduce((sum, [, count]) => sum + count, 0)).toBe(3);
    expect(Object.keys(county.counters(HUAYUAN)).some((name) => name.includes("sex"))).toBe(false);
  });

  it("no one approves what they themselves submitted, whatever roles they hold", () => {
    const county = testCounty();
    const file = household(3);
    expect(county.act("town", file.action, file.attachments)).toBe("applied");
    expect(
      county.act("town", ["household.reject", { householdId: file.householdId, reason: "重复申请" }]),
    ).toBe("duties.same_person");
    expect(county.act("clerk", ["household.approve", { householdId: file.householdId }])).toBe(
      "permission.role",
    );
  });

  it("turned down or withdrawn, it counts no more and can't be approved", () => {
    const county = testCounty();
    const [a, b] = [household(4), household(5)];
    county.act("clerk", a.action, a.attachments);
    county.act("clerk", b.action, b.attachments);
    const reject: Action = ["household.reject", { householdId: a.householdId, reason: "收入高于标准" }];
    expect(county.act("officer", reject)).toBe("applied");
    const withdraw: Action = ["household.withdraw", { householdId: b.householdId, reason: "农户撤回" }];
    expect(county.act("clerk", withdraw)).toBe("applied");
    expect(county.counters(HUAYUAN)).toEqual({
      "households.state.rejected": 1,
      "households.state.withdrawn": 1,
    });
    expect(county.act("officer", ["household.approve", { householdId: a.householdId }])).toBe(
      "permission.state",
    );
    expect(county.act("officer", reject)).toBe("permission.state");
  });

  it("lists households by division, state and cadre, and a household's persons", () => {
    const county = testCounty();
    const a = registered(county, 6, { responsible: "cadre" });
    const b = household(7);
    county.act("clerk", b.action, b.attachments);
    expect(county.rows(householdsIn(HUAYUAN)).length).toBe(2);
    expect(county.rows(householdsIn(SHUANGLONG))).toEqual([]);
    expect(county.rows(householdsInState("registered", HUAYUAN))).toEqual([
      `registered/${SHIBADONG}/${a.householdId}`,
    ]);
    expect(county.rows(householdsOfResponsible("cadre"))).toEqual([`cadre/${SHIBADONG}/${a.householdId}`]);
    expect(county.rows(personsOf(a.householdId)).length).toBe(a.persons.length);
  });
});

describe("what a file can't be", () => {
  const file = household(10, { size: 3 });
  const members = file.action[1]["members"] as { personId: string; restricted: Uint8Array }[];
  const cases: [string, Action, string, string][] = [
    [
      "a village nobody knows",
      but(file.action, { division: "433124110999" }),
      "division.unknown",
      "division",
    ],
    [
      "a township as village",
      but(file.action, { division: "433124110000" }),
      "household.division_level",
      "division",
    ],
    [
      "the other without a remark",
      but(file.action, { cause: { main: "other", others: [] } }),
      "payload.invalid",
      "cause.remark",
    ],
    [
      "an unknown cause",
      but(file.action, { cause: { main: "laziness", others: [] } }),
      "payload.invalid",
      "cause.main",
    ],
    [
      "a cause twice",
      but(file.action, { cause: { main: "illness", others: ["illness"] } }),
      "payload.invalid",
      "cause.others",
    ],
    [
      "three other causes",
      but(file.action, { cause: { main: "illness", others: ["land", "water", "labour"] } }),
      "payload.invalid",
      "cause.others",
    ],
    ["no member", but(file.action, { members: [] }), "payload.invalid", "members"],
    ["a date to come", but(file.action, { effectiveDate: "2020-01-02" }), "date.in_future", "effectiveDate"],
    [
      "a day that isn't",
      but(file.action, { effectiveDate: "2019-02-29" }),
      "payload.invalid",
      "effectiveDate",
    ],
    [
      "a cause before its time",
      but(file.action, { effectiveDate: "2017-06-01", cause: { main: "marriage", others: [] } }),
      "household.code_ended",
      "cause.main",
    ],
    ["a field nobody knows", but(file.action, { name: "张三" }), "payload.invalid", "name"],
    [
      "an id with a wrong check",
      but(file.action, { householdId: "H00000000000000000" }),
      "payload.invalid",
      "householdId",
    ],
    [
      "a person twice",
      but(file.action, { members: [...members, members[0]!] }),
      "household.member_twice",
      "members.3.personId",
    ],
    ["a clerk as cadre", but(file.action, { responsible: "clerk" }), "household.not_a_cadre", "responsible"],
    ["nobody as cadre", but(file.action, { responsible: "nobody" }), "operator.not_found", "responsible"],
  ];
  it.each(cases)("%s", (_, action, code, path) => {
    const county = testCounty();
    const root = county.chain.state.records.size;
    const { outcome } = county.try("town", action, file.attachments);
    expect(outcome).toEqual({
      status: "rejected",
      code,
      path: expect.stringMatching(`^actions\\.0\\.${path}`),
    });
    expect(county.chain.state.records.size).toBe(root);
  });

  it("twice, nor hold a person of another file", () => {
    const county = testCounty();
    county.act("clerk", file.action, file.attachments);
    expect(county.act("clerk", file.action, file.attachments)).toBe("household.exists");
    const again = but(file.action, { householdId: newId("H", new Uint8Array(10)) });
    expect(county.act("clerk", again, file.attachments)).toBe("household.person_exists");
  });

  it("of another clerk's village", () => {
    expect(testCounty().act("clerk-jishou", file.action, file.attachments)).toBe("permission.jurisdiction");
  });

  it("without its attachments, or with another's", () => {
    const county = testCounty();
    const one = { ...file.attachments[0]!, salt: new Uint8Array(16) };
    const swapped = but(file.action, {
      members: members.map((member) => ({ ...member, restricted: attachmentId(one) })),
    });
    expect(county.act("clerk", swapped, [one, file.attachments.at(-1)!])).toBe("(attachment.subject)");
  });

  it.each([
    ["household.no_head", { relation: "spouse" }],
    ["household.birth_date", { birthDate: "2019-12-21" }],
    ["household.birth_date", { birthDate: "1850-01-01" }],
    ["payload.invalid", { relation: "son", sex: "female" }],
    ["payload.invalid", { health: ["healthy", "chronic"] }],
    ["payload.invalid", { birthDate: "1980-02-30" }],
    ["payload.invalid", { surname: "石" }],
  ])("of people who can't be: the outcome says only restricted.refused, not %s", (code, facts) => {
    const county = testCounty();
    const source = testSource(11);
    const head = restrictedAttachment(source, { ...file.persons[0]!.facts, ...facts } as never);
    const action = but(file.action, {
      members: [{ personId: members[0]!.personId, restricted: attachmentId(head) }, ...members.slice(1)],
    });
    const { outcome, detail } = county.try("clerk", action, [head, ...file.attachments.slice(1)]);
    expect(outcome).toEqual({ status: "rejected", code: "restricted.refused", path: "" });
    expect(detail?.code).toBe(code);
  });

  it("with two heads, or income of a stranger", () => {
    const county = testCounty();
    const source = testSource(12);
    const second = restrictedAttachment(source, { ...file.persons[0]!.facts, sex: "male" });
    const two = but(file.action, {
      members: [
        members[0]!,
        { personId: members[1]!.personId, restricted: attachmentId(second) },
        members[2]!,
      ],
    });
    expect(county.act("clerk", two, [...file.attachments.filter((_, i) => i !== 1), second])).toBe(
      "(household.two_heads)",
    );
    const stranger = restrictedAttachment(source, {
      income: [{ line: "wages", period: "2018", fen: 100, person: newId("P", new Uint8Array(10)) }],
    });
    const strange = but(file.action, { restricted: attachmentId(stranger) });
    expect(county.act("clerk", strange, [...file.attachments.slice(0, 3), stranger])).toBe(
      "(household.income_person)",
    );
  });
});

describe("a file changes", () => {
  it("when life does: open facts, guarded against a second clerk", () => {
    const county = testCounty();
    const { householdId } = registered(county, 20);
    const was = county.value(`household/${householdId}`);
    const kind = was.kind === "general" ? "destitute" : "general";
    const update = (more: { [key: string]: Value }): Action => [
      "household.update",
      { householdId, effectiveDate: "2020-01-01", ...more },
    ];
    expect(county.act("clerk", update({}))).toBe("household.nothing_changed");
    expect(county.act("clerk", update({ kind, expectVersion: 1 }))).toBe("version.conflict");
    expect(county.act("clerk", update({ kind, expectVersion: 2 }))).toBe("applied");
    expect(county.act("town", update({ kind: was.kind, expectVersion: 2 }))).toBe("version.conflict");
    expect(county.counters(SHIBADONG)[`households.kind.${kind}`]).toBe(1);
    expect(county.counters(SHIBADONG)[`households.kind.${was.kind}`]).toBeUndefined();
    expect(county.counters(SHIBADONG)["households"]).toBe(1);
  });

  it("in what describes its people, with the counters of the old facts taken back", () => {
    const county = testCounty();
    const file = registered(county, 21, { size: 3 });
    const source = testSource(210);
    const { personId, facts } = file.persons[2]!;
    const changed = { ...facts, health: ["serious" as const], disability: undefined };
    const attachment = restrictedAttachment(source, changed);
    const action: Action = [
      "household.updateRestricted",
      {
        householdId: file.householdId,
        effectiveDate: "2020-01-01",
        persons: [{ personId, restricted: attachmentId(attachment), expectVersion: 1 }],
      },
    ];
    expect(county.act("clerk", action, [attachment])).toBe("applied");
    expect(county.restrictedCounters(HUAYUAN)["persons.health.serious"]).toBe(1);
    expect(county.act("clerk", action, [attachment])).toBe("version.conflict");
    // Nobody is left without a head.
    const head = file.persons[0]!;
    const demoted = restrictedAttachment(source, { ...head.facts, relation: "other" });
    const without: Action = [
      "household.updateRestricted",
      {
        householdId: file.householdId,
        effectiveDate: "2020-01-01",
        persons: [{ personId: head.personId, restricted: attachmentId(demoted) }],
      },
    ];
    expect(county.act("clerk", without, [demoted])).toBe("(household.no_head)");
    // The head changes where both facts come together.
    const promoted = restrictedAttachment(source, { ...changed, relation: "self" });
    const both: Action = [
      "household.updateRestricted",
      {
        householdId: file.householdId,
        effectiveDate: "2020-01-01",
        persons: [
          { personId: head.personId, restricted: attachmentId(demoted) },
          { personId, restricted: attachmentId(promoted) },
        ],
      },
    ];
    expect(county.act("clerk", both, [demoted, promoted])).toBe("applied");
  });

  it("in who is responsible: from when until when, replaced, never twice", () => {
    const county = testCounty();
    const { householdId } = registered(county, 22, { responsible: "cadre" });
    const assign = (more: { [key: string]: Value }): Action => [
      "household.assignResponsible",
      { householdId, from: "2020-01-10", ...more },
    ];
    expect(county.act("town", assign({ operator: "cadre" }))).toBe("household.already_responsible");
    expect(county.act("town", assign({ operator: "cadre2", replaces: "secretary" }))).toBe(
      "household.not_responsible",
    );
    expect(county.act("town", assign({ operator: "cadre2", until: "2020-01-09" }))).toBe("household.period");
    expect(county.act("clerk", assign({ operator: "cadre2" }))).toBe("permission.role");
    expect(county.act("town", assign({ operator: "cadre2", replaces: "cadre" }))).toBe("applied");
    expect(county.value(`household/${householdId}`).responsible).toEqual(["cadre2"]);
    expect(county.value(`household/${householdId}/assignments`).list).toEqual([
      { operator: "cadre", from: DATE, until: "2020-01-09", by: "operator/clerk" },
      { operator: "cadre2", from: "2020-01-10", by: "operator/town" },
    ]);
  });
});

describe("an error is corrected by two persons", () => {
  const request = (householdId: string, more: { [key: string]: Value }): Action => [
    "household.requestCorrection",
    { householdId, reason: "录入时选错", ...more },
  ];
  const confirm = (householdId: string, n: number, accept = true): Action => [
    "household.confirmCorrection",
    { householdId, n, accept },
  ];

  it("in the open part: nothing changes until the second one agrees", () => {
    const county = testCounty();
    const { householdId } = registered(county, 30);
    const was = county.value(`household/${householdId}`);
    const kind = was.kind === "general" ? "destitute" : "general";
    expect(county.act("town", request(householdId, { open: { kind: was.kind } }))).toBe(
      "household.nothing_changed",
    );
    expect(county.act("town", request(householdId, { open: { kind } }))).toBe("applied");
    expect(county.value(`household/${householdId}`)).toEqual(was);
    expect(county.act("clerk", request(householdId, { open: { kind } }))).toBe("correction.waiting");
    expect(county.act("town", confirm(householdId, 1))).toBe("duties.same_person");
    expect(county.act("officer", confirm(householdId, 1))).toBe("applied");
    expect(county.value(`household/${householdId}`)).toEqual({ ...was, kind });
    expect(county.act("officer2", confirm(householdId, 1))).toBe("correction.decided");
    expect(county.counters(HUAYUAN)[`households.kind.${kind}`]).toBe(1);
    expect(county.value(`household/${householdId}/corrections/1`)).toMatchObject({
      state: "confirmed",
      reason: "录入时选错",
      requestedBy: "operator/town",
      decidedBy: "operator/officer",
    });
  });

  it("in the restricted part: what is proposed waits beside the file and goes when decided", () => {
    const county = testCounty();
    const file = registered(county, 31, { size: 2 });
    const { personId, facts } = file.persons[1]!;
    const right = { ...facts, birthDate: "2001-05-06", disability: undefined, health: ["healthy" as const] };
    const source = testSource(310);
    for (const accept of [false, true]) {
      const attachment = restrictedAttachment(source, right);
      const action = request(file.householdId, {
        effectiveDate: DATE,
        persons: [{ personId, restricted: attachmentId(attachment) }],
      });
      expect(county.act("clerk", action, [attachment])).toBe("applied");
      expect(county.value(`person/${personId}/proposed`).facts.birthDate).toBe("2001-05-06");
      expect(county.value(`person/${personId}/restricted`).facts).toEqual(facts);
      expect(county.act("officer", confirm(file.householdId, accept ? 2 : 1, accept))).toBe("applied");
      expect(county.value(`person/${personId}/proposed`)).toBeUndefined();
    }
    expect(county.value(`person/${personId}/restricted`).facts.birthDate).toBe("2001-05-06");
    expect(county.restrictedCounters(HUAYUAN)[`persons.${facts.sex}.born.2000`]).toBe(1);
    expect(county.value(`household/${file.householdId}/corrections`)).toEqual({
      count: 2,
      division: SHIBADONG,
    });
  });

  it("not any more when the file has moved on since", () => {
    const county = testCounty();
    const { householdId } = registered(county, 32);
    const was = county.value(`household/${householdId}`);
    const standard = was.standard === "national" ? "provincial" : "national";
    const kind = was.kind === "general" ? "destitute" : "general";
    county.act("clerk", request(householdId, { open: { kind } }));
    county.act("town", ["household.update", { householdId, standard, effectiveDate: "2020-01-01" }]);
    expect(county.act("officer", confirm(householdId, 1))).toBe("correction.outdated");
    expect(county.act("officer", confirm(householdId, 1, false))).toBe("applied");
    expect(county.value(`household/${householdId}`).kind).toBe(was.kind);
  });
});

describe("cost", () => {
  it("registering four people takes ten entries: file, household's facts, two a person", () => {
    const county = testCounty();
    const file = household(40, { size: 4 });
    const { result } = county.try("clerk", file.action, file.attachments);
    expect(result.entries.filter((entry) => entry.txIndex === 0).length).toBe(10);
    const open = result.entries.find((entry) => entry.key === `household/${file.householdId}`)!;
    expect(open.value!.length).toBeLessThan(500);
    expect(encode(file.action[1] as Value).length).toBeLessThan(900);
  });
});
