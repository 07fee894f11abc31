/** What of JSON Schema 2020-12 the modules' payloads use (`GET /v1/chain/actions`). */
export interface FieldSchema {
  readonly type?: "string" | "integer" | "boolean" | "array" | "object";
  readonly properties?: { readonly [name: string]: FieldSchema };
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly enum?: readonly string[];
  /** Name of the code list whose labels the values have. */
  readonly codeList?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly contentEncoding?: string;
  /** Length, where the bytes' is fixed. */
  readonly bytes?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** What a form holds of a field: text as typed, so that nothing is lost, and containers. undefined: not given. */
export type FormValue =
  | string
  | boolean
  | undefined
  | readonly FormValue[]
  | { readonly [name: string]: FormValue };
export type FormFields = { readonly [name: string]: FormValue };

export type FieldKind =
  | "object"
  | "list"
  | "codes"
  | "code"
  | "flag"
  | "date"
  | "time"
  | "money"
  | "number"
  | "bytes"
  | "restricted"
  | "id"
  | "division"
  | "longText"
  | "text";

/** Characters from which a text gets more than one line. */
const LONG_TEXT = 120;
/** `^H[0-9A-HJKMNP-TV-Z]{17}$`: an id, by its first letter. */
const ID_PATTERN = /^\^([A-Z])\[0-9A-HJKMNP-TV-Z\]\{17\}\$$/;

export function idPrefix(schema: FieldSchema): string | undefined {
  return ID_PATTERN.exec(schema.pattern ?? "")?.[1];
}

/** How a field is entered. Money and moments are integers by their schema; the name tells them (`…Fen`, `…At`). */
export function fieldKind(name: string, schema: FieldSchema): FieldKind {
  switch (schema.type) {
    case "object":
      return "object";
    case "array":
      return schema.items?.enum === undefined ? "list" : "codes";
    case "boolean":
      return "flag";
    case "integer":
      if (name === "fen" || /Fen$/.test(name)) return "money";
      return /At$/.test(name) ? "time" : "number";
    default:
      if (schema.enum !== undefined) return "code";
      if (schema.format === "date") return "date";
      if (schema.contentEncoding === "base64") return name === "restricted" ? "restricted" : "bytes";
      if (idPrefix(schema) !== undefined) return "id";
      if (schema.pattern === "^[0-9]{12}$") return "division";
      return (schema.maxLength ?? 0) > LONG_TEXT ? "longText" : "text";
  }
}
