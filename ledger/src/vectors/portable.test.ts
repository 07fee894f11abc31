import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { suite } from "#suite";
import { goldenText } from "../bytes/index.ts";
import { suite as portableSuite } from "../crypto/portable.ts";
import { vectors } from "./cases.ts";

// As a browser resolves it: every hash, root and signature below is noble's.
vi.mock("#suite", () => import("../crypto/portable.ts"));

it("the golden vectors are what the portable suite computes", () => {
  expect(suite).toBe(portableSuite);
  for (const [file, list] of Object.entries(vectors(suite))) {
    const golden = readFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), "utf8");
    expect(goldenText(list), file).toBe(golden);
  }
});
