import { expect, test } from "vitest";
import { recordTypeName } from "../records/record-texts.ts";
import { moduleName } from "./modules.ts";
import { ownEntry } from "./own-entry.ts";
import { roleCan, roleName } from "./roles.ts";

test("what every object inherits is no entry of a table", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect(ownEntry({ a: 1 }, name)).toBeUndefined();
    expect(recordTypeName(name)).toEqual({ zh: name, en: name });
    expect(moduleName(name)).toEqual({ zh: name, en: name });
    expect(roleCan(name).zh).toContain("本职");
    expect(roleName(name, "zh")).toBe(name);
  }
  expect(ownEntry({ a: 1 }, "a")).toBe(1);
});
