import { expect, test } from "vitest";
import { ORGANISATION_KINDS } from "../access/schema.ts";
import { ROLES } from "../permission.ts";
import {
  CODE_LISTS,
  codeIds,
  codeInForce,
  codeLabel,
  defineCodeList,
  EDUCATIONS,
  ETHNIC_GROUPS,
  fromScheme,
  HOUSEHOLD_KINDS,
  ORGANISATION_KIND_CODES,
  RELATION_SEX,
  RELATIONS,
  ROLE_CODES,
} from "./index.ts";

test("every entry has an identifier of ours and labels in both languages", () => {
  for (const list of CODE_LISTS.values()) {
    expect(list.entries.length, list.name).toBeGreaterThan(0);
    for (const entry of list.entries) {
      expect(entry.id, list.name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(entry.zh, `${list.name}.${entry.id}`).toMatch(/\p{Script=Han}/u);
      expect(entry.en, `${list.name}.${entry.id}`).toMatch(/^[A-Z]/);
    }
  }
});

test("a foreign code means something only in its own scheme", () => {
  expect(fromScheme(RELATIONS, "jdlk", "11")).toBe("father");
  expect(fromScheme(RELATIONS, "gb", "11")).toBeUndefined();
  expect(fromScheme(RELATIONS, "gb", "10")).toBe("spouse");
  expect(fromScheme(RELATIONS, "jdlk", "10")).toBe("daughters_daughter");
  expect(fromScheme(ETHNIC_GROUPS, "gb", "06")).toBe("miao");
  expect(fromScheme(ETHNIC_GROUPS, "jdlk", "06")).toBeUndefined();
});

test("GB/T 3304 has 56 ethnic groups, numbered without a gap", () => {
  const numbers = ETHNIC_GROUPS.entries.map((entry) => entry.gb);
  expect(numbers.slice(0, 56)).toEqual(Array.from({ length: 56 }, (_, i) => String(i + 1).padStart(2, "0")));
});

test("labels follow the era, stored values don't", () => {
  expect(codeLabel(HOUSEHOLD_KINDS, "general", "zh", 2016)).toBe("一般贫困户");
  expect(codeLabel(HOUSEHOLD_KINDS, "general", "zh", 2023)).toBe("一般脱贫户");
  expect(codeLabel(HOUSEHOLD_KINDS, "general", "en")).toBe("General poor household");
  expect(codeLabel(HOUSEHOLD_KINDS, "unheard_of", "zh")).toBe("unheard_of");
});

test("an ended value can't be chosen any more", () => {
  const ended = EDUCATIONS.entries.find((entry) => entry.id === "college_or_above")!;
  expect([codeInForce(ended, 2018), codeInForce(ended, 2019)]).toEqual([true, false]);
});

test("organisations, roles and relations are labelled in full", () => {
  expect(codeIds(ORGANISATION_KIND_CODES)).toEqual([...ORGANISATION_KINDS]);
  expect(codeIds(ROLE_CODES)).toEqual([...ROLES]);
  for (const relation of Object.keys(RELATION_SEX)) expect(codeIds(RELATIONS)).toContain(relation);
});

test("a list with a value twice is our own mistake", () => {
  const list = { name: "x", version: 1, title: { zh: "甲", en: "X" } };
  expect(() =>
    defineCodeList({
      ...list,
      entries: [
        { id: "a", zh: "甲", en: "A", gb: "1" },
        { id: "b", zh: "乙", en: "B", gb: "1" },
      ],
    }),
  ).toThrow("gb 1 stands twice");
});
