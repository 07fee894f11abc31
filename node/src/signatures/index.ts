export type { SignatureItem } from "./batch.ts";
export { createSignaturePool, type SignaturePool, type SignaturePriority, workersFor } from "./pool.ts";
