import type { Refusals } from "../../ledger/reader.ts";
import type { Language } from "../../texts/text.ts";

/** Why a transaction was refused, in words; an outcome keeps no values, so their places are left out. */
export function reasonOf(code: string, texts: Refusals | undefined, language: Language): string {
  const text = texts?.[code]?.[language];
  return text === undefined ? code : text.replace(/\{\w+\}/g, "…");
}
