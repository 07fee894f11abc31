import { ClientError, VerificationError } from "@jingzhun/client-sdk";

/** Times that a read is tried again by itself, besides the SDK's own round over all nodes. */
const RETRIES = 2;

/** What another try may change: no answer, a node that is busy or behind. A refusal stays one. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= RETRIES || error instanceof VerificationError) return false;
  if (!(error instanceof ClientError)) return true;
  return error.status === undefined || error.status === 429 || error.status >= 500;
}
