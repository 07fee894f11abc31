import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { personFactsSchema, registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { explained, problemText } from "./invalid-problems.ts";

const DOMAIN = join(import.meta.dirname, "../../../../ledger/src/domain");
const person = {
  relation: "son",
  sex: "male",
  birthDate: "2001-05-01",
  ethnicGroup: "miao",
  health: ["healthy"],
};

function isChinese(text: string): boolean {
  return /[\u4e00-\u9fff]/.test(text) && !/\b(expected|invalid|received|needs?|stands?)\b/i.test(text);
}

test("every rule of the ledger's modules has its words in both languages", () => {
  const rules = globSync("**/*.ts", { cwd: DOMAIN })
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(join(DOMAIN, path), "utf8").matchAll(/\berror: (["`])(.*?)\1/g)])
    .map(([, , text = ""]) => text.replace(/\$\{length\}/, "32").replace(/\$\{prefix\}/, "H"));
  expect(rules.length).toBeGreaterThan(10);
  for (const rule of rules) expect(isChinese(problemText(rule)?.zh ?? rule), rule).toBe(true);
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
  for (const message of said) expect(isChinese(problemText(message)?.zh ?? message), message).toBe(true);
});

test("a reader of Chinese is told what would be accepted, a reader of English likewise", () => {
  const catalogue = registry.describe().refusals["payload.invalid"]!;
  const problem = personFactsSchema.safeParse({ ...person, sex: "female" }).error?.issues[0]?.message ?? "";
  const refusal = {
    code: "payload.invalid",
    path: "actions.0.members.0.restricted.sex",
    message: {
      zh: catalogue.zh.replace("{problem}", problem),
      en: catalogue.en.replace("{problem}", problem),
    },
    hint: { zh: "", en: "" },
  };
  const { message } = explained(refusal, catalogue);
  expect(message.zh).toBe("填写内容不合要求：性别与“与户主关系”不一致（例如儿子应为男）：请改正其中一项");
  expect(message.en).toContain("a son is male");
  expect(
    explained({ ...refusal, message: { zh: "x：new", en: "The content isn't valid: new" } }, catalogue)
      .message.zh,
  ).toMatch(/核对/);
  expect(explained({ ...refusal, code: "service.number" }, catalogue).message.zh).toContain(problem);
});
