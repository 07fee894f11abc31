import { hex, type Value } from "@jingzhun/ledger";
import { z } from "zod";
import { PAGE_DEFAULT, PAGE_MAX } from "./limits.ts";

/**
 * How values look in a URL and in JSON: whole numbers as decimal digits, bytes as lower-case hex.
 * `wire` in a schema's meta is the JSON Schema of that form, for the OpenAPI document.
 */

/** Whole number ≥ 0, or ≥ `min`, in a URL. */
export function wholeNumber(max: number = Number.MAX_SAFE_INTEGER, min = 0) {
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,15})$/)
    .transform(Number)
    .refine((n) => n <= max, { error: `at most ${max}` })
    .refine((n) => n >= min, { error: `at least ${min}` })
    .meta({ wire: { type: "integer", minimum: min, maximum: max } });
}

/** `1` or `true`, `0` or `false`. */
export const flag = z
  .enum(["0", "1", "true", "false"])
  .transform((s) => s === "1" || s === "true")
  .meta({ wire: { type: "string", enum: ["0", "1", "true", "false"] } });

/** 32 bytes as 64 hex digits in a URL, for ids and hashes. */
export const hex32 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ wire: { type: "string", pattern: "^[0-9a-f]{64}$" } });

/** A division: its full 12 digits. */
export const divisionCode = z.string().regex(/^[0-9]{12}$/);

/** A division or a part of it: 2, 4, 6, 9 or 12 digits. */
export const divisionPrefix = z.string().regex(/^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$/);

/** Bytes in an answer; hex in JSON. */
export const bytes = z
  .custom<Uint8Array>((v) => v instanceof Uint8Array)
  .meta({ wire: { type: "string", format: "hex", pattern: "^([0-9a-f]{2})*$" } });

/** Bytes that a program decodes (proofs, headers): base64 in JSON, made by the handler. */
export const base64 = z.string().meta({ wire: { type: "string", contentEncoding: "base64" } });

/** Any value the ledger can carry, bytes as hex. */
export const anyValue = z.custom<Value>(() => true).meta({ wire: {} });

/** Fields of unknown names: an event's data. */
export const anyFields = z
  .custom<{ [key: string]: Value }>((v) => typeof v === "object" && v !== null)
  .meta({ wire: { type: "object", additionalProperties: true } });

export const pageQuery = {
  limit: wholeNumber(PAGE_MAX, 1).default(PAGE_DEFAULT),
  cursor: z.string().max(400).optional(),
};

/** Turns ledger values into what JSON.stringify writes: bytes become hex, absent fields stay absent. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) {
    const out: { [key: string]: unknown } = {};
    for (const [key, item] of Object.entries(value)) if (item !== undefined) out[key] = toJson(item);
    return out;
  }
  return value;
}
