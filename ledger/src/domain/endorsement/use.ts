import { equalBytes } from "../../bytes/order.ts";
import { hex } from "../../bytes/text.ts";
import { JzError } from "../../errors.ts";
import {
  decodeEndorsement,
  type Endorsement,
  endorsementId,
  verifyEndorsement,
} from "../../transaction/endorsement.ts";
import { keyRecord } from "../access/schema.ts";
import type { ActionContext } from "../context.ts";
import { endorsementRecord } from "./schema.ts";

/** Who confirmed offline. */
export interface Endorser {
  readonly actor: string;
  readonly household?: string;
  readonly operator?: string;
  /** ms UTC, as the endorser claims. */
  readonly occurredAt: number;
}

/**
 * Judges an embedded endorsement and uses it up (DESIGN §4): right form, chain and statement; endorser another
 * person than the sender, with a key valid at block time; not expired, not used, signed. What the endorser may
 * confirm, the action judges.
 *
 * @param statement hash of what must have been confirmed
 */
export function useEndorsement(
  ctx: ActionContext,
  encoded: Uint8Array,
  statement: Uint8Array,
  path: string,
): Endorser {
  const endorsement = decoded(ctx, encoded, path);
  if (endorsement.chainId !== ctx.chainId) ctx.refuse("endorsement.chain", path);
  if (!equalBytes(endorsement.statementHash, statement)) ctx.refuse("endorsement.statement", path);
  if (endorsement.occurredAt > ctx.time || endorsement.validUntil < ctx.time) {
    ctx.refuse("endorsement.time", path, {
      occurredAt: endorsement.occurredAt,
      validUntil: endorsement.validUntil,
    });
  }
  const key = ctx.get(keyRecord, { key: hex(endorsement.keyId) });
  if (
    key === undefined ||
    key.status !== "active" ||
    (key.expiresAt !== undefined && key.expiresAt <= ctx.time) ||
    (key.kind !== "household" && key.kind !== "operator")
  ) {
    ctx.refuse("endorsement.key", path);
  }
  const actor = key.kind === "household" ? `household/${key.household}` : `operator/${key.operator}`;
  if (actor === ctx.sender.actor) ctx.refuse("endorsement.own", path);
  const id = hex(endorsementId(endorsement));
  if (ctx.get(endorsementRecord, { endorsement: id }) !== undefined) ctx.refuse("endorsement.used", path);
  if (!verifyEndorsement(endorsement, key.publicKey)) ctx.refuse("endorsement.signature", path);
  ctx.put(endorsementRecord, { endorsement: id }, { by: actor });
  return {
    actor,
    ...(key.household === undefined ? {} : { household: key.household }),
    ...(key.operator === undefined ? {} : { operator: key.operator }),
    occurredAt: endorsement.occurredAt,
  };
}

function decoded(ctx: ActionContext, bytes: Uint8Array, path: string): Endorsement {
  try {
    return decodeEndorsement(bytes);
  } catch (error) {
    if (error instanceof JzError) ctx.refuse("endorsement.invalid", path);
    throw error;
  }
}
