import type { Random } from "../random.ts";
import {
  ETHNIC_GROUP,
  HEAD_AGES,
  HOUSEHOLD_KIND,
  HOUSEHOLD_SIZE,
  INCOME_PER_HEAD_FEN,
  MAIN_CAUSE,
  OTHER_AGES,
} from "./marginals.ts";

/** An invented person. */
export interface InventedPerson {
  /** 10 random bytes of the permanent id. */
  idBytes: Uint8Array;
  relation: "self" | "spouse" | "son" | "daughter" | "father" | "mother";
  sex: "male" | "female";
  /** YYYY-MM-DD */
  birthDate: string;
  age: number;
  /** Id of the code list. */
  ethnicGroup: string;
  health: "healthy" | "chronic" | "serious" | "disabled";
  /** Months of work away in the past year. */
  monthsAway: number;
}

/** An invented household of a real village. */
export interface InventedHousehold {
  idBytes: Uint8Array;
  village: string;
  kind: string;
  cause: { main: string; others: string[] };
  members: InventedPerson[];
  /** Net income of the past year, fen. */
  incomeFen: number;
  /** Screening turns it down: it applied and isn't poor. */
  turnedDown: boolean;
}

/** `today`: the civil date for which ages hold, YYYY-MM-DD. */
export interface PeopleOptions {
  village: string;
  today: string;
  /** Poor households and, when wanted exactly, their persons. */
  poor: { households: number; persons?: number };
  /** Households that apply and are turned down. */
  others: { households: number; persons?: number };
}

/** The upper end of the age bands. */
const OLDEST = 89;

/** All households of one village, in a fixed order. The same random stream gives the same village. */
export function inventVillage(random: Random, options: PeopleOptions): InventedHousehold[] {
  const households: InventedHousehold[] = [];
  for (const [group, turnedDown] of [
    [options.poor, false],
    [options.others, true],
  ] as const) {
    for (const size of sizes(random, group.households, group.persons)) {
      households.push(inventHousehold(random, options, size, turnedDown));
    }
  }
  return households;
}

/** Household sizes by the marginal; with `persons`, changed one by one until they add up to it. */
function sizes(random: Random, households: number, persons: number | undefined): number[] {
  const list = Array.from({ length: households }, () => random.weighted(HOUSEHOLD_SIZE));
  if (persons === undefined) return list;
  if (persons < households || persons > households * 8) {
    throw new RangeError(`${persons} persons don't fit into ${households} households`);
  }
  let total = list.reduce((sum, size) => sum + size, 0);
  while (total !== persons) {
    const at = random.int(0, households - 1);
    const next = list[at]! + (total < persons ? 1 : -1);
    if (next < 1 || next > 8) continue;
    total += next - list[at]!;
    list[at] = next;
  }
  return list;
}

function inventHousehold(
  random: Random,
  { village, today }: PeopleOptions,
  size: number,
  turnedDown: boolean,
): InventedHousehold {
  const ethnicGroup = random.weighted(ETHNIC_GROUP);
  const headAge = random.int(...random.weighted(HEAD_AGES));
  const members = [
    invent(random, today, "self", random.chance(0.86) ? "male" : "female", headAge, ethnicGroup),
  ];
  const head = members[0]!;
  if (size > 1 && random.chance(0.82)) {
    const age = Math.max(22, headAge + random.int(-5, 3));
    members.push(invent(random, today, "spouse", head.sex === "male" ? "female" : "male", age, ethnicGroup));
  }
  while (members.length < size) {
    const relations = new Set(members.map((member) => member.relation));
    const age = random.int(...random.weighted(OTHER_AGES));
    const parentAge = headAge + random.int(20, 32);
    const parentFits = parentAge <= OLDEST && age >= 60;
    if (parentFits && !relations.has("mother")) {
      members.push(invent(random, today, "mother", "female", parentAge, ethnicGroup));
    } else if (parentFits && !relations.has("father")) {
      members.push(invent(random, today, "father", "male", parentAge, ethnicGroup));
    } else {
      const sex = random.chance(0.52) ? "male" : "female";
      const childAge = Math.max(0, Math.min(age, headAge - 20));
      members.push(invent(random, today, sex === "male" ? "son" : "daughter", sex, childAge, ethnicGroup));
    }
  }
  const main = random.weighted(MAIN_CAUSE);
  // A cause names somebody: illness and disability show in a member's health.
  if (main === "illness") random.pick(members).health = random.chance(0.5) ? "serious" : "chronic";
  if (main === "disability") random.pick(members).health = "disabled";
  const others: string[] = [];
  for (let left = random.int(0, 2); left > 0; left--) {
    const other = random.weighted(MAIN_CAUSE);
    if (other !== main && !others.includes(other)) others.push(other);
  }
  const [lowest, highest] = INCOME_PER_HEAD_FEN[turnedDown ? "turnedDown" : "poor"];
  const perHead = random.int(lowest, highest);
  return {
    idBytes: random.bytes(10),
    village,
    kind: random.weighted(HOUSEHOLD_KIND),
    cause: { main, others },
    members,
    incomeFen: perHead * size,
    turnedDown,
  };
}

function invent(
  random: Random,
  today: string,
  relation: InventedPerson["relation"],
  sex: InventedPerson["sex"],
  age: number,
  ethnicGroup: string,
): InventedPerson {
  return {
    idBytes: random.bytes(10),
    relation,
    sex,
    birthDate: birthDate(random, today, age),
    age,
    ethnicGroup,
    health: random.weighted([
      ["healthy", age > 60 ? 70 : 92],
      ["chronic", age > 60 ? 25 : 6],
      ["disabled", age > 60 ? 5 : 2],
    ]),
    monthsAway: age >= 18 && age < 60 && random.chance(0.3) ? random.int(3, 11) : 0,
  };
}

/** A date on which somebody who is `age` years old at `today` can have been born. */
function birthDate(random: Random, today: string, age: number): string {
  const [year, month, day] = today.split("-").map(Number) as [number, number, number];
  const born = new Date(Date.UTC(year - age, month - 1, day));
  born.setUTCDate(born.getUTCDate() - random.int(0, 364));
  return born.toISOString().slice(0, 10);
}
