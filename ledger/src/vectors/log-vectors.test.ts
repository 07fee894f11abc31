import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { GoldenVector } from "../bytes/index.ts";
import { fromHex } from "../bytes/text.ts";
import { portableSuite, suite } from "../crypto/index.ts";
import { decodeCurrentValueProof, verifyCurrentValue } from "../log/index.ts";
import { NaiveForest } from "../log/test-naive-forest.ts";

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../vectors/${file}.json`, import.meta.url), "utf8")) as GoldenVector[];

it("the golden proofs verify with both suites against the golden root", () => {
  const root = read("log-root").at(-1)!.computed["stateRoot"]!;
  const kinds = new Set<string>();
  for (const { fields, bytes, computed } of read("log-current-value-proof")) {
    expect(computed["stateRoot"]).toBe(root);
    const proof = decodeCurrentValueProof(fromHex(bytes));
    for (const hashing of [suite, portableSuite]) verifyCurrentValue(proof, fromHex(root), hashing);
    const { deleted, restricted } = fields as { deleted: boolean; restricted: boolean };
    kinds.add(`${deleted} ${restricted} twig ${Math.floor(proof.index / 2048)}`);
  }
  expect(kinds.size).toBeGreaterThanOrEqual(5);
});

it("the golden root of the empty log is what the naive model says", () => {
  expect(read("log-root")[0]!.fields).toEqual({ count: 1 });
  expect(read("log-root")[0]!.computed["stateRoot"]).toBe(
    Buffer.from(new NaiveForest().root()).toString("hex"),
  );
});
