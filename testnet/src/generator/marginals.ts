/**
 * Marginals of the invented population. Every person is invented; each table says whether its proportions are published
 * figures or assumptions. Weights need not add up to one.
 */

/**
 * 十八洞村 (433124110226) at the registration of 2013–2014, as the press reported it: 225 households with 939 persons, of
 * them 136 poor households with 542 persons (docs/domain-facts.md; other reports count 935 and 533).
 */
export const SHIBADONG_FIGURES = {
  households: 225,
  persons: 939,
  poorHouseholds: 136,
  poorPersons: 542,
} as const;

/** Persons in a poor household: assumption, chosen so that the mean is that of 十八洞村's poor households (542 / 136 = 3.99). */
export const HOUSEHOLD_SIZE: readonly (readonly [number, number])[] = [
  [1, 7],
  [2, 13],
  [3, 20],
  [4, 25],
  [5, 19],
  [6, 11],
  [7, 4],
  [8, 1],
];

type AgeBands = readonly (readonly [readonly [number, number], number])[];

/**
 * Ages of all members, [from, to]: assumption, chosen so that about a fifth are children under 15 and a seventh are 60 and
 * over, as in rural counties that many leave for work. What `HEAD_AGES` and `OTHER_AGES` come to together.
 */
export const AGE_BANDS: AgeBands = [
  [[0, 5], 8],
  [[6, 14], 11],
  [[15, 17], 5],
  [[18, 29], 17],
  [[30, 44], 23],
  [[45, 59], 21],
  [[60, 74], 11],
  [[75, 89], 4],
];

/** Ages of heads: assumption, chosen so that most are of working age; a spouse's age follows the head's. */
export const HEAD_AGES: AgeBands = [
  [[25, 29], 4],
  [[30, 44], 33],
  [[45, 59], 40],
  [[60, 74], 19],
  [[75, 82], 5],
];

/** Ages drawn for the others, children and parents of the head: assumption, chosen so that all together are `AGE_BANDS`. */
export const OTHER_AGES: AgeBands = [
  [[0, 5], 8],
  [[6, 14], 6],
  [[15, 17], 3],
  [[18, 29], 14],
  [[30, 44], 12],
  [[45, 59], 6],
  [[60, 89], 5],
];

/**
 * Main cause of poverty: assumption, chosen so that illness comes first, as in most provinces, and skills, capital and
 * labour follow, as in mountain counties.
 */
export const MAIN_CAUSE: readonly (readonly [string, number])[] = [
  ["illness", 36],
  ["technology", 14],
  ["capital", 12],
  ["labour", 10],
  ["schooling", 9],
  ["disability", 8],
  ["transport", 3],
  ["disaster", 3],
  ["motivation", 2],
  ["land", 2],
  ["water", 1],
];

/** Kind of household: assumption, chosen so that most are 一般, a quarter 低保 and few 特困供养. */
export const HOUSEHOLD_KIND: readonly (readonly [string, number])[] = [
  ["general", 70],
  ["low_income_insured", 25],
  ["destitute", 5],
];

/** Assumption, chosen so that most are Miao, as in a Miao county, with 汉 and 土家 beside them. */
export const ETHNIC_GROUP: readonly (readonly [string, number])[] = [
  ["miao", 77],
  ["han", 16],
  ["tujia", 7],
];

/**
 * Net income of the past year per head, fen: assumption, chosen so that the poor lie under the national line of 2014
 * (2,800 yuan, testnet/data) with 十八洞村's 1,668 yuan of 2013 near their middle, and those turned down above it.
 */
export const INCOME_PER_HEAD_FEN = {
  poor: [90_000, 275_000],
  turnedDown: [300_000, 620_000],
} as const;
