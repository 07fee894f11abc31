import { expect, test } from "vitest";
import { factsSchema } from "../../forms/restricted-facts.ts";
import { allFields } from "./all-fields.ts";

test("what isn't recorded is there as a gap, within parts that are recorded, too", () => {
  const shown = allFields(factsSchema({}), { debtFen: 0, living: { safeWater: false } });
  expect(Object.keys(shown)).toEqual(["income", "living", "savingsFen", "debtFen", "remark"]);
  expect(shown["debtFen"]).toBe(0);
  expect(shown["savingsFen"]).toBeUndefined();
  const living = shown["living"] as { [name: string]: unknown };
  expect(living["safeWater"]).toBe(false);
  expect(Object.keys(living)).toContain("roadDistance");
  expect(allFields(factsSchema({}), {})["living"]).toBeUndefined();
});
