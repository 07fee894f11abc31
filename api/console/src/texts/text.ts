export type Language = "zh" | "en";

/** A text in both languages; a part in braces is filled in: `{count} 户`. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

/** A catalogue of texts. The compiler sees that each has both languages, a test that neither is empty. */
export function defineTexts<const T extends { readonly [name: string]: Both }>(texts: T): T {
  return texts;
}

export type TextValues = { readonly [name: string]: string | number };

/** The text in one language, with its places filled in. */
export function textIn(language: Language, text: Both, values: TextValues = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
