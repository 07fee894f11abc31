/**
 * Marginals of the invented population. Every person is invented; only the proportions follow published
 * figures where one was found, and each table says which. Weights need not add up to one.
 */

/** 十八洞村 (433124110226): press figures of 2013–2014: 225 households, 939 persons, 136 poor households, 542 persons. */
export const SHIBADONG_FIGURES = {
  households: 225,
  persons: 939,
  poorHouseholds: 136,
  poorPersons: 542,
} as const;

/**
 * Persons in a poor rural household. No published table for Huayuan was found: chosen so that the mean is that
 * of 十八洞村's poor households (542 / 136 = 3.99).
 */
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

/**
 * Age bands of the rural population [from, to], shape of the 2010 census (rural: 0–14 about 19 %, 60 and over
 * about 15 %). Those figures are quoted from memory, not looked up.
 */
export const AGE_BANDS: readonly (readonly [readonly [number, number], number])[] = [
  [[0, 5], 8],
  [[6, 14], 11],
  [[15, 17], 5],
  [[18, 29], 17],
  [[30, 44], 23],
  [[45, 59], 21],
  [[60, 74], 11],
  [[75, 89], 4],
];

/**
 * Main cause of poverty. Illness first, as in most provinces (DOMAIN-FACTS names Anhui's yearly analysis, whose
 * figures weren't available); the order of the others is that of 武陵山区 county reports, the weights are our
 * own assumption: no published table for Huayuan was found.
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

/** Kind of household; assumption: most 一般, a quarter 低保, few 特困供养. */
export const HOUSEHOLD_KIND: readonly (readonly [string, number])[] = [
  ["general", 70],
  ["low_income_insured", 25],
  ["destitute", 5],
];

/** Huayuan is a Miao county (苗 about three quarters, 汉 and 土家 the rest): approximate, not looked up. */
export const ETHNIC_GROUP: readonly (readonly [string, number])[] = [
  ["miao", 77],
  ["han", 16],
  ["tujia", 7],
];
