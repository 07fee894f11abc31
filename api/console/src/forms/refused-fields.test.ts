import { expect, test } from "vitest";
import { fieldOf, refusedFields } from "./refused-fields.ts";

const refusal = (path: string) => ({
  code: "x",
  path,
  message: { zh: "不对", en: "Wrong" },
  hint: { zh: "应为…", en: "Should be…" },
});

test("a refusal stands at the field it names, with what would be accepted", () => {
  const { fields, others } = refusedFields(
    [refusal("actions.0.cause.main")],
    (path) => path === "cause.main",
  );
  expect(others).toEqual([]);
  expect(fields.get("cause.main")?.text.zh).toBe("不对。应为…");
});

test("one inside a field stands at that field; one of no field goes to the summary", () => {
  const hasField = (path: string) => path === "members.0.restricted";
  const { fields, others } = refusedFields(
    [refusal("actions.0.members.0.restricted.birthDate"), refusal("actions.0"), refusal("expiresAt")],
    hasField,
  );
  expect([...fields.keys()]).toEqual(["members.0.restricted"]);
  expect(others.map(({ path }) => path)).toEqual(["actions.0", "expiresAt"]);
});

test("only the first action has a form", () => {
  expect(fieldOf("actions.0.n")).toBe("n");
  expect(fieldOf("actions.1.n")).toBeUndefined();
});
