/** A transaction that was sent and whose outcome isn't known yet: kept so that a reload doesn't lose it. */
export interface Pending {
  id: string;
  expiresAt: number;
}

/** One slot per operator and form. */
export function pendingKey(keyId: string, slot: string): string {
  return `jingzhun/pending/${keyId}/${slot}`;
}

export function readPending(storage: Pick<Storage, "getItem">, key: string): Pending | undefined {
  try {
    const { id, expiresAt } = (JSON.parse(storage.getItem(key) ?? "null") ?? {}) as Partial<Pending>;
    if (typeof id === "string" && /^[0-9a-f]{64}$/.test(id) && Number.isSafeInteger(expiresAt))
      return { id, expiresAt: expiresAt as number };
  } catch {
    // damaged or forbidden
  }
  return undefined;
}

/** Where nothing can be kept, a reload loses the outcome, but not the transaction. */
export function keepPending(storage: Pick<Storage, "setItem">, key: string, pending: Pending): void {
  try {
    storage.setItem(key, JSON.stringify(pending));
  } catch {
    // forbidden or full
  }
}
