import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { registry } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { apiCatalogue } from "./catalogue.ts";

/** Every code that this package's sources throw. */
function thrownCodes(): Set<string> {
  const codes = new Set<string>();
  for (const item of readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })) {
    if (!item.endsWith(".ts") || item.includes(".test.") || item.startsWith("testing/")) continue;
    const text = readFileSync(join(import.meta.dirname, item), "utf8");
    for (const [, code] of text.matchAll(/HttpProblem\(\s*\d+,\s*"([a-z_.]+)"/g)) codes.add(code as string);
  }
  return codes;
}

test("every code thrown here has a text in both languages and a hint", () => {
  const codes = thrownCodes();
  expect(codes.size).toBeGreaterThan(20);
  for (const code of codes) expect([code, apiCatalogue[code]?.hint?.zh]).toEqual([code, expect.any(String)]);
});

test("no code means two things: the ledger's codes are its own", () => {
  for (const code of Object.keys(apiCatalogue)) expect(registry.refusals[code]).toBeUndefined();
});
