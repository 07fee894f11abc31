import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Value } from "../bytes/codec.ts";
import { JzError } from "../errors.ts";
import { simulate } from "../execute/simulate.ts";
import type { Action, Attachment } from "../transaction/index.ts";
import { attachmentId } from "../transaction/index.ts";
import { CODE_LISTS } from "./codes/index.ts";
import {
  exampleAllocation,
  exampleApplication,
  exampleHousehold,
  exampleIssue,
  exampleService,
  restrictedAttachment,
} from "./examples.ts";
import { registry } from "./index.ts";
import { HUAYUAN, SHIBADONG, SHUANGLONG, STAFF, testCounty, testSource } from "./test-county.ts";

const TODAY = "2020-01-01";

/** A county with households, payments and services in every state, and a valid action of each kind. */
function busyCounty() {
  const county = testCounty();
  const source = testSource(99);
  const did = (signer: string, action: Action, attachments: readonly Attachment[] = []) => {
    const outcome = county.act(signer, action, attachments);
    if (outcome !== "applied") throw new Error(`${action[0]}: ${outcome}`);
  };
  const files = Array.from({ length: 3 }, () => {
    const file = exampleHousehold(source, {
      village: SHIBADONG,
      date: "2019-12-01",
      size: 2,
      responsible: "cadre",
    });
    did("clerk", file.action, file.attachments);
    return file;
  });
  const [applied, registered, corrected] = files as [(typeof files)[0], (typeof files)[0], (typeof files)[0]];
  did("officer", ["household.approve", { householdId: registered.householdId }]);
  did("officer", ["household.approve", { householdId: corrected.householdId }]);
  did("town", [
    "household.requestCorrection",
    { householdId: corrected.householdId, reason: "登记有误", open: { flags: ["only_child"] } },
  ]);
  const tranche = exampleIssue(source, {
    division: HUAYUAN,
    organisation: "finance",
    date: TODAY,
    amountFen: 10_000_000,
  });
  did("central", tranche.action);
  const household = registered.householdId;
  const apply = () =>
    exampleApplication(source, {
      householdId: household,
      indicatorId: tranche.indicatorId,
      date: TODAY,
      amountFen: 5_000,
    });
  for (let n = 1; n <= 3; n++) did("clerk", apply());
  for (const n of [2, 3]) did("officer", ["fund.approve", { householdId: household, n }]);
  const pay = (n: number): Action => [
    "fund.pay",
    { householdId: household, n, voucher: "拨1号", bank: "bank", paidOn: TODAY },
  ];
  did("finance", pay(3));
  const service = exampleService(source, { householdId: household, date: TODAY });
  did("cadre", service);
  county.giveHouseholdKey(household, "family");

  const newcomer = exampleHousehold(source, { village: SHIBADONG, date: "2019-12-01", size: 3 });
  const person = registered.persons[1]!;
  const facts = restrictedAttachment(source, person.facts);
  const one = { personId: person.personId, restricted: attachmentId(facts) };
  const id = applied.householdId;
  const valid: { signer: string; action: Action; attachments: readonly Attachment[] }[] = (
    [
      ["clerk", newcomer.action, newcomer.attachments],
      ["officer", ["household.approve", { householdId: id, remark: "同意", expectVersion: 1 }]],
      ["officer", ["household.reject", { householdId: id, reason: "不符合标准" }]],
      ["clerk", ["household.withdraw", { householdId: id, reason: "农户撤回" }]],
      [
        "clerk",
        [
          "household.update",
          {
            householdId: household,
            cause: { main: "other", others: ["illness"], remark: "火灾" },
            flags: ["military_family"],
            effectiveDate: TODAY,
          },
        ],
      ],
      [
        "clerk",
        ["household.updateRestricted", { householdId: household, effectiveDate: TODAY, persons: [one] }],
        [facts],
      ],
      [
        "town",
        [
          "household.assignResponsible",
          { householdId: household, operator: "cadre2", from: TODAY, replaces: "cadre" },
        ],
      ],
      [
        "clerk",
        [
          "household.requestCorrection",
          {
            householdId: household,
            reason: "出生日期有误",
            effectiveDate: TODAY,
            persons: [one],
            open: { standard: "provincial", flags: ["two_daughters"] },
          },
        ],
        [facts],
      ],
      [
        "officer",
        ["household.confirmCorrection", { householdId: corrected.householdId, n: 1, accept: true }],
      ],
      [
        "central",
        exampleIssue(source, { division: HUAYUAN, organisation: "finance", date: TODAY, amountFen: 7 })
          .action,
      ],
      [
        "finance",
        exampleAllocation(source, {
          parentId: tranche.indicatorId,
          division: "433124110000",
          organisation: "town",
          date: TODAY,
          amountFen: 9,
        }).action,
      ],
      ["clerk", apply()],
      ["officer", ["fund.approve", { householdId: household, n: 1 }]],
      ["approver", ["fund.reject", { householdId: household, n: 1, reason: "重复申请" }]],
      ["finance", pay(2)],
      ["teller", ["fund.acknowledge", { householdId: household, n: 3 }]],
      ["cadre", service],
      ["family", ["service.acknowledge", { householdId: household, n: 1, rating: 5 }]],
      [
        "cadre",
        ["service.edit", { householdId: household, n: 1, reason: "补充内容", minutes: 77, content: "补充" }],
      ],
    ] as [string, Action, (readonly Attachment[])?][]
  ).map(([signer, action, attachments = []]) => ({ signer, action, attachments }));
  return { county, valid };
}

const { county, valid } = busyCounty();
const actions = registry.modules
  .filter((module) => ["household", "fund", "service"].includes(module.name))
  .flatMap((module) => module.actions);

it("the examples are valid and cover every action", () => {
  expect(valid.map(({ action }) => action[0])).toEqual(
    expect.arrayContaining(actions.map((action) => action.type)),
  );
  for (const { signer, action, attachments } of valid) {
    const tx = county.chain.tx(signer, [action], { attachments: [...attachments] });
    const rehearsal = simulate({ ...county.chain.options(county.chain.time + 1000), tx });
    expect(rehearsal.outcome, action[0]).toEqual({ status: "applied" });
    const approval = { "household.register": "household.approve", "fund.apply": "fund.approve" }[action[0]];
    if (approval !== undefined) expect(rehearsal.next[0]?.action).toBe(approval);
  }
});

describe("random payloads", () => {
  const leaf = fc.oneof(
    fc.constantFrom<Value>(
      null,
      true,
      false,
      0,
      1,
      -1,
      Number.MAX_SAFE_INTEGER,
      -Number.MAX_SAFE_INTEGER,
      "",
      [],
      {},
    ),
    fc.integer(),
    fc.string({ maxLength: 20 }).map((text) => text.toWellFormed()),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom<Value>(
      "2020-01-01",
      "2019-02-29",
      "9999-12-31",
      SHIBADONG,
      HUAYUAN,
      "000000000000",
      "illness",
      "general",
      "cadre",
      "bank",
      "finance",
      "__proto__",
      "constructor",
    ),
  );
  const anything: fc.Arbitrary<Value> = fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(leaf, { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.constantFrom("main", "others", "n", "class", "x"), leaf, { maxKeys: 3 }),
    },
  ) as fc.Arbitrary<Value>;
  const mutation = fc.record({
    at: fc.nat(),
    what: fc.constantFrom("like", "like", "like", "like", "like", "set", "drop", "add"),
    value: anything,
    pick: fc.nat(),
  });

  /** Leaves of all valid payloads: ids, dates, codes, hashes that exist, for other places than theirs. */
  const leaves: Value[] = [SHUANGLONG, "433101000000", "2019-11-30", "2020-01-02"];
  const collect = (node: Value): void => {
    if (Array.isArray(node)) for (const item of node) collect(item);
    else if (node !== null && typeof node === "object" && !(node instanceof Uint8Array)) {
      for (const item of Object.values(node)) collect(item);
    } else leaves.push(node);
  };
  for (const { action } of valid) collect(action[1]);
  for (const [word, organisation] of STAFF) leaves.push(word, organisation);

  const FORMS = [/^[A-Z][0-9A-Z]{17}$/, /^\d{12}$/, /^\d{4}-\d\d-\d\d$/, /^[a-z0-9-]{2,40}$/];
  /** Another value of the same form: what passes the schema and meets the rules. */
  function like(value: Value, pick: number): Value {
    const from = (values: readonly Value[]) => values[pick % values.length] ?? value;
    if (typeof value === "number") return from([1, 2, 3, 4, value + 1, value * 2, 9_999_999, 100_000_000]);
    if (typeof value === "boolean") return !value;
    if (value instanceof Uint8Array) {
      return from(leaves.filter((leaf) => leaf instanceof Uint8Array && leaf.length === value.length));
    }
    if (typeof value !== "string") return value;
    const list = [...CODE_LISTS.values()].find((codes) => codes.entries.some(({ id }) => id === value));
    if (list !== undefined) return from(list.entries.map(({ id }) => id));
    const form = FORMS.findIndex((one) => one.test(value));
    const alike = (leaf: Value) =>
      typeof leaf === "string" && FORMS[form]?.test(leaf) && (form !== 0 || leaf[0] === value[0]);
    return from(leaves.filter(alike));
  }

  /** The payload with one place changed; places are counted depth first. */
  function mutate(
    payload: Value,
    { at, what, value, pick }: { at: number; what: string; value: Value; pick: number },
  ): Value {
    const paths: (string | number)[][] = [];
    const walk = (node: Value, path: (string | number)[]) => {
      if (path.length > 0) paths.push(path);
      if (Array.isArray(node)) for (const [i, item] of node.entries()) walk(item, [...path, i]);
      else if (node !== null && typeof node === "object" && !(node instanceof Uint8Array)) {
        for (const key of Object.keys(node)) walk(node[key]!, [...path, key]);
      }
    };
    walk(payload, []);
    if (paths.length === 0) return payload;
    const path = paths[at % paths.length]!;
    const change = (node: Value, depth: number): Value => {
      const key = path[depth]!;
      const last = depth === path.length - 1;
      if (Array.isArray(node)) {
        if (last && what === "drop") return node.filter((_, i) => i !== key);
        const put = (item: Value) => (what === "like" ? like(item, pick) : value);
        return node.map((item, i) => (i === key ? (last ? put(item) : change(item, depth + 1)) : item));
      }
      const map = { ...(node as { [key: string]: Value }) };
      if (!last) map[key as string] = change(map[key as string]!, depth + 1);
      else if (what === "drop") delete map[key as string];
      else if (what === "like") map[key as string] = like(map[key as string]!, pick);
      else map[what === "add" ? "extra" : (key as string)] = value;
      return map;
    };
    return change(payload, 0);
  }

  const codes = new Set<string>();
  it.each(valid.map(({ action }, i) => [action[0], i] as const))(
    "of %s give typed refusals only, and a refusal changes nothing",
    (type, i) => {
      const { signer, action, attachments } = valid[i]!;
      const seen = new Map<string, number>();
      fc.assert(
        fc.property(
          fc.array(mutation, { minLength: 1, maxLength: 2 }),
          fc.constantFrom(signer, signer, signer, ...STAFF.map(([word]) => word)),
          (mutations, by) => {
            const payload = mutations.reduce<Value>(mutate, action[1]) as { [key: string]: Value };
            let tx: ReturnType<typeof county.chain.tx>;
            try {
              tx = county.chain.tx(by, [[type, payload]], { attachments: [...attachments] });
            } catch (error) {
              // Refused before there is a transaction: attachments that don't match the body.
              expect(error).toBeInstanceOf(JzError);
              return;
            }
            const execution = county.chain.begin();
            const outcome = execution.execute(tx);
            const { entries, events, rejections } = execution.finish(); // dropped, not sealed
            const label = outcome.status === "applied" ? "applied" : outcome.code;
            seen.set(label, (seen.get(label) ?? 0) + 1);
            if (outcome.status === "applied") return;
            expect(entries).toEqual([]);
            expect(events).toEqual([]);
            expect(outcome.code).toMatch(/^[a-z_]+(\.[a-z_]+)+$/);
            const detail = rejections.get(0)!;
            codes.add(detail.code);
            if (outcome.code === "restricted.refused") expect(detail.restricted).toBe(true);
            if (CORE.test(detail.code)) return;
            expect(registry.refusals[detail.code], detail.code).toBeDefined();
          },
        ),
        { numRuns: 250 },
      );
      expect(seen.get("payload.invalid"), [...seen.keys()].join(" ")).toBeGreaterThan(0);
    },
  );

  it("reach the rules, not the schemas alone", () => {
    const ruled = [...codes].filter((code) => !CORE.test(code) && !code.endsWith(".not_found"));
    expect(ruled.length, [...codes].sort().join(" ")).toBeGreaterThan(10);
  });

  it("and in a dry run find all that is wrong without ever failing", () => {
    fc.assert(
      fc.property(
        fc.nat(valid.length - 1),
        fc.array(mutation, { minLength: 0, maxLength: 3 }),
        fc.constantFrom("family", ...STAFF.map(([word]) => word)),
        (i, mutations, by) => {
          const { action, attachments } = valid[i]!;
          const payload = mutations.reduce<Value>(mutate, action[1]) as { [key: string]: Value };
          let tx: ReturnType<typeof county.chain.tx>;
          try {
            tx = county.chain.tx(by, [[action[0], payload]], { attachments: [...attachments] });
          } catch (error) {
            expect(error).toBeInstanceOf(JzError);
            return;
          }
          const { outcome, refusals } = simulate({ ...county.chain.options(county.chain.time + 1000), tx });
          expect(outcome.status === "applied").toBe(refusals.length === 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Codes that execution itself gives; their texts stand with it. */
const CORE =
  /^(payload|action|attachment|permission|duties|version|restricted|tx|key|operator|organisation)\./;

describe("the catalogue of refusals", () => {
  const FOLDERS = ["household", "fund", "service", "endorsement", "."];
  const used = new Set(
    FOLDERS.flatMap((folder) => {
      const url = new URL(`./${folder}/`, import.meta.url);
      return readdirSync(url)
        .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
        .flatMap((name) => {
          const source = readFileSync(new URL(name, url), "utf8");
          const calls = source.matchAll(/\b(?:refuse|check)\([^;]*?"([a-z_]+(?:\.[a-z_]+)+)"/g);
          return [...calls].map((match) => match[1]!);
        });
    }),
  );

  it("has a text for every code that the modules give, and no other", () => {
    for (const code of used) if (!CORE.test(code)) expect(registry.refusals[code], code).toBeDefined();
    const own = registry.modules
      .filter((module) => ["household", "fund", "service", "endorsement"].includes(module.name))
      .flatMap((module) => Object.keys(module.refusals));
    for (const code of own) expect([...used], code).toContain(code);
    expect(own.length).toBeGreaterThan(60);
  });

  it("says in Chinese and English what is wrong and what would be right", () => {
    for (const module of registry.modules) {
      if (!["household", "fund", "service", "endorsement"].includes(module.name)) continue;
      for (const [code, { zh, en, hint }] of Object.entries(module.refusals)) {
        for (const text of [zh, hint?.zh]) expect(text, code).toMatch(/\p{Script=Han}/u);
        for (const text of [en, hint?.en]) expect(text, code).toMatch(/[A-Za-z]/);
        const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
        expect(places(zh), code).toEqual(places(en));
      }
    }
  });
});
