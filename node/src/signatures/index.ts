export type { SignatureItem } from "./batch.ts";
export { createSignaturePool, type SignaturePool, workersFor } from "./pool.ts";
