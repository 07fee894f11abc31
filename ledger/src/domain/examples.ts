import { encode, type Value } from "../bytes/codec.ts";
import { type Attachment, attachmentId } from "../transaction/attachment.ts";
import type { Action } from "../transaction/body.ts";
import { addDays } from "./civil-date.ts";
import type { CodeOf } from "./codes/code-list.ts";
import {
  CAUSES,
  codeIds,
  EDUCATIONS,
  type FUND_CLASSES,
  FUND_PURPOSES,
  type FUND_SOURCES,
  HOUSEHOLD_KINDS,
  LABOURS,
  SERVICE_TYPES,
} from "./codes/index.ts";
import { ageOn } from "./household/counters.ts";
import type { HouseholdFacts } from "./household/living.ts";
import type { PersonFacts } from "./household/person.ts";
import { newId } from "./ids.ts";

/**
 * Valid payloads for tests, load and generators, from a seeded source: the same source gives the same ones for
 * ever. All persons are invented.
 */
export interface ExampleSource {
  /** Integer in [low, high]. */
  int(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  bytes(length: number): Uint8Array;
}

export interface ExampleHousehold {
  readonly householdId: string;
  readonly persons: readonly { readonly personId: string; readonly facts: PersonFacts }[];
  readonly facts: HouseholdFacts;
  /** `household.register`, and what travels beside it. */
  readonly action: Action;
  readonly attachments: readonly Attachment[];
}

/** Facts as a restricted attachment of one subject, with a salt of its own. */
export function restrictedAttachment(source: ExampleSource, facts: PersonFacts | HouseholdFacts): Attachment {
  return { class: "restricted", salt: source.bytes(16), bytes: encode(facts as Value) };
}

/** A household of a village, true since `date`; `size` members (1 to 8 if not given). */
export function exampleHousehold(
  source: ExampleSource,
  options: {
    readonly village: string;
    readonly date: string;
    readonly size?: number;
    readonly responsible?: string;
    /** False: no attachment of the household's own. */
    readonly withFacts?: boolean;
  },
): ExampleHousehold {
  const { village, date } = options;
  const householdId = newId("H", source.bytes(10));
  const size = options.size ?? source.int(1, 8);
  const persons = examplePersons(source, date, size).map((facts) => ({
    personId: newId("P", source.bytes(10)),
    facts,
  }));
  const facts = exampleHouseholdFacts(source, date, persons[0]!.personId);
  const own = options.withFacts === false ? undefined : restrictedAttachment(source, facts);
  const attachments = persons.map((person) => restrictedAttachment(source, person.facts));
  // The last three causes came in 2018; the edge kinds in 2020.
  const causes = codeIds(CAUSES).filter((id) => !["marriage", "bereavement", "other"].includes(id));
  const main = source.pick(causes);
  const other = source.pick(causes);
  const kinds = codeIds(HOUSEHOLD_KINDS).slice(0, 3);
  return {
    householdId,
    persons,
    facts,
    action: [
      "household.register",
      {
        householdId,
        division: village,
        standard: source.chance(0.9) ? "national" : "provincial",
        kind: source.pick(kinds),
        cause: { main, others: other !== main && source.chance(0.5) ? [other] : [] },
        flags: source.chance(0.1) ? ["two_daughters"] : [],
        members: persons.map(({ personId }, i) => ({ personId, restricted: attachmentId(attachments[i]!) })),
        ...(own === undefined ? {} : { restricted: attachmentId(own) }),
        effectiveDate: date,
        ...(options.responsible === undefined ? {} : { responsible: options.responsible }),
      },
    ],
    attachments: own === undefined ? attachments : [...attachments, own],
  };
}

/** Head, often a spouse, children, a parent; ages that fit. */
function examplePersons(source: ExampleSource, date: string, size: number): PersonFacts[] {
  const headAge = source.int(25, 70);
  const headSex = source.chance(0.85) ? "male" : "female";
  const ethnicGroup = source.pick(["miao", "miao", "miao", "tujia", "han"] as const);
  const persons = [
    examplePerson(source, date, { relation: "self", sex: headSex, age: headAge, ethnicGroup }),
  ];
  if (size > 1 && source.chance(0.85)) {
    persons.push(
      examplePerson(source, date, {
        relation: "spouse",
        sex: headSex === "male" ? "female" : "male",
        age: Math.max(20, headAge + source.int(-5, 3)),
        ethnicGroup,
      }),
    );
  }
  while (persons.length < size) {
    const mother = source.chance(0.2) && !persons.some((person) => person.relation === "mother");
    const sex = mother || source.chance(0.48) ? "female" : "male";
    const relation = mother ? "mother" : sex === "male" ? "son" : "daughter";
    const age = mother ? headAge + source.int(18, 30) : source.int(0, Math.max(1, headAge - 20));
    persons.push(examplePerson(source, date, { relation, sex, age, ethnicGroup }));
  }
  return persons;
}

function examplePerson(
  source: ExampleSource,
  date: string,
  given: Pick<PersonFacts, "relation" | "sex" | "ethnicGroup"> & { readonly age: number },
): PersonFacts {
  const { age, ...who } = given;
  const year = Number(date.slice(0, 4)) - age;
  const birthDate = addDays(
    `${year}${date.slice(4) === "-02-29" ? "-02-28" : date.slice(4)}`,
    -source.int(0, 364),
  );
  const years = ageOn(birthDate, date);
  const disabled = source.chance(0.06);
  const educations = codeIds(EDUCATIONS).filter((id) =>
    ["illiterate", "primary", "junior", "senior"].includes(id),
  );
  const labours = codeIds(LABOURS).filter((id) => id === "ordinary" || id === "skilled");
  const working = years >= 16 && years < 60;
  return {
    ...who,
    birthDate,
    education: years < 6 ? "preschool" : years < 12 ? "primary" : source.pick(educations),
    schoolStatus: years >= 6 && years < 12 ? "primary" : "none",
    health: disabled ? ["disabled"] : source.chance(0.15) ? ["chronic"] : ["healthy"],
    ...(disabled ? { disability: { class: "limbs" as const, grade: source.int(1, 4) } } : {}),
    labour: working && !disabled ? source.pick(labours) : "none",
    ...(working && !disabled && source.chance(0.3)
      ? { migrantWork: { region: "elsewhere" as const, months: source.int(3, 11) } }
      : {}),
    insurance: ["resident_medical"],
  };
}

/** A year's income and spending, and how the household lives. */
function exampleHouseholdFacts(source: ExampleSource, date: string, person: string): HouseholdFacts {
  const period = String(Number(date.slice(0, 4)) - 1);
  return {
    income: [
      { line: "crops", period, fen: source.int(50_000, 400_000) },
      { line: "wages", period, fen: source.int(100_000, 900_000), person },
      { line: "minimum_living", period, fen: source.int(50_000, 300_000) },
      { line: "production_cost", period, fen: source.int(10_000, 90_000) },
    ],
    living: {
      landHundredthMu: source.int(50, 500),
      housingArea: source.int(40, 150),
      housingGrade: source.pick(["a", "b", "c", "d"] as const),
      safeWater: source.chance(0.8),
      electricity: true,
      road: source.pick(["earth", "gravel", "concrete"] as const),
    },
  };
}

export type FundSource = CodeOf<typeof FUND_SOURCES>;

/** `fund.issue` by an organisation of the source's level. */
export function exampleIssue(
  source: ExampleSource,
  options: {
    readonly division: string;
    readonly organisation: string;
    readonly date: string;
    readonly amountFen: number;
    readonly source?: FundSource;
    readonly class?: CodeOf<typeof FUND_CLASSES>;
    readonly purpose?: CodeOf<typeof FUND_PURPOSES>;
  },
): { readonly indicatorId: string; readonly action: Action } {
  const indicatorId = newId("I", source.bytes(10));
  const year = Number(options.date.slice(0, 4));
  return {
    indicatorId,
    action: [
      "fund.issue",
      {
        indicatorId,
        source: options.source ?? "central",
        class: options.class ?? "development",
        year,
        ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
        division: options.division,
        organisation: options.organisation,
        amountFen: options.amountFen,
        document: `财农〔${year}〕${source.int(1, 999)}号`,
        issuedOn: options.date,
      },
    ],
  };
}

/** `fund.allocate` by the organisation that holds the parent. */
export function exampleAllocation(
  source: ExampleSource,
  options: {
    readonly parentId: string;
    readonly division: string;
    readonly organisation: string;
    readonly date: string;
    readonly amountFen: number;
    readonly purpose?: CodeOf<typeof FUND_PURPOSES>;
  },
): { readonly indicatorId: string; readonly action: Action } {
  const { date, parentId, division, organisation, amountFen, purpose } = options;
  const indicatorId = newId("I", source.bytes(10));
  return {
    indicatorId,
    action: [
      "fund.allocate",
      {
        indicatorId,
        parentId,
        division,
        organisation,
        amountFen,
        ...(purpose === undefined ? {} : { purpose }),
        document: `湘财农指〔${date.slice(0, 4)}〕${source.int(1, 999)}号`,
        issuedOn: date,
      },
    ],
  };
}

/** `fund.apply` for a registered household. */
export function exampleApplication(
  source: ExampleSource,
  options: {
    readonly householdId: string;
    readonly indicatorId: string;
    readonly date: string;
    readonly amountFen?: number;
    readonly purpose?: CodeOf<typeof FUND_PURPOSES>;
    readonly n?: number;
  },
): Action {
  return [
    "fund.apply",
    {
      householdId: options.householdId,
      ...(options.n === undefined ? {} : { n: options.n }),
      indicatorId: options.indicatorId,
      purpose: options.purpose ?? source.pick(codeIds(FUND_PURPOSES)),
      amountFen: options.amountFen ?? source.int(1, 9_000) * 100,
      entitlementDate: options.date,
      period: options.date.slice(0, 4),
    },
  ];
}

const DEEDS = [
  "入户了解生产生活情况，核对上月支出。",
  "讲解医疗保障和教育资助政策，协助填写申请表。",
  "现场指导猕猴桃修剪和病虫害防治。",
  "联系县内企业，介绍务工岗位并说明待遇。",
  "检查住房屋顶渗漏情况，登记维修需求。",
] as const;

/** `service.record` by a cadre. */
export function exampleService(
  source: ExampleSource,
  options: { readonly householdId: string; readonly date: string; readonly n?: number },
): Action {
  return [
    "service.record",
    {
      householdId: options.householdId,
      ...(options.n === undefined ? {} : { n: options.n }),
      type: source.pick(codeIds(SERVICE_TYPES)),
      performedOn: options.date,
      minutes: source.int(2, 18) * 10,
      content: source.pick(DEEDS),
    },
  ];
}
