import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SHIBADONG } from "../network/organisations.ts";
import { createRandom } from "../random.ts";
import { AGE_BANDS, ETHNIC_GROUP, HOUSEHOLD_KIND, HOUSEHOLD_SIZE, MAIN_CAUSE } from "./marginals.ts";
import type { InventedHousehold, InventedPerson } from "./people.ts";
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

const POINTS_OFF = 0.025;

/** Each value's share in `items` is that of its weight, within `POINTS_OFF`. */
function follows<T, V>(
  items: readonly T[],
  marginal: readonly (readonly [V, number])[],
  has: (item: T, value: V) => boolean,
): void {
  const total = marginal.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of marginal) {
    const share = items.filter((item) => has(item, value)).length / items.length;
    expect(Math.abs(share - weight / total), `${value}: ${share}`).toBeLessThan(POINTS_OFF);
  }
}

test("sizes, causes, kinds, ethnic groups and ages follow their marginals (within 2.5 points)", () => {
  const members = poor.flatMap((household) => household.members);
  follows(poor, HOUSEHOLD_SIZE, (household, size) => household.members.length === size);
  follows(poor, MAIN_CAUSE, (household, cause) => household.cause.main === cause);
  follows(poor, HOUSEHOLD_KIND, (household, kind) => household.kind === kind);
  follows(members, ETHNIC_GROUP, (member, group) => member.ethnicGroup === group);
  follows(members, AGE_BANDS, ({ age }, [low, high]) => age >= low && age <= high);
  expect(Math.max(...members.map(({ age }) => age))).toBeLessThanOrEqual(AGE_BANDS.at(-1)![0][1]);
  expect(Math.abs(members.length / poor.length - 542 / 136)).toBeLessThan(0.15);
});

/** The national line of that year in fen, from the published table. */
function povertyLineFen(year: number): number {
  const table = readFileSync(new URL("../../data/national-rural-poverty.csv", import.meta.url), "utf8");
  const row = table.split("\n").find((line) => line.startsWith(`${year},`))!;
  return Number(row.split(",")[1]) * 100;
}

test("the poor live under the national line of 2014, with 十八洞村's income near their middle, and who was turned down above it", () => {
  const line = povertyLineFen(2014);
  expect(line).toBe(280_000);
  const perHead = (household: InventedHousehold) => household.incomeFen / household.members.length;
  expect(Math.max(...poor.map(perHead))).toBeLessThan(line);
  expect(Math.min(...all.filter(({ turnedDown }) => turnedDown).map(perHead))).toBeGreaterThan(line);
  const incomes = poor.map(perHead).sort((a, b) => a - b);
  expect(Math.abs(incomes[incomes.length >> 1]! - 166_800)).toBeLessThan(25_000);
  // Spread over the range, not heaped on one value: a tenth in each tenth of it.
  for (let tenth = 1; tenth < 10; tenth++) {
    const at = incomes.findIndex((income) => income >= 90_000 + tenth * 18_500) / incomes.length;
    expect(Math.abs(at - tenth / 10), `${tenth}`).toBeLessThan(POINTS_OFF);
  }
});

const years = (person: InventedPerson, today: string) =>
  Number(today.slice(0, 4)) -
  Number(person.birthDate.slice(0, 4)) -
  (person.birthDate.slice(5) > today.slice(5) ? 1 : 0);

test("a person's birth date gives the age, relations have the sex of their word, a spouse is the other sex", () => {
  for (const { members } of all) {
    for (const member of members) {
      expect(years(member, "2026-01-01")).toBe(member.age);
      if (member.relation === "son" || member.relation === "father") expect(member.sex).toBe("male");
      if (member.relation === "daughter" || member.relation === "mother") expect(member.sex).toBe("female");
      if (member.relation === "spouse") expect(member.sex).not.toBe(members[0]!.sex);
      if (member.monthsAway > 0) expect(member.age >= 18 && member.age < 60).toBe(true);
    }
    for (const single of ["spouse", "father", "mother"])
      expect(members.filter(({ relation }) => relation === single).length).toBeLessThanOrEqual(1);
    for (const parent of members.filter(({ relation }) => relation === "father" || relation === "mother"))
      expect(parent.age).toBeGreaterThanOrEqual(members[0]!.age + 20);
  }
});

test("a household poor through illness or disability has a member whom it names", () => {
  for (const { cause, members } of all) {
    const health = members.map((member) => member.health);
    if (cause.main === "illness") expect(health.some((h) => h === "serious" || h === "chronic")).toBe(true);
    if (cause.main === "disability") expect(health).toContain("disabled");
    expect(new Set([cause.main, ...cause.others]).size).toBe(1 + cause.others.length);
  }
});

test("every household has one head, who is of age, and children at least 20 years younger", () => {
  for (const household of all) {
    const heads = household.members.filter((member) => member.relation === "self");
    expect(heads.length).toBe(1);
    expect(heads[0]!.age).toBeGreaterThanOrEqual(18);
    for (const member of household.members) {
      if (member.relation === "son" || member.relation === "daughter")
        expect(member.age).toBeLessThanOrEqual(heads[0]!.age - 20);
      expect(member.birthDate < "2026-01-02").toBe(true);
    }
  }
});
