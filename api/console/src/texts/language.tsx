import { createContext, use } from "react";
import { type Both, type Language, type TextValues, textIn } from "./text.ts";

export const LanguageContext = createContext<Language>("zh");

/** The language in force, and `t`, which gives a text in it. */
export function useTexts(): { language: Language; t: (text: Both, values?: TextValues) => string } {
  const language = use(LanguageContext);
  return { language, t: (text, values) => textIn(language, text, values) };
}
