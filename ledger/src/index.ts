// The ledger's door. Storage has its own: `@jingzhun/ledger/storage` (Node only).
export * from "./block/index.ts";
export * from "./bytes/index.ts";
export * from "./crypto/index.ts";
export * from "./domain/index.ts";
export { JzError } from "./errors.ts";
export * from "./execute/index.ts";
export * from "./limits.ts";
export * from "./log/index.ts";
export * from "./transaction/index.ts";
