import type { FormFields } from "./field-schema.ts";

/** What somebody typed and hasn't submitted: one per operator and action, kept in this browser. */
interface Draft {
  savedAt: number;
  fields: FormFields;
}

/** Drafts hold what describes people: nobody needs them after this. */
const DRAFT_DAYS_MAX = 30;
const DAY_MS = 24 * 60 * 60_000;
const PREFIX = "jingzhun/draft/";

export function draftKey(keyId: string, slot: string): string {
  return `${PREFIX}${keyId}/${slot}`;
}

export function readDraft(storage: Storage, key: string, now: number): FormFields | undefined {
  try {
    const { savedAt, fields } = (JSON.parse(storage.getItem(key) ?? "null") ?? {}) as Partial<Draft>;
    if (typeof savedAt !== "number" || typeof fields !== "object" || fields === null) return undefined;
    return now - savedAt > DRAFT_DAYS_MAX * DAY_MS ? undefined : fields;
  } catch {
    return undefined; // damaged or forbidden
  }
}

/** False: the browser takes no more; the form should say that nothing is kept. */
export function keepDraft(storage: Storage, key: string, fields: FormFields, now: number): boolean {
  try {
    storage.setItem(key, JSON.stringify({ savedAt: now, fields } satisfies Draft));
    return true;
  } catch {
    return false;
  }
}

export function forgetDraft(storage: Storage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // forbidden: then nothing was kept
  }
}

/** Removes drafts that are too old, whoever's they are. */
export function forgetOldDrafts(storage: Storage, now: number): void {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
  for (const key of keys)
    if (key.startsWith(PREFIX) && readDraft(storage, key, now) === undefined) forgetDraft(storage, key);
}
