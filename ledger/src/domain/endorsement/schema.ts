import { z } from "zod";
import { defineRecord } from "../module.ts";

/** Bytes of an encoded endorsement at most (transaction/endorsement.ts). */
const ENDORSEMENT_BYTES_MAX = 512;

/** An embedded endorsement, encoded: `[1, chainId, keyId, statementHash, occurredAt, validUntil, signature]`. */
export const endorsementBytes = z
  .custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length > 0 && value.length <= ENDORSEMENT_BYTES_MAX,
    { error: "expected an encoded endorsement" },
  )
  .meta({ type: "string", contentEncoding: "base64" });

/** `endorsement/<hex id>`: a statement that was used; each is usable once, whatever signature it carries. */
export const endorsementRecord = defineRecord({
  name: "endorsement",
  pattern: "endorsement/:endorsement",
  class: "open",
  schema: z.strictObject({
    /** Actor who endorsed. */
    by: z.string().max(80),
  }),
});
