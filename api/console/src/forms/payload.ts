import type { Attachment } from "@jingzhun/client-sdk";
import { restrictedAttachment } from "@jingzhun/client-sdk";
import {
  fromBase64,
  fromHex,
  type IdPrefix,
  isCivilDate,
  isId,
  payloadProblem,
  type Value,
} from "@jingzhun/ledger";
import { yuanOf } from "../texts/formats.ts";
import type { Both, TextValues } from "../texts/text.ts";
import { type FieldSchema, type FormFields, type FormValue, fieldKind, idPrefix } from "./field-schema.ts";
import { fenOf, wholeOf } from "./money.ts";
import { factsProblems, factsSchema } from "./restricted-facts.ts";
import { formTexts } from "./texts.ts";

export interface FieldError {
  readonly text: Both;
  readonly values?: TextValues;
}
/** By path within the payload, as the ledger's refusals name it: `members.0.restricted.birthDate`. */
export type FieldErrors = ReadonlyMap<string, FieldError>;

export interface Built {
  /** Complete only without errors. */
  readonly payload: { readonly [name: string]: Value };
  readonly attachments: readonly Attachment[];
  readonly errors: FieldErrors;
}

/** Shanghai's clock, which has had no summer time since 1991. */
const ZONE_OFFSET = "+08:00";

/** The payload that a form's fields give, with attachments for what is restricted, and what is wrong where. */
export function buildPayload(schema: FieldSchema, fields: FormFields): Built {
  const errors = new Map<string, FieldError>();
  const attachments: Attachment[] = [];
  const payload = objectOf(schema, fields, "", { errors, attachments });
  return { payload, attachments, errors };
}

interface Building {
  errors: Map<string, FieldError>;
  attachments: Attachment[];
}

function objectOf(
  schema: FieldSchema,
  fields: FormFields,
  path: string,
  building: Building,
): { [name: string]: Value } {
  const built: { [name: string]: Value } = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path === "" ? name : `${path}.${name}`;
    const value = fields[name];
    const required = schema.required?.includes(name) ?? false;
    const result = isBlank(value)
      ? blankOf(field, required, at, building)
      : fieldValue(name, field, value, at, building, fields);
    if (result !== undefined) built[name] = result;
  }
  return built;
}

function isBlank(value: FormValue): boolean {
  return value === undefined || (typeof value === "string" && value.trim() === "");
}

/** A required list may be empty; anything else that is required must be given. */
function blankOf(
  schema: FieldSchema,
  required: boolean,
  at: string,
  { errors }: Building,
): Value | undefined {
  if (!required) return undefined;
  if (schema.type === "array" && (schema.minItems ?? 0) === 0) return [];
  errors.set(at, { text: formTexts.errorRequired });
  return undefined;
}

function fieldValue(
  name: string,
  schema: FieldSchema,
  value: FormValue,
  at: string,
  building: Building,
  beside: FormFields,
): Value | undefined {
  const { errors } = building;
  const wrong = (text: Both, values?: TextValues) => {
    errors.set(at, values === undefined ? { text } : { text, values });
    return undefined;
  };
  const typed = typeof value === "string" ? value.trim() : "";
  switch (fieldKind(name, schema)) {
    case "object":
      return objectOf(schema, value as FormFields, at, building);
    case "restricted": {
      const wrongBefore = errors.size;
      const facts = objectOf(factsSchema(beside), value as FormFields, at, building);
      // Rules between fields: what no field alone shows.
      if (errors.size === wrongBefore)
        for (const { path, message } of factsProblems(beside, facts))
          errors.set([at, ...path].join("."), { text: payloadProblem(message) });
      const { id, attachment } = restrictedAttachment(facts);
      building.attachments.push(attachment);
      return id;
    }
    case "list":
    case "codes":
      return listOf(name, schema, value as readonly FormValue[], at, building, wrong);
    case "flag":
      return value === true || value === "true";
    case "money": {
      const fen = fenOf(typed);
      if (fen === undefined) return wrong(formTexts.errorMoney);
      return inRange(fen, schema, (min, max) =>
        max === undefined
          ? wrong(formTexts.errorMoneyMin, { min: yuanOf(min) })
          : wrong(formTexts.errorMoneyRange, { min: yuanOf(min), max: yuanOf(max) }),
      );
    }
    case "number": {
      const whole = wholeOf(typed);
      if (whole === undefined) return wrong(formTexts.errorWhole);
      return inRange(whole, schema, (min, max) =>
        max === undefined ? wrong(formTexts.errorMin, { min }) : wrong(formTexts.errorRange, { min, max }),
      );
    }
    case "time": {
      const ms = Date.parse(`${typed}${ZONE_OFFSET}`);
      return Number.isSafeInteger(ms) ? ms : wrong(formTexts.errorTime);
    }
    case "date":
      return isCivilDate(typed) ? typed : wrong(formTexts.errorDate);
    case "code":
      return schema.enum?.includes(typed) ? typed : wrong(formTexts.errorCode);
    case "id": {
      const prefix = idPrefix(schema) ?? "";
      const id = typed.toUpperCase();
      return isId(prefix as IdPrefix, id) ? id : wrong(formTexts.errorId, { prefix });
    }
    case "bytes":
      return bytesOf(typed, schema.bytes, wrong);
    case "division":
      return /^[0-9]{12}$/.test(typed) ? typed : wrong(formTexts.errorDivision);
    case "text":
    case "longText":
      return textOf(typed, schema, wrong);
  }
}

type Wrong = (text: Both, values?: TextValues) => undefined;

/** A bound that is only what an integer can hold is none to speak of. */
function inRange(
  value: number,
  { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: FieldSchema,
  refuse: (min: number, max: number | undefined) => undefined,
): number | undefined {
  if (value >= minimum && value <= maximum) return value;
  return refuse(minimum, maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum);
}

function listOf(
  name: string,
  schema: FieldSchema,
  list: readonly FormValue[],
  at: string,
  building: Building,
  wrong: Wrong,
): Value | undefined {
  const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER, items = {} } = schema;
  if (list.length < minItems) return wrong(formTexts.errorFew, { min: minItems });
  if (list.length > maxItems) return wrong(formTexts.errorMany, { max: maxItems });
  if (items.enum !== undefined && new Set(list).size !== list.length) return wrong(formTexts.errorTwice);
  const built: Value[] = [];
  for (const [i, item] of list.entries()) {
    const place = `${at}.${i}`;
    const value = isBlank(item)
      ? blankOf(items, true, place, building)
      : fieldValue(name, items, item, place, building, {});
    if (value !== undefined) built.push(value);
  }
  return built;
}

function bytesOf(typed: string, length: number | undefined, wrong: Wrong): Uint8Array | undefined {
  let bytes: Uint8Array | undefined;
  try {
    // 32 bytes in hex are 64 digits, in base64 44 characters: no text is both.
    bytes =
      /^([0-9a-f]{2})+$/i.test(typed) && typed.length !== 44
        ? fromHex(typed.toLowerCase())
        : fromBase64(typed);
  } catch {
    // neither
  }
  if (bytes !== undefined && (length === undefined || bytes.length === length)) return bytes;
  return length === undefined ? wrong(formTexts.errorBase64) : wrong(formTexts.errorBytes, { bytes: length });
}

function textOf(typed: string, schema: FieldSchema, wrong: Wrong): string | undefined {
  const { minLength = 0, maxLength, pattern, format } = schema;
  if (typed.length < minLength) return wrong(formTexts.errorShort, { min: minLength });
  if (maxLength !== undefined && typed.length > maxLength)
    return wrong(formTexts.errorLong, { max: maxLength, count: typed.length });
  if (format === "uri" && !(URL.canParse(typed) && /^https?:/.test(typed))) return wrong(formTexts.errorUri);
  if (pattern !== undefined && !new RegExp(pattern, "u").test(typed)) {
    if (pattern.includes("\\P{Cc}")) return wrong(formTexts.errorControl);
    if (pattern === "^[a-z0-9-]{2,40}$") return wrong(formTexts.errorSlug);
    return wrong(formTexts.errorPattern, { pattern });
  }
  return typed;
}
