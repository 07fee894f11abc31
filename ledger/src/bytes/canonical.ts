import { DEPTH_MAX } from "../limits.ts";
import type { Value } from "./codec.ts";
import { compareText, isExactText } from "./order.ts";
import { CodecError } from "./scanner.ts";

const UINT32_MAX = 0xffff_ffff;
const INT32_MIN = -0x8000_0000;

/**
 * The value as the packer must see it to write the canonical form: maps in key order, integers beyond 32 bits
 * as BigInt (the packer would write a float64), and a `Map` where a plain object can't keep the order
 * (integer-like keys). What needs no change is passed through, not copied.
 *
 * @throws CodecError `codec.unknown_type`, `codec.integer_range`, `codec.text_*`, `codec.too_deep`, `codec.key_forbidden`
 */
export function canonical(value: Value): unknown {
  try {
    return walk(value, DEPTH_MAX);
  } catch (error) {
    if (error instanceof CodecError) throw new CodecError(error.code, -1, pathOf(value, DEPTH_MAX));
    throw error;
  }
}

function walk(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "string":
      if (!isExactText(value)) throw notText(value);
      return value;
    case "number":
      return integer(value);
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      if (Array.isArray(value)) return list(value, depth);
      if (value instanceof Uint8Array) return value;
      return map(value, depth);
    default:
      throw new CodecError("codec.unknown_type", -1);
  }
}

function notText(value: string): CodecError {
  return new CodecError(value.isWellFormed() ? "codec.text_bom" : "codec.text_not_utf8", -1);
}

function integer(value: number): number | bigint {
  if (!Number.isSafeInteger(value)) throw new CodecError("codec.integer_range", -1);
  if (value > UINT32_MAX || value < INT32_MIN) return BigInt(value);
  return value === 0 ? 0 : value; // no −0
}

function list(value: unknown[], depth: number): unknown[] {
  if (depth === 0) throw new CodecError("codec.too_deep", -1);
  let changed: unknown[] | undefined;
  for (let i = 0; i < value.length; i++) {
    const item = value[i];
    const seen = plain(item) ? item : walk(item, depth - 1);
    if (changed === undefined && !Object.is(seen, item)) changed = value.slice(0, i);
    if (changed !== undefined) changed.push(seen);
  }
  return changed ?? value;
}

function map(value: object, depth: number): unknown {
  if (depth === 0) throw new CodecError("codec.too_deep", -1);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new CodecError("codec.unknown_type", -1);
  const fields = value as { [key: string]: unknown };
  const keys = Object.keys(fields);
  let same = prototype !== null;
  let awkward = false;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (!isExactText(key)) throw notText(key);
    if (key === "__proto__") throw new CodecError("codec.key_forbidden", -1);
    const first = key.charCodeAt(0);
    if (first >= 0x30 && first <= 0x39) awkward = true;
    if (i > 0 && same && compareText(keys[i - 1]!, key) >= 0) same = false;
  }
  if (!same) keys.sort(compareText);
  if (awkward) {
    const entries = new Map<string, unknown>();
    for (const key of keys) {
      const item = fields[key];
      if (item !== undefined) entries.set(key, walk(item, depth - 1));
    }
    return entries;
  }
  let changed: { [key: string]: unknown } | undefined = same ? undefined : {};
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const item = fields[key];
    const seen = item === undefined || plain(item) ? item : walk(item, depth - 1);
    if (changed === undefined && (item === undefined || !Object.is(seen, item))) {
      changed = {};
      for (let j = 0; j < i; j++) changed[keys[j]!] = fields[keys[j]!];
    }
    if (changed !== undefined && item !== undefined) changed[key] = seen;
  }
  return changed ?? value;
}

/** Small integers and booleans, most of what there is: nothing to check, nothing to change. */
function plain(value: unknown): boolean {
  return (
    typeof value === "boolean" ||
    (typeof value === "number" && value > 0 && value <= 0x7fff_ffff && value === (value | 0))
  );
}

/** Where `walk` fails. Found only once something failed, so that the fast path keeps no paths. */
function pathOf(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || depth === 0) return "";
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined && !Array.isArray(value)) continue;
    try {
      walk(item, depth - 1);
    } catch {
      const below = pathOf(item, depth - 1);
      return below === "" ? key : `${key}.${below}`;
    }
  }
  return "";
}
