// The door of consensus. What the host must do, and in which order, stands in README.md.

export { decodeMessage, encodeMessage } from "./codec.ts";
export type * from "./interface.ts";
export * from "./limits.ts";
export * from "./messages.ts";
export { createQbft } from "./qbft.ts";
export { roundTimeOut } from "./time-out.ts";
export { decodeWalRecord, encodeWalRecord, type WalRecord } from "./wal-record.ts";
