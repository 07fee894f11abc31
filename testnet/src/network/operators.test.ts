import { expect, test } from "vitest";
import { demoVillages } from "../generator/villages.ts";
import { demoOperators } from "./operators.ts";
import { demoOrganisations } from "./organisations.ts";

test("every organisation and every operator of the demonstration says that it is invented", () => {
  const organisations = demoOrganisations(7, demoVillages());
  const operators = demoOperators("test", demoVillages());
  expect(organisations.length).toBeGreaterThan(40);
  expect(operators.length).toBeGreaterThan(150);
  expect([...organisations, ...operators].filter(({ name }) => !name.includes("（演示）"))).toEqual([]);
});
