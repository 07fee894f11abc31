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

/** What nobody sees (spaces, zero-width characters) says nothing. */
function isBlank(value: FormValue): boolean {
  return value === undefined || (typeof value === "string" && value.replace(/[\s\p{Cf}]/gu, "") === "");
}

/** Digits, letters and signs as a Chinese keyboard may write them, full-width, as their ordinary ones. */
function ordinary(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .trim();
}

/** Kinds of fields that hold signs, and not words, which stay as they were written. */
const OF_SIGNS: readonly string[] = ["money", "number", "time", "date", "id", "bytes", "division"];

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
  const kind = fieldKind(name, schema);
  const written = typeof value === "string" ? value.trim() : "";
  const typed = OF_SIGNS.includes(kind) ? ordinary(written) : written;
  switch (kind) {
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

/** Free text: all that stands for itself. */
const ANY_TEXT = "\\P{Cc}";
/** What each pattern of the ledger's asks for, in words; a test finds one that isn't here. */
const PATTERNS: { readonly [pattern: string]: Both } = {
  "^[a-z0-9-]{2,40}$": formTexts.errorSlug,
  "^[0-9]{4}(-(0[1-9]|1[0-2]))?$": formTexts.errorPeriod,
  "^\\/[!-~]+$": formTexts.errorAddress,
  "^[0-9a-f]{64}$": formTexts.errorHex,
  "^[a-z][a-zA-Z]*(\\.[a-zA-Z][a-zA-Z0-9_]*)*$": formTexts.errorName,
};

function textOf(written: string, schema: FieldSchema, wrong: Wrong): string | undefined {
  const { minLength = 0, maxLength, pattern, format } = schema;
  const isFree = pattern === undefined || pattern.includes(ANY_TEXT);
  const typed = isFree && format !== "uri" ? written : ordinary(written);
  if (typed.length < minLength) return wrong(formTexts.errorShort, { min: minLength });
  if (maxLength !== undefined && typed.length > maxLength)
    return wrong(formTexts.errorLong, { max: maxLength, count: typed.length });
  if (format === "uri" && !(URL.canParse(typed) && /^https?:/.test(typed))) return wrong(formTexts.errorUri);
  if (pattern !== undefined && !new RegExp(pattern, "u").test(typed)) {
    return wrong(isFree ? formTexts.errorControl : (PATTERNS[pattern] ?? formTexts.errorPattern));
  }
  return typed;
}
