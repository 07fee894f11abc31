import type { Both } from "../texts/text.ts";
import type { FieldError } from "./payload.ts";

/** A refusal as the API gives it: `path` within the transaction. */
export interface RefusalAnswer {
  code: string;
  path: string;
  message: Both;
  hint: Both;
}

/** Path within the only action's payload; undefined when the refusal is of the transaction itself. */
export function fieldOf(path: string): string | undefined {
  const match = /^actions\.0(?:\.(.+))?$/.exec(path);
  return match?.[1];
}

/**
 * Refusals by the field that each names: what is wrong, with what would be accepted. A place that the form has no
 * field for goes to the nearest one around it; what is about no field stays for the summary.
 */
export function refusedFields(
  refusals: readonly RefusalAnswer[],
  hasField: (path: string) => boolean,
): { fields: Map<string, FieldError>; others: RefusalAnswer[] } {
  const fields = new Map<string, FieldError>();
  const others: RefusalAnswer[] = [];
  for (const refusal of refusals) {
    let path = fieldOf(refusal.path);
    while (path !== undefined && !hasField(path))
      path = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : undefined;
    if (path === undefined) others.push(refusal);
    else {
      const { message, hint } = refusal;
      fields.set(path, {
        text: { zh: `${message.zh}。${hint.zh}`, en: `${message.en}. ${hint.en}` },
      });
    }
  }
  return { fields, others };
}
