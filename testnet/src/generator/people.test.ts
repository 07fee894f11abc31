import { expect, test } from "vitest";
import { SHIBADONG } from "../network/organisations.ts";
import { createRandom } from "../random.ts";
import { HOUSEHOLD_SIZE, MAIN_CAUSE } from "./marginals.ts";
import { demoPeople, demoVillages } from "./villages.ts";

const people = demoPeople(createRandom("test"), "2026-01-01");
const all = [...people.values()].flat();
const poor = all.filter((household) => !household.turnedDown);

test("十八洞村 is whole: 225 households, 939 persons, of them 136 poor with 542", () => {
  const village = people.get(SHIBADONG)!;
  const persons = (list: typeof village) =>
    list.reduce((sum, household) => sum + household.members.length, 0);
  expect([village.length, persons(village)]).toEqual([225, 939]);
  const itsPoor = village.filter((household) => !household.turnedDown);
  expect([itsPoor.length, persons(itsPoor)]).toEqual([136, 542]);
});

test("at least 20 other villages and 2,000 poor households in Huayuan county", () => {
  expect(new Set(demoVillages()).size).toBeGreaterThan(20);
  expect(demoVillages().every((code) => code.startsWith("433124"))).toBe(true);
  expect(poor.length).toBeGreaterThanOrEqual(2_000);
});

test("the same seed gives the same people, another seed others", () => {
  expect(demoPeople(createRandom("test"), "2026-01-01")).toEqual(people);
  expect(demoPeople(createRandom("other"), "2026-01-01")).not.toEqual(people);
});

test("household sizes and main causes follow their marginals (within 3 points)", () => {
  for (const [marginal, of] of [
    [HOUSEHOLD_SIZE, (household: (typeof poor)[number]) => household.members.length],
    [MAIN_CAUSE, (household: (typeof poor)[number]) => household.cause.main],
  ] as const) {
    const total = marginal.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of marginal) {
      const share = poor.filter((household) => of(household) === value).length / poor.length;
      expect(Math.abs(share - weight / total), `${value}`).toBeLessThan(0.03);
    }
  }
});

test("every household has one head, who is of age, and children younger than the head", () => {
  for (const household of all) {
    const heads = household.members.filter((member) => member.relation === "self");
    expect(heads.length).toBe(1);
    expect(heads[0]!.age).toBeGreaterThanOrEqual(18);
    for (const member of household.members) {
      if (member.relation === "son" || member.relation === "daughter")
        expect(member.age).toBeLessThanOrEqual(heads[0]!.age - 8);
      expect(member.birthDate < "2026-01-02").toBe(true);
    }
  }
});
