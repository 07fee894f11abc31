import { readFileSync } from "node:fs";
import { join } from "node:path";
import { verifyCertificate } from "@jingzhun/ledger/certification";
import { expect, it } from "vitest";
import { decideAlone } from "./one-validator.example.ts";
import { CHAIN_ID, validators } from "./scenarios/validators.ts";

it("the README's example is this file, and decides", () => {
  const example = readFileSync(join(import.meta.dirname, "one-validator.example.ts"), "utf8");
  expect(readFileSync(join(import.meta.dirname, "../README.md"), "utf8")).toContain(example.trim());
  const { set, seeds } = validators(1);
  const [decided] = decideAlone(CHAIN_ID, seeds[0]!, set);
  expect(decided).toMatchObject({ type: "decided", height: 1, round: 0, validated: true });
  if (decided?.type === "decided") verifyCertificate(decided.certificate, CHAIN_ID, set);
});
