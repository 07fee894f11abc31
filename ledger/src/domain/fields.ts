import { z } from "zod";
import type { Value } from "../bytes/codec.ts";
import { isCivilDate } from "./civil-date.ts";
import { type IdPrefix, isId } from "./ids.ts";

/**
 * Fields that several modules share, each with the JSON Schema that the console and OpenAPI show.
 * Bytes are base64 in JSON.
 */
function bytes(length: number): z.ZodType<Uint8Array> {
  return z
    .custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length, {
      error: `expected ${length} bytes`,
    })
    .meta({ bytes: length });
}

/** Up to `max` bytes that another schema reads. */
export function bytesUpTo(max: number): z.ZodType<Uint8Array> {
  return z
    .custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= max, {
      error: `expected at most ${max} bytes`,
    })
    .meta({ type: "string", contentEncoding: "base64" });
}

/** An id of hash size: attachment, key, transaction. */
export const bytes32 = bytes(32);

/** Money: integer fen, above zero, at most what a safe integer holds. */
export const fen = z.int().min(1);
/** Money that may be nothing. */
export const fenOrZero = z.int().min(0);

export const civilDate = z
  .string()
  .refine(isCivilDate, { error: "expected a date YYYY-MM-DD" })
  .meta({ format: "date" });
/** ms UTC */
export const timestamp = z.int().min(0);
export const year = z.int().min(1949).max(2200);

/** 12 digits (GB/T 2260, GB/T 10114). */
export const divisionCode = z.string().regex(/^[0-9]{12}$/);
/** Organisations and operators. */
export const slug = z.string().regex(/^[a-z0-9-]{2,40}$/);
/** Text without control characters other than line feeds and tabs; `max` in characters. */
export function text(max: number, min = 1): z.ZodString {
  return z
    .string()
    .min(min)
    .max(max)
    .regex(/^[\t\n\P{Cc}]*$/u);
}
/** Required for corrections and deletions. */
export const reason = text(500, 2);

/** An opaque id with its check character, see ids.ts. */
export function idOf(prefix: IdPrefix): z.ZodString {
  return z
    .string()
    .refine((id) => isId(prefix, id), { error: `expected an id ${prefix}…` })
    .meta({ pattern: `^${prefix}[0-9A-HJKMNP-TV-Z]{17}$` }) as z.ZodString;
}

/** Guards against two clerks on one record: `ctx.expectVersion`. */
export const expectVersion = z.int().min(0).optional();

/** Anything that the codec takes. */
export const anyValue = z.custom<Value>((value) => value !== undefined).meta({});
