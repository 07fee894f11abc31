import { CODE_LISTS, registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { NAMED_LISTS } from "./code-lists.ts";
import { recordTypeName } from "./record-texts.ts";
import { fitsPattern, historyOf, LISTS } from "./sources.ts";

const { records } = registry.describe();

test("lists are of record types that there are, with keys of their patterns", () => {
  const item = { id: "X1", proposalId: "G1", household: "H1", n: 3, code: "433124000000" };
  for (const [type, { key }] of Object.entries(LISTS)) {
    const pattern = records.find(({ name }) => name === type)?.pattern;
    expect(pattern, type).toBeDefined();
    expect(fitsPattern(pattern ?? "", key(item)), type).toBe(true);
  }
});

test("every record type has a name in both languages, and every code list named here exists", () => {
  for (const { name } of records) expect(recordTypeName(name).zh, name).not.toBe(name);
  for (const list of NAMED_LISTS) expect(CODE_LISTS.has(list), list).toBe(true);
});

test("a history is asked for where a route tells it", () => {
  expect(historyOf("household/H1/services/3")).toEqual({
    route: "services.history",
    params: { household: "H1", n: "3" },
  });
  expect(historyOf("household/H1")?.route).toBe("households.history");
  expect(historyOf("person/P1/restricted", "H1")).toEqual({
    route: "households.memberHistory",
    params: { household: "H1", person: "P1" },
  });
  expect(historyOf("person/P1/restricted")).toBeUndefined();
  expect(historyOf("household/H1/corrections")).toBeUndefined();
  expect(historyOf("division/433124000000")).toBeUndefined();
});
