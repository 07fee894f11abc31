import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { registry } from "./index.ts";
import { payloadProblem } from "./payload-problem.ts";

const DOMAIN = import.meta.dirname;

function isChinese(text: string): boolean {
  return /[\u4e00-\u9fff]/.test(text) && !/\b(expected|invalid|received|needs?|stands?)\b/i.test(text);
}

test("every rule of the ledger's modules has its words in both languages", () => {
  const rules = globSync("**/*.ts", { cwd: DOMAIN })
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(join(DOMAIN, path), "utf8").matchAll(/\berror: (["`])(.*?)\1/g)])
    .map(([, , text = ""]) => text.replace(/\$\{length\}/, "32").replace(/\$\{prefix\}/, "H"));
  expect(rules.length).toBeGreaterThan(10);
  for (const rule of rules) expect(isChinese(payloadProblem(rule).zh), rule).toBe(true);
});

test("whatever the validator says of a payload has its words, too", () => {
  const wrong: [string, object][] = [
    [
      "service.record",
      { householdId: "x", type: "party", minutes: 1441, content: "a", rating: 1.5, more: 1 },
    ],
    [
      "service.record",
      { householdId: 3, content: "\u0001aa", minutes: "3", village: "1", place: 3, rating: 0 },
    ],
    [
      "service.record",
      { content: "好".repeat(2001), performedOn: "2020-02-31", endorsement: "q", a: 1, b: 2 },
    ],
    [
      "household.register",
      { members: [], flags: ["only_child", "only_child"], restricted: new Uint8Array(3) },
    ],
    ["household.register", { cause: { main: "illness", others: ["illness", "other"] }, responsible: "X Y" }],
    ["household.register", { members: Array.from({ length: 99 }, () => ({})), division: "1" }],
    ["access.updateOrganisation", { api: ["x"], name: "" }],
    ["household.update", {}],
    ["household.updateRestricted", { householdId: "H163PCN80JA5SNA6A5", effectiveDate: "2020-01-01" }],
    ["household.confirmCorrection", { accept: "yes", n: -1 }],
  ];
  const said = wrong.flatMap(([type, payload]) => {
    const parsed = registry.action(type)?.payload.safeParse(payload);
    return parsed?.success === false ? parsed.error.issues.map(({ message }) => message) : [];
  });
  expect(said.length).toBeGreaterThan(30);
  for (const message of said) expect(isChinese(payloadProblem(message).zh), message).toBe(true);
});

test("what nobody has put into words stays in English, within bounds; Chinese says to check it", () => {
  expect(payloadProblem("new")).toEqual({ zh: "这一栏的内容不符合要求，请核对后重新填写", en: "new" });
  expect(payloadProblem("x".repeat(1_000)).en).toHaveLength(200);
  expect(payloadProblem("the relation says another sex").en).toContain("a son is male");
});
