/** Bounds of the module, each with unit and reason. */

/** Persons under one file. Large families in yearbooks stay under 20; a file is one transaction. */
export const MEMBERS_MAX = 30;
/** Causes besides the main one (DOMAIN §3). */
export const OTHER_CAUSES_MAX = 2;
/** Responsible persons of one household at a time. */
export const RESPONSIBLE_MAX = 5;
/** Assignments kept in the record; older ones stay in its history. */
export const ASSIGNMENTS_MAX = 20;
/** Income and spending lines of one household in one attachment: 13 months of a dozen lines. */
export const INCOME_LINES_MAX = 240;
/** Characters of a remark. */
export const REMARK_CHARACTERS_MAX = 200;
/** Years that a birth date may lie back. */
export const AGE_YEARS_MAX = 130;
