import { ROLES } from "@jingzhun/ledger";

/** Who works with many households, admin keys included; a household finds its own things on its start page. */
export const STAFF: readonly string[] = [...ROLES.filter((role) => role !== "household"), "admin_key"];
