import type { SignedTransaction } from "@jingzhun/client-sdk";
import { fromBase64, fromHex, hex, toBase64 } from "@jingzhun/ledger";
import type { DraftSeal } from "../forms/drafts.ts";

/**
 * A transaction that was signed and whose outcome isn't known yet: kept so that a reload doesn't lose it. The very bytes
 * are kept, sealed as drafts are since they may describe people, so that they can be sent again; never is a second one
 * signed for the same thing.
 */
export interface Pending {
  id: string;
  /** ms UTC */
  expiresAt: number;
  /** Absent where the seal doesn't open: then the outcome can only be asked for. */
  tx?: SignedTransaction;
}

const PREFIX = "jingzhun/pending/";

interface Stored {
  id: string;
  expiresAt: number;
  sealed: string;
}
interface Sealed {
  bytes: string;
  withAttachments: boolean;
}

/** One slot per operator and form. */
export function pendingKey(keyId: string, slot: string): string {
  return `${PREFIX}${keyId}/${slot}`;
}

export function readPending(
  storage: Pick<Storage, "getItem">,
  key: string,
  seal: DraftSeal | undefined,
): Pending | undefined {
  try {
    const { id, expiresAt, sealed } = (JSON.parse(storage.getItem(key) ?? "null") ?? {}) as Partial<Stored>;
    if (typeof id !== "string" || !/^[0-9a-f]{64}$/.test(id) || !Number.isSafeInteger(expiresAt))
      return undefined;
    const pending = { id, expiresAt: expiresAt as number };
    const text = typeof sealed === "string" ? seal?.open(sealed, key) : undefined;
    if (text === undefined) return pending;
    const { bytes, withAttachments } = JSON.parse(text) as Sealed;
    return { ...pending, tx: { ...pending, id: fromHex(id), bytes: fromBase64(bytes), withAttachments } };
  } catch {
    return undefined; // damaged or forbidden
  }
}

/** Where nothing can be kept, a reload loses the outcome, but not the transaction. */
export function keepPending(
  storage: Pick<Storage, "setItem">,
  key: string,
  tx: SignedTransaction,
  seal: DraftSeal | undefined,
): void {
  const sealed: Sealed = { bytes: toBase64(tx.bytes), withAttachments: tx.withAttachments === true };
  try {
    const stored: Stored = {
      id: hex(tx.id),
      expiresAt: tx.expiresAt,
      sealed: seal?.seal(JSON.stringify(sealed), key) ?? "",
    };
    storage.setItem(key, JSON.stringify(stored));
  } catch {
    // forbidden or full
  }
}

function keysOf(storage: Storage, keyId: string): string[] {
  const all = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
  return all.filter((key) => key.startsWith(pendingKey(keyId, "")));
}

/** How many transactions of somebody's haven't come to an end that this browser knows of. */
export function countPending(storage: Storage, keyId: string): number {
  return keysOf(storage, keyId).length;
}

/** Whoever signs out leaves nothing behind. */
export function forgetPendingOf(storage: Storage, keyId: string): void {
  for (const key of keysOf(storage, keyId)) storage.removeItem(key);
}
