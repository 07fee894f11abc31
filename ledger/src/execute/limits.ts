/** The bounds of execution that no network may change, each with its unit and reason; the others are in its params. */

/** Characters of a due entry's id. */
export const DUE_ID_CHARACTERS_MAX = 64;
/** Due times fit 13 digits of ms: until the year 2286. */
export const DUE_TIME_MAX = 9_999_999_999_999;
