import { encode, toBase64, type Value } from "@jingzhun/ledger";
import { type FieldSchema, type FormFields, type FormValue, fieldKind } from "./field-schema.ts";
import type { Guard } from "./guards.ts";
import { editableYuan } from "./money.ts";
import { buildPayload } from "./payload.ts";
import { factsSchema } from "./restricted-facts.ts";

/** Whose key signed a change. */
interface Author {
  readonly keyId: string;
  readonly organisation?: string;
  readonly operator?: string;
  readonly household?: string;
}

/** What a history tells of a version (`households.history` and its like). */
export interface SeenVersion {
  readonly version: number;
  readonly time: number;
  readonly by?: Author;
  readonly changed: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

/** A field that others changed since one's own form was opened. */
export interface Change {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly by: SeenVersion["by"];
  readonly time: number;
}

/** What changed after version `seen`: from what it was then to what it is now. `history` has the newest first. */
export function changesSince(history: readonly SeenVersion[], seen: number): Change[] {
  const changes = new Map<string, Change>();
  const newer = history.filter(({ version }) => version > seen).reverse();
  for (const { changed, by, time } of newer)
    for (const { field, from, to } of changed)
      changes.set(field, { field, from: (changes.get(field) ?? { from }).from, to, by, time });
  // Changed and changed back is no change.
  return [...changes.values()].filter(({ from, to }) => !sameValue(from, to));
}

export interface Place {
  readonly name: string;
  readonly schema: FieldSchema;
  readonly required: boolean;
  readonly mine: FormValue;
  /** A group around it is filled in: it replaces the record's, whatever it leaves out. */
  readonly withinGiven: boolean;
}

/** The form's field at a path. */
export function placeAt(schema: FieldSchema, fields: FormFields, path: string): Place | undefined {
  let at: Place = { name: "", schema, required: true, mine: fields, withinGiven: false };
  let depth = 0;
  for (const step of path.split(".")) {
    const { schema: outer, mine } = at;
    const index = /^\d+$/.test(step) && outer.items !== undefined;
    const beside = (typeof mine === "object" && !Array.isArray(mine) ? mine : {}) as FormFields;
    const found = index ? outer.items : outer.properties?.[step];
    if (found === undefined) return undefined;
    const inner = fieldKind(step, found) === "restricted" ? factsSchema(beside) : found;
    const value = index ? (mine as readonly FormValue[] | undefined)?.[Number(step)] : beside[step];
    const given = depth > 0 && typeof mine === "object" && !Array.isArray(mine);
    at = {
      name: index ? at.name : step,
      schema: inner,
      required: index || (outer.required?.includes(step) ?? false),
      mine: value,
      withinGiven: at.withinGiven || given,
    };
    depth += 1;
  }
  return at;
}

/** A record's value as the form holds it, for editing on. */
export function formValueOf(name: string, schema: FieldSchema, value: unknown): FormValue {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map((item) => formValueOf(name, schema.items ?? {}, item));
  if (typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([inner, part]) => [
        inner,
        formValueOf(inner, schema.properties?.[inner] ?? {}, part),
      ]),
    );
  if (typeof value === "boolean") return value;
  if (typeof value === "number" && fieldKind(name, schema) === "money") return editableYuan(value);
  return String(value);
}

/** What somebody typed as the record would hold it; as typed where it isn't valid (yet). */
function recordValueOf({ name, schema, mine }: Place): unknown {
  const { payload } = buildPayload({ type: "object", properties: { [name]: schema } }, { [name]: mine });
  return payload[name] ?? mine;
}

/** By the ledger's own encoding, in which fields have one order. */
function sameValue(a: unknown, b: unknown): boolean {
  return toBase64(encode((a ?? null) as Value)) === toBase64(encode((b ?? null) as Value));
}

function isBlank(value: FormValue): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** One field beside the other's: theirs, mine, and whether somebody must decide. */
export interface MergeRow extends Change {
  /** Where the form has it; undefined: the form doesn't touch it. */
  readonly path: string | undefined;
  readonly mine: unknown;
  /** Both changed it, to different things, or one's own form would drop what they entered. */
  readonly conflict: boolean;
  /** What the form holds once theirs is taken. */
  readonly taken: FormValue;
}

/** Others' changes beside the own form. */
export function mergeRows(
  guard: Guard,
  schema: FieldSchema,
  fields: FormFields,
  changes: readonly Change[],
): MergeRow[] {
  return changes.map((change) => {
    const path = guard.pathOf(change.field);
    const place = path === undefined ? undefined : placeAt(schema, fields, path);
    const untouched = { ...change, path: undefined, mine: undefined, conflict: false, taken: undefined };
    if (path === undefined || place === undefined) return untouched;
    if (isBlank(place.mine) && !place.withinGiven) return untouched;
    const theirs = formValueOf(place.name, place.schema, change.to);
    const mine = isBlank(place.mine) ? undefined : recordValueOf(place);
    const same = sameValue(mine, change.to);
    // Left out of a form that only names what changes, theirs stays; within a group that replaces the record's it must
    // be said again.
    const taken = place.required || place.withinGiven ? theirs : undefined;
    return { ...change, path, mine, conflict: !same, taken };
  });
}

/** Fields of the form that a record without a history has other values for now. */
export function changesAgainst(
  guard: Guard,
  schema: FieldSchema,
  fields: FormFields,
  value: { readonly [field: string]: unknown },
): Change[] {
  return Object.entries(value).flatMap(([field, to]) => {
    const path = guard.pathOf(field);
    const place = path === undefined ? undefined : placeAt(schema, fields, path);
    if (place === undefined || isBlank(place.mine)) return [];
    return [{ field, from: undefined, to, by: undefined, time: 0 }];
  });
}
