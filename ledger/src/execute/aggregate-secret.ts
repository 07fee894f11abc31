import { FIRST_SECRET, nextSecret } from "../log/salt.ts";

/**
 * The secret of every restricted aggregate (DESIGN §8): they have no subject whose attachments could salt
 * them, so all start from the salt of genesis's restricted attachment and stay there. The salt of each
 * version still differs, being made from the record's key and the entry's index.
 */
export function aggregateSecret(genesisSalt: Uint8Array): Uint8Array {
  return nextSecret(FIRST_SECRET, [genesisSalt]);
}
