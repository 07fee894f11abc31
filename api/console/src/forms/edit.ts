import { newId } from "@jingzhun/client-sdk";
import type { IdPrefix } from "@jingzhun/ledger";
import { type FieldSchema, type FormFields, type FormValue, fieldKind, idPrefix } from "./field-schema.ts";

/** The form with one field changed; what is on the way there is copied, the rest shared. */
export function withField(fields: FormFields, path: string, value: FormValue): FormFields {
  const [name = "", ...rest] = path.split(".");
  return { ...fields, [name]: changed(fields[name], rest, value) };
}

function changed(before: FormValue, path: readonly string[], value: FormValue): FormValue {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(before))
    return before.map((item, i) => (i === Number(step) ? changed(item, rest, value) : item));
  const fields = (typeof before === "object" ? before : {}) as FormFields;
  return { ...fields, [step]: changed(fields[step], rest, value) };
}

/** Actions that bring something new into the world, and the fields that name it. */
const NEW_THINGS: { readonly [action: string]: readonly string[] } = {
  "household.register": ["householdId", "members.personId"],
  "governance.propose": ["proposalId"],
  "fund.issue": ["indicatorId"],
  "fund.allocate": ["indicatorId"],
};

/** `members.0.personId` → `members.personId` */
function placeOf(path: string): string {
  return path
    .split(".")
    .filter((step) => !/^\d+$/.test(step))
    .join(".");
}

/** Does this action give the field a new id, rather than name something that exists? */
export function namesNew(action: string, path: string): boolean {
  return NEW_THINGS[action]?.includes(placeOf(path)) ?? false;
}

/** What a field, or a new item of a list, starts with: required objects open, new ids drawn, one item where one is needed. */
export function startOf(action: string, name: string, schema: FieldSchema, path: string): FormValue {
  switch (fieldKind(name, schema)) {
    case "object":
      return startFields(action, schema, path);
    case "restricted":
      return {};
    case "codes":
      return [];
    case "list":
      return (schema.minItems ?? 0) > 0
        ? Array.from({ length: schema.minItems ?? 0 }, (_, i) =>
            startOf(action, name, schema.items ?? {}, `${path}.${i}`),
          )
        : [];
    case "id":
      return namesNew(action, path) ? newId((idPrefix(schema) ?? "H") as IdPrefix) : "";
    default:
      return undefined;
  }
}

/** The fields of a form that nobody has typed into; what isn't required stays closed. */
export function startFields(action: string, schema: FieldSchema, path = ""): FormFields {
  const fields: { [name: string]: FormValue } = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (!(schema.required?.includes(name) ?? false)) continue;
    const value = startOf(action, name, field, path === "" ? name : `${path}.${name}`);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}
