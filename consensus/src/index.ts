// The door of consensus. What the host must do, and in which order, stands in README.md.

export type { Evidence } from "./evidence.ts";
export type * from "./interface.ts";
export * from "./limits.ts";
export * from "./messages.ts";
export type { WalRecord } from "./wal-record.ts";
