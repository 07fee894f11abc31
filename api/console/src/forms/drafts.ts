import type { FormFields } from "./field-schema.ts";

/**
 * What somebody typed and hasn't submitted: one per operator and action, kept in this browser. Only who is signed in
 * can read it: facts about people would else lie open on a computer that others use, too.
 */
interface Draft {
  savedAt: number;
  sealed: string;
}

/** Seals drafts for the key that is signed in; `place` is sealed with each, so that none can be put elsewhere. */
export interface DraftSeal {
  seal(text: string, place: string): string;
  /** undefined: another's, changed, or damaged. */
  open(sealed: string, place: string): string | undefined;
}

/** Drafts hold what describes people: nobody needs them after this. */
const DRAFT_DAYS_MAX = 30;
const DAY_MS = 24 * 60 * 60_000;
const PREFIX = "jingzhun/draft/";

export function draftKey(keyId: string, slot: string): string {
  return `${PREFIX}${keyId}/${slot}`;
}

/** The sealed text, if it is no older than a draft may be. */
function storedDraft(storage: Storage, key: string, now: number): string | undefined {
  try {
    const { savedAt, sealed } = (JSON.parse(storage.getItem(key) ?? "null") ?? {}) as Partial<Draft>;
    if (typeof savedAt !== "number" || typeof sealed !== "string") return undefined;
    return now - savedAt > DRAFT_DAYS_MAX * DAY_MS ? undefined : sealed;
  } catch {
    return undefined; // damaged or forbidden
  }
}

export function readDraft(
  storage: Storage,
  key: string,
  now: number,
  seal: DraftSeal,
): FormFields | undefined {
  const sealed = storedDraft(storage, key, now);
  const text = sealed === undefined ? undefined : seal.open(sealed, key);
  return text === undefined ? undefined : (JSON.parse(text) as FormFields);
}

/** False: the browser takes no more; the form should say that nothing is kept. */
export function keepDraft(
  storage: Storage,
  key: string,
  fields: FormFields,
  now: number,
  seal: DraftSeal,
): boolean {
  try {
    const draft: Draft = { savedAt: now, sealed: seal.seal(JSON.stringify(fields), key) };
    storage.setItem(key, JSON.stringify(draft));
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

function draftKeys(storage: Storage, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

/** Removes drafts that are too old or can't be read, whoever's they are. */
export function forgetOldDrafts(storage: Storage, now: number): void {
  for (const key of draftKeys(storage, PREFIX))
    if (storedDraft(storage, key, now) === undefined) forgetDraft(storage, key);
}

/** How much somebody typed and hasn't submitted. */
export function countDrafts(storage: Storage, keyId: string): number {
  return draftKeys(storage, draftKey(keyId, "")).length;
}

/** Whoever signs out leaves nothing behind. */
export function forgetDraftsOf(storage: Storage, keyId: string): void {
  for (const key of draftKeys(storage, draftKey(keyId, ""))) forgetDraft(storage, key);
}
