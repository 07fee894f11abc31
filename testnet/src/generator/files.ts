import { restrictedAttachment } from "@jingzhun/client-sdk";
import { type Action, type Attachment, newId, type Value } from "@jingzhun/ledger";
import { CADRES_PER_VILLAGE, cadreOf, type DemoOperator } from "../network/operators.ts";
import type { Step } from "./actors.ts";
import type { InventedHousehold, InventedPerson } from "./people.ts";

/** Files that a clerk enters in one transaction, and that an officer decides in one. */
const REGISTERED_AT_ONCE = 8;
const DECIDED_AT_ONCE = 40;

export const householdIdOf = (household: InventedHousehold) => newId("H", household.idBytes);
/** The cadre in charge of the n-th household of its village. */
export const responsibleOf = (household: InventedHousehold, n: number) =>
  cadreOf(household.village, 1 + (n % CADRES_PER_VILLAGE));

/** The village's clerk opens a file for each household, with an attachment for each person and one for the household. */
export function registerSteps(
  village: string,
  households: readonly InventedHousehold[],
  clerk: DemoOperator,
  date: string,
): Step[] {
  return chunks(households, REGISTERED_AT_ONCE).map((group, index) => {
    const actions: Action[] = [];
    const attachments: Attachment[] = [];
    const attach = (value: { [key: string]: Value }) => {
      const { id, attachment } = restrictedAttachment(value);
      attachments.push(attachment);
      return id;
    };
    for (const [i, household] of group.entries()) {
      actions.push([
        "household.register",
        {
          householdId: householdIdOf(household),
          division: village,
          standard: "national",
          kind: household.kind,
          cause: household.cause,
          flags: [],
          members: household.members.map((person) => ({
            personId: newId("P", person.idBytes),
            restricted: attach(personFacts(person)),
          })),
          restricted: attach(householdFacts(household, date)),
          effectiveDate: date,
          responsible: responsibleOf(household, index * REGISTERED_AT_ONCE + i),
        },
      ]);
    }
    return { step: `register/${village}/${index}`, key: clerk.key, actions, attachments };
  });
}

/** The county's officer approves the poor and turns down the others. */
export function decideSteps(
  village: string,
  households: readonly InventedHousehold[],
  officer: DemoOperator,
): Step[] {
  return chunks(households, DECIDED_AT_ONCE).map((group, index) => ({
    step: `decide/${village}/${index}`,
    key: officer.key,
    actions: group.map(
      (household): Action =>
        household.turnedDown
          ? [
              "household.reject",
              { householdId: householdIdOf(household), reason: "人均收入高于标准（演示数据）" },
            ]
          : ["household.approve", { householdId: householdIdOf(household) }],
    ),
  }));
}

function personFacts(person: InventedPerson): { [key: string]: Value } {
  return {
    relation: person.relation,
    sex: person.sex,
    birthDate: person.birthDate,
    ethnicGroup: person.ethnicGroup,
    education: educationOf(person),
    schoolStatus: schoolOf(person.age),
    health: [person.health],
    ...(person.health === "disabled" ? { disability: { class: "limbs", grade: 3 } } : {}),
    labour: labourOf(person),
    ...(person.monthsAway > 0
      ? {
          migrantWork: {
            region: person.monthsAway > 6 ? "elsewhere" : "province",
            months: person.monthsAway,
          },
        }
      : {}),
    insurance: ["resident_medical"],
  };
}

function educationOf({ age }: InventedPerson): string {
  if (age < 6) return "preschool";
  if (age < 12 || age > 62) return "primary";
  return age < 16 || age > 30 ? "junior" : "senior";
}

function schoolOf(age: number): string {
  if (age >= 3 && age < 6) return "preschool";
  if (age >= 6 && age < 12) return "primary";
  if (age >= 12 && age < 15) return `grade_${age - 5}`;
  return "none";
}

function labourOf({ age, health }: InventedPerson): string {
  if (age < 16 || age >= 60) return "none";
  if (health === "serious" || health === "disabled") return "lost";
  return health === "chronic" ? "weak" : "ordinary";
}

function householdFacts(household: InventedHousehold, date: string): { [key: string]: Value } {
  const year = String(Number(date.slice(0, 4)) - 1);
  const farm = Math.floor(household.incomeFen * 0.6);
  return {
    income: [
      { line: "crops", period: year, fen: Math.max(1, farm) },
      { line: "wages", period: year, fen: Math.max(1, household.incomeFen - farm) },
    ],
    // 十八洞村 has about 0.83 mu of land a head.
    living: {
      landHundredthMu: 83 * household.members.length,
      safeWater: household.cause.main !== "water",
      electricity: true,
    },
  };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
