import { type FieldSchema, type FormFields, fieldKind } from "./field-schema.ts";
import { buildPayload } from "./payload.ts";

/** Kinds of fields that an address can't give: they aren't one text. */
const NOT_ONE_TEXT: ReadonlySet<string> = new Set(["object", "list", "codes", "restricted"]);

/**
 * What an address gives a form, as far as the form's schema takes it; `dropped` names the rest. An address may be typed,
 * cut off or years old.
 */
export function prefillOf(
  schema: FieldSchema,
  given: URLSearchParams,
): { readonly fields: { readonly [name: string]: string }; readonly dropped: readonly string[] } {
  const taken: [string, string][] = [];
  const dropped: string[] = [];
  for (const [name, text] of given) {
    if (text.trim() === "") continue;
    if (fits(schema, name, text)) taken.push([name, text]);
    else dropped.push(name);
  }
  return { fields: Object.fromEntries(taken), dropped: [...new Set(dropped)] };
}

function fits({ properties = {} }: FieldSchema, name: string, text: string): boolean {
  const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (field === undefined) return false;
  const kind = fieldKind(name, field);
  if (NOT_ONE_TEXT.has(kind)) return false;
  if (kind === "flag") return text === "true" || text === "false";
  const alone: FormFields = { [name]: text };
  return buildPayload({ type: "object", properties: { [name]: field } }, alone).errors.size === 0;
}
