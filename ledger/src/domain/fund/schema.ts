/** Records and payloads of the module, each beside what belongs to it. */
export * from "./accounts.ts";
export * from "./approvals.ts";
export * from "./indicator-schema.ts";
export * from "./payment-schema.ts";
export * from "./posting.ts";
