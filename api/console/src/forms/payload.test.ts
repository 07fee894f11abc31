import {
  attachmentId,
  decode,
  householdFactsSchema,
  isId,
  personFactsSchema,
  registry,
} from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { namesNew, startFields, withField } from "./edit.ts";
import { type FieldSchema, type FormFields, fieldKind } from "./field-schema.ts";
import { buildPayload } from "./payload.ts";

const schemaOf = (type: string) =>
  registry.describe().actions.find((action) => action.type === type)?.payload as FieldSchema;
/** What the ledger itself says of a payload. */
const accepted = (type: string, payload: unknown) =>
  registry.action(type)?.payload.safeParse(payload).success;

const person = {
  relation: "self",
  sex: "female",
  birthDate: "1968-05-01",
  ethnicGroup: "miao",
  health: ["healthy"],
};

function filledIn(): FormFields {
  const empty = startFields("household.register", schemaOf("household.register"));
  const typed: [string, Parameters<typeof withField>[2]][] = [
    ["division", "433124110226"],
    ["standard", "national"],
    ["kind", "general"],
    ["cause.main", "illness"],
    ["effectiveDate", "2020-05-01"],
    ["members.0.restricted", person],
    ["restricted", { debtFen: "1,234.5", living: { safeWater: true, landHundredthMu: "１５０" } }],
  ];
  return typed.reduce((fields, [path, value]) => withField(fields, path, value), empty);
}

test("a filled-in form is a payload that the ledger takes; what describes people goes beside it", () => {
  const { payload, attachments, errors } = buildPayload(schemaOf("household.register"), filledIn());
  expect([...errors]).toEqual([]);
  expect(accepted("household.register", payload)).toBe(true);
  expect(payload["flags"]).toEqual([]);

  const [ofPerson, ofHousehold] = attachments;
  const members = payload["members"] as { restricted: Uint8Array }[];
  expect(members[0]?.restricted).toEqual(attachmentId(ofPerson!));
  expect(payload["restricted"]).toEqual(attachmentId(ofHousehold!));
  expect(personFactsSchema.parse(decode(ofPerson!.bytes))).toEqual(person);
  expect(householdFactsSchema.parse(decode(ofHousehold!.bytes))).toEqual({
    debtFen: 123450,
    living: { safeWater: true, landHundredthMu: 150 },
  });
});

test("rules between a person's fields are told at once, in Chinese, at the field", () => {
  const son = { ...person, relation: "son", health: ["healthy", "chronic"] };
  const { errors } = buildPayload(
    schemaOf("household.register"),
    withField(filledIn(), "members.0.restricted", son),
  );
  expect([...errors.keys()]).toEqual(["members.0.restricted.health", "members.0.restricted.sex"]);
  expect(errors.get("members.0.restricted.sex")?.text.zh).toContain("与户主关系");
});

test("an empty form draws new ids where the action makes something new, and tells all that is missing", () => {
  const fields = startFields("household.register", schemaOf("household.register"));
  expect(isId("H", fields["householdId"] as string)).toBe(true);
  expect(isId("P", (fields["members"] as { personId: string }[])[0]?.personId ?? "")).toBe(true);
  expect(namesNew("household.approve", "householdId")).toBe(false);
  const { errors } = buildPayload(schemaOf("household.register"), fields);
  expect([...errors.keys()].sort()).toEqual(
    [
      "cause.main",
      "division",
      "effectiveDate",
      "kind",
      "members.0.restricted.birthDate",
      "members.0.restricted.ethnicGroup",
      "members.0.restricted.health",
      "members.0.restricted.relation",
      "members.0.restricted.sex",
      "standard",
    ].sort(),
  );
});

test.each([
  ["effectiveDate", "2020-02-30"],
  ["division", "43312411022"],
  ["householdId", "H00000000000000000"],
  ["cause.remark", "x".repeat(201)],
  ["cause.main", "nonsense"],
  ["restricted.debtFen", "1.234"],
  ["restricted.living.landHundredthMu", "-1"],
  ["members.0.restricted.birthDate", "1968"],
])("what is wrong stands at its field: %s = %s", (path, value) => {
  const fields = withField(filledIn(), path, value);
  expect([...buildPayload(schemaOf("household.register"), fields).errors.keys()]).toEqual([path]);
});

test("money is typed in yuan and sent in fen", () => {
  const schema = schemaOf("fund.issue");
  const fields = {
    ...startFields("fund.issue", schema),
    division: "433124000000",
    organisation: "huayuan-finance",
    amountFen: "12,345.67",
    document: "湘财〔2020〕1号",
    issuedOn: "2020-05-01",
    source: "central",
    class: "development",
    year: "2020",
  };
  const { payload, errors } = buildPayload(schema, fields);
  expect([...errors]).toEqual([]);
  expect(payload["amountFen"]).toBe(1234567);
  expect(accepted("fund.issue", payload)).toBe(true);
  expect([...buildPayload(schema, { ...fields, amountFen: "0" }).errors.keys()]).toEqual(["amountFen"]);
});

test("keys are taken in hex and in base64", () => {
  const schema = schemaOf("access.registerOperator");
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
  const build = (publicKey: string) =>
    buildPayload(schema, { operator: "clerk-1", publicKey }).payload["publicKey"];
  expect(build(Buffer.from(bytes).toString("hex"))).toEqual(bytes);
  expect(build(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
  expect(build("0011")).toBeUndefined();
});

test("blank optional fields are left out, a choice of nothing too", () => {
  const schema = schemaOf("household.approve");
  const { payload, errors } = buildPayload(schema, { householdId: filledIn()["householdId"], remark: "  " });
  expect([...errors]).toEqual([]);
  expect(Object.keys(payload)).toEqual(["householdId"]);
});

test("every field of every action has a way to enter it that the form knows", () => {
  const kinds = new Set<string>();
  const visit = (name: string, schema: FieldSchema) => {
    expect(schema.type, name).toBeDefined();
    kinds.add(fieldKind(name, schema));
    for (const [inner, field] of Object.entries(schema.properties ?? {})) visit(inner, field);
    if (schema.items !== undefined) visit(name, schema.items);
  };
  for (const { type, payload } of registry.describe().actions) visit(type, payload as FieldSchema);
  expect([...kinds].sort()).toEqual(
    [
      "bytes",
      "code",
      "codes",
      "date",
      "division",
      "flag",
      "id",
      "list",
      "longText",
      "money",
      "number",
      "object",
      "restricted",
      "text",
      "time",
    ].sort(),
  );
});

const errorsOf = (type: string, fields: FormFields) =>
  Object.fromEntries(
    [...buildPayload(schemaOf(type), fields).errors].map(([path, { text }]) => [path, text.zh]),
  );

test("signs may be typed full-width, as a Chinese keyboard has them; words stay as they were written", () => {
  const { payload, errors } = buildPayload(schemaOf("fund.apply"), {
    householdId: "Ｈ０３ＪＤＲＷＪＷＨ８Ｓ３０Ｐ４Ｑ３",
    indicatorId: "IVQ3EX699KTM96KBCZ",
    purpose: "education",
    period: "２０２６－０３",
    amountFen: "１２００．５",
    entitlementDate: "２０２６-０３-０１",
    remark: "２０２６年（演示）",
  });
  expect([...errors]).toEqual([]);
  expect(payload).toMatchObject({
    householdId: "H03JDRWJWH8S30P4Q3",
    period: "2026-03",
    amountFen: 120_050,
    entitlementDate: "2026-03-01",
    remark: "２０２６年（演示）",
  });
});

test("a wrong pattern is told in words with an example, whichever action has it", () => {
  expect(errorsOf("fund.apply", { period: "三月" })["period"]).toBe("应为年份或年月，例如 2026 或 2026-03");
  const patterns = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { pattern, type } = value as FieldSchema;
    if (typeof pattern === "string" && type === "string" && fieldKind("", value as FieldSchema) === "text")
      patterns.add(pattern);
    for (const inner of Object.values(value)) walk(inner);
  };
  for (const { payload } of registry.describe().actions) walk(payload);
  expect(patterns.size).toBeGreaterThan(3);
  for (const pattern of patterns) {
    const schema: FieldSchema = { type: "object", properties: { x: { type: "string", pattern } } };
    const text = buildPayload(schema, { x: "\u0007 不是" }).errors.get("x")?.text.zh;
    expect(text, pattern).toBeDefined();
    expect(text, pattern).not.toContain("请看本栏说明");
  }
});

test("what nobody can see is no reason", () => {
  for (const reason of ["\u200b\u200d", " \u3000 ", "\ufeff"])
    expect(errorsOf("household.reject", { householdId: "H03JDRWJWH8S30P4Q3", reason })["reason"]).toBe(
      "这一项必须填写",
    );
  expect(
    errorsOf("household.reject", { householdId: "H03JDRWJWH8S30P4Q3", reason: "收入\u200b超标" }),
  ).toEqual({});
});
