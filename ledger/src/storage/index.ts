export type { CommitInput, IndexRows } from "./block-batch.ts";
export type { StoredBlock, StoredHeader } from "./block-reader.ts";
export type { RestrictedReason, TxPlace } from "./block-values.ts";
export type { StoredCurrent } from "./current.ts";
export type { Database, DatabaseSnapshot, Range } from "./database.ts";
export type { StoredEntry } from "./entry-page.ts";
export { LedgerStore } from "./ledger-store.ts";
export { type LedgerOptions, type Medium, openLedger } from "./open.ts";
export { StorageError, type StorageErrorCode } from "./storage-error.ts";
