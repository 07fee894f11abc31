import { ClientError } from "@jingzhun/client-sdk";
import type { Language } from "../../texts/text.ts";

/** An error in one line, where there is no room for what to do about it. */
export function textOfError(error: unknown, language: Language): string {
  return error instanceof ClientError ? error.text[language] : String((error as Error | undefined)?.message);
}
