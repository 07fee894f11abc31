/** Bounds of the module, each with unit and reason. */

/** Characters of what was done (DOMAIN §7). */
export const CONTENT_CHARACTERS_MAX = 2000;
export const RESULT_CHARACTERS_MAX = 500;
/** Minutes of one service: a day. */
export const MINUTES_MAX = 1440;
/** Days after which an entry is marked late, unless `service.late_days` says otherwise (DOMAIN §7). */
export const LATE_DAYS = 7;
/** Services of one household: 30 years, daily. */
export const SERVICES_MAX = 12_000;
