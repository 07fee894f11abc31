import type { Language } from "../texts/text.ts";

/** px of body text; the largest still leaves a phone's line some sixteen characters. */
export const TEXT_SIZES = [16, 18, 20] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface Preferences {
  language: Language;
  size: TextSize;
  scheme: Scheme;
}

const DEFAULTS: Preferences = { language: "zh", size: 20, scheme: "system" };
const KEY = "jingzhun/preferences";

/** Browsers that forbid storage still get a console, one that forgets. */
export function readPreferences(storage: Pick<Storage, "getItem">): Preferences {
  let kept: Partial<Preferences> = {};
  try {
    kept = (JSON.parse(storage.getItem(KEY) ?? "{}") ?? {}) as Partial<Preferences>;
  } catch {
    // damaged or forbidden
  }
  return {
    language: kept.language === "en" ? "en" : DEFAULTS.language,
    size: TEXT_SIZES.find((size) => size === kept.size) ?? DEFAULTS.size,
    scheme: SCHEMES.find((scheme) => scheme === kept.scheme) ?? DEFAULTS.scheme,
  };
}

export function keepPreferences(storage: Pick<Storage, "setItem">, preferences: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // forbidden or full
  }
}
