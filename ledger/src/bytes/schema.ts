import { z } from "zod";
import { NAME_CHARACTERS_MAX } from "../limits.ts";
import type { Value } from "./codec.ts";

/** Schemas of the simple parts that protocol structs are made of. */

/** Exactly `length` bytes. */
export function fixedBytes(length: number): z.ZodType<Uint8Array> {
  return z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === length);
}

/** Up to `most` bytes. */
export function bytesUpTo(most: number): z.ZodType<Uint8Array> {
  return z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= most);
}

/** A hash, a key id, an Ed25519 or X25519 public key. */
export const bytes32 = fixedBytes(32);
/** An Ed25519 signature. */
export const bytes64 = fixedBytes(64);

/** A count, a height, milliseconds: a safe integer from 0. */
export const natural = z.custom<number>(isNatural);

export function isNatural(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

/** An integer from 0 that fits 32 bits. */
export const u32 = z.custom<number>((value) => typeof value === "number" && value >>> 0 === value);

/** `name-` and the first 16 bytes, in hex, of the genesis hash (DESIGN §5). */
export const CHAIN_ID = /^[a-z0-9-]{1,32}-[0-9a-f]{32}$/;
export const chainIdSchema = z.string().regex(CHAIN_ID);

/** What an action, an event or a refusal is called: `household.register`. */
const DOTTED_NAME = /^[a-z][a-zA-Z0-9_]*(\.[a-z][a-zA-Z0-9_]*)*$/;
export const dottedName = z.string().max(NAME_CHARACTERS_MAX).regex(DOTTED_NAME);

export function isDottedName(value: unknown): value is string {
  return typeof value === "string" && value.length <= NAME_CHARACTERS_MAX && DOTTED_NAME.test(value);
}

/** A map with text keys. What is in it was scanned with the bytes, so it is a Value. */
export const valueMap = z.custom<{ [key: string]: Value }>(isValueMap);

export function isValueMap(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Any value; the codec refuses what isn't one. */
export const anyValue = z.custom<Value>((value) => value !== undefined);

/**
 * A list of `least` to `most` items. The length is judged before any item: zod's own `max` looks at every item
 * first and collects a finding for each, which a hostile megabyte would turn into hundreds.
 */
export function listOf<T extends z.ZodType>(item: T, least: number, most: number) {
  return z
    .custom<unknown[]>((value) => Array.isArray(value) && value.length >= least && value.length <= most)
    .pipe(z.array(item));
}
