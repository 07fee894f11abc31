import { decode, type Value } from "@jingzhun/ledger";
import { expect, test } from "vitest";
import { clerkOf, demoOperators } from "../network/operators.ts";
import { SHIBADONG } from "../network/organisations.ts";
import { createRandom } from "../random.ts";
import { registerSteps } from "./files.ts";
import { planPayments } from "./funds.ts";
import { demoPeople, demoVillages } from "./villages.ts";

/** What the generator writes into files and payments, as the ledger will read it. */

const TODAY = "2026-01-01";
const people = demoPeople(createRandom("test"), TODAY);
const village = people.get(SHIBADONG)!;
const clerk = demoOperators("test", demoVillages()).find(({ id }) => id === clerkOf(SHIBADONG))!;
const steps = registerSteps(SHIBADONG, village, clerk, TODAY);
type Facts = { [key: string]: Value };
const facts = steps.flatMap(({ attachments }) => attachments!.map(({ bytes }) => decode(bytes) as Facts));
const persons = facts.filter((each) => "birthDate" in each);
const households = facts.filter((each) => "income" in each);

const ageOf = (birthDate: string) =>
  Number(TODAY.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (birthDate.slice(5) > TODAY.slice(5) ? 1 : 0);

test("a file has an attachment for each member and one for the household, named once each", () => {
  const registered = steps.flatMap(({ actions }) => actions.map(([, payload]) => payload as Facts));
  expect(registered.map(({ members }) => (members as Value[]).length)).toEqual(
    village.map(({ members }) => members.length),
  );
  expect([persons.length, households.length]).toEqual([939, 225]);
  expect(facts.length).toBe(939 + 225);
});

test("children of school age are at school, in a grade for their age, and nobody else is in a school grade", () => {
  for (const person of persons) {
    const age = ageOf(person["birthDate"] as string);
    const school = person["schoolStatus"] as string;
    if (age >= 6 && age < 12) expect(school).toBe("primary");
    else if (age >= 12 && age < 15) expect(school).toBe(`grade_${age - 5}`);
    else expect(["none", "preschool"]).toContain(school);
    if (age < 6) expect(person["education"]).toBe("preschool");
    if (age < 16 || age >= 60) expect(person["labour"]).toBe("none");
    expect("disability" in person).toBe((person["health"] as string[]).includes("disabled"));
  }
  const children = persons.filter((person) => ageOf(person["birthDate"] as string) < 15);
  expect(children.length).toBeGreaterThan(100);
});

test("a household's income lines add up to what was invented, and its land is 0.83 mu a head", () => {
  for (const [i, household] of households.entries()) {
    const lines = household["income"] as { fen: number; period: string }[];
    expect(lines.reduce((sum, { fen }) => sum + fen, 0)).toBe(village[i]!.incomeFen);
    expect(lines.every(({ fen, period }) => Number.isSafeInteger(fen) && fen > 0 && period === "2025")).toBe(
      true,
    );
    const { landHundredthMu } = household["living"] as { landHundredthMu: number };
    expect(landHundredthMu).toBe(83 * village[i]!.members.length);
  }
});

test("payments: four fifths of the registered, in amounts of their purpose, most of them arrived", () => {
  const all = [...people.values()].flat();
  const payments = planPayments(createRandom("money"), all);
  const share = payments.length / all.filter(({ turnedDown }) => !turnedDown).length;
  expect(Math.abs(share - 0.8)).toBeLessThan(0.025);
  for (const { household, purpose, amountFen } of payments) {
    expect(household.turnedDown).toBe(false);
    if (purpose === "education") expect([amountFen, household.cause.main]).toEqual([300_000, "schooling"]);
    else if (purpose === "housing") expect([1_400_000, 2_800_000]).toContain(amountFen);
    else expect(amountFen % 10_000 === 0 && amountFen >= 100_000 && amountFen <= 500_000).toBe(true);
  }
  for (const [reached, weight] of [
    ["acknowledged", 0.8],
    ["paid", 0.08],
    ["approved", 0.06],
    ["applied", 0.06],
  ] as const) {
    const part = payments.filter((payment) => payment.reached === reached).length / payments.length;
    expect(Math.abs(part - weight), reached).toBeLessThan(0.025);
  }
  // Grade C and D dwellings alike, and industry's amounts over their whole range.
  const of = (purpose: string) => payments.filter((payment) => payment.purpose === purpose);
  const large =
    of("housing").filter(({ amountFen }) => amountFen === 2_800_000).length / of("housing").length;
  expect(Math.abs(large - 0.5)).toBeLessThan(0.15);
  const mean = of("industry").reduce((sum, { amountFen }) => sum + amountFen, 0) / of("industry").length;
  expect(Math.abs(mean - 300_000)).toBeLessThan(15_000);
});
