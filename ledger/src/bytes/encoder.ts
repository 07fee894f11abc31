import { DEPTH_MAX } from "../limits.ts";
import { compareText } from "./order.ts";
import { CodecError } from "./scanner.ts";

/** Bytes that the writer starts with and falls back to after a larger value. */
const START_BYTES = 64 * 1024;
const KEPT_BYTES = 1024 * 1024;
/** Map keys whose bytes are remembered: names of fields and counters, which are few and come again and again. */
const KEYS_KEPT = 8_192;
/** Longer keys aren't names of fields. */
const KEPT_KEY_CHARACTERS = 80;
/** Maps of more keys have no shape. */
const FEW_KEYS = 24;

let buffer = new Uint8Array(START_BYTES);
let view = new DataView(buffer.buffer);
let at = 0;

/** What is known of a map key: its encoded form, and whether plain comparison of texts orders it rightly. */
interface Key {
  readonly bytes: Uint8Array;
  /** no unit from U+D800 up: UTF-16 order is UTF-8 order */
  readonly plain: boolean;
}
let keys = new Map<string, Key>();

/**
 * Which fields a map has, in the order in which it names them: one step of a tree for each, so that their order in the
 * encoding is worked out once for all maps alike. Records, events and bodies are of few shapes.
 */
interface Shape {
  /** of the last field; "" at the root */
  readonly name: string;
  readonly parent: Shape | undefined;
  /** The step taken last from here, which mostly is the only one. */
  next: Shape | undefined;
  steps: Map<string, Shape> | undefined;
  order: FieldOrder | undefined;
}
interface FieldOrder {
  readonly names: readonly string[];
  /** encoded */
  readonly keys: readonly Uint8Array[];
}
/** Shapes that are remembered, steps on the way included. */
const SHAPES_KEPT = 8_192;
let shapes = newShape("", undefined);
let shapesKept = 0;

function newShape(name: string, parent: Shape | undefined): Shape {
  return { name, parent, next: undefined, steps: undefined, order: undefined };
}

/**
 * Writes a value in its one canonical form (DESIGN §3) in one pass: shortest headers, integers as such, int64 beyond
 * 32 bits, map keys in order of their UTF-8 bytes, `undefined` entries left out. The answer is the caller's own.
 *
 * @throws CodecError `codec.unknown_type`, `codec.integer_range`, `codec.text_*`, `codec.too_deep`, `codec.key_forbidden`,
 * with the path of what has no canonical form
 */
export function encodeCanonical(value: unknown): Uint8Array {
  at = 0;
  try {
    write(value, DEPTH_MAX);
    return buffer.slice(0, at);
  } catch (error) {
    if (error instanceof CodecError) throw new CodecError(error.code, -1, pathOf(value, DEPTH_MAX));
    throw error;
  } finally {
    if (buffer.length > KEPT_BYTES) use(new Uint8Array(START_BYTES));
  }
}

function use(bytes: Uint8Array<ArrayBuffer>): void {
  buffer = bytes;
  view = new DataView(bytes.buffer);
}

function room(more: number): void {
  if (at + more <= buffer.length) return;
  const grown = new Uint8Array(Math.max(at + more, 2 * buffer.length));
  grown.set(buffer.subarray(0, at));
  use(grown);
}

function write(value: unknown, depth: number): void {
  switch (typeof value) {
    case "string":
      text(value);
      return;
    case "number":
      integer(value);
      return;
    case "boolean":
      room(1);
      buffer[at++] = value ? 0xc3 : 0xc2;
      return;
    case "object":
      if (value === null) {
        room(1);
        buffer[at++] = 0xc0;
      } else if (Array.isArray(value)) list(value, depth);
      else if (value instanceof Uint8Array) bytes(value);
      else map(value, depth);
      return;
    default:
      throw new CodecError("codec.unknown_type", -1);
  }
}

function integer(value: number): void {
  room(9);
  if (value >= 0 && value <= 0xffff_ffff && value === value >>> 0) {
    if (value < 0x80) buffer[at++] = value;
    else if (value < 0x100) {
      buffer[at++] = 0xcc;
      buffer[at++] = value;
    } else if (value < 0x1_0000) {
      buffer[at] = 0xcd;
      view.setUint16(at + 1, value);
      at += 3;
    } else {
      buffer[at] = 0xce;
      view.setUint32(at + 1, value);
      at += 5;
    }
    return;
  }
  if (!Number.isSafeInteger(value)) throw new CodecError("codec.integer_range", -1);
  if (value >= -0x8000_0000 && value < 0) {
    if (value >= -0x20) buffer[at++] = value;
    else if (value >= -0x80) {
      buffer[at++] = 0xd0;
      buffer[at++] = value;
    } else if (value >= -0x8000) {
      buffer[at] = 0xd1;
      view.setInt16(at + 1, value);
      at += 3;
    } else {
      buffer[at] = 0xd2;
      view.setInt32(at + 1, value);
      at += 5;
    }
    return;
  }
  buffer[at] = 0xd3;
  view.setInt32(at + 1, Math.floor(value / 0x1_0000_0000));
  view.setUint32(at + 5, value >>> 0);
  at += 9;
}

function bytes(value: Uint8Array): void {
  const { length } = value;
  room(5 + length);
  if (length < 0x100) {
    buffer[at++] = 0xc4;
    buffer[at++] = length;
  } else if (length < 0x1_0000) {
    buffer[at] = 0xc5;
    view.setUint16(at + 1, length);
    at += 3;
  } else {
    buffer[at] = 0xc6;
    view.setUint32(at + 1, length);
    at += 5;
  }
  buffer.set(value, at);
  at += length;
}

function textHeaderBytes(length: number): number {
  if (length < 0x20) return 1;
  if (length < 0x100) return 2;
  return length < 0x1_0000 ? 3 : 5;
}

/** Writes the text behind a header as long as if it were ASCII, and moves it where it turns out longer. */
function text(value: string): void {
  const units = value.length;
  room(5 + 3 * units);
  const guess = textHeaderBytes(units);
  const start = at + guess;
  let end = start;
  for (let i = 0; i < units; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0x80) buffer[end++] = unit;
    else if (unit < 0x800) {
      buffer[end++] = 0xc0 | (unit >> 6);
      buffer[end++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || unit > 0xdfff) {
      if (i === 0 && unit === 0xfeff) throw new CodecError("codec.text_bom", -1);
      buffer[end++] = 0xe0 | (unit >> 12);
      buffer[end++] = 0x80 | ((unit >> 6) & 0x3f);
      buffer[end++] = 0x80 | (unit & 0x3f);
    } else {
      const low = i + 1 < units ? value.charCodeAt(i + 1) : 0;
      if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) throw new CodecError("codec.text_not_utf8", -1);
      i++;
      const point = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      buffer[end++] = 0xf0 | (point >> 18);
      buffer[end++] = 0x80 | ((point >> 12) & 0x3f);
      buffer[end++] = 0x80 | ((point >> 6) & 0x3f);
      buffer[end++] = 0x80 | (point & 0x3f);
    }
  }
  const length = end - start;
  const header = textHeaderBytes(length);
  if (header !== guess) buffer.copyWithin(at + header, start, end);
  if (header === 1) buffer[at] = 0xa0 | length;
  else if (header === 2) {
    buffer[at] = 0xd9;
    buffer[at + 1] = length;
  } else if (header === 3) {
    buffer[at] = 0xda;
    view.setUint16(at + 1, length);
  } else {
    buffer[at] = 0xdb;
    view.setUint32(at + 1, length);
  }
  at += header + length;
}

function list(items: readonly unknown[], depth: number): void {
  if (depth === 0) throw new CodecError("codec.too_deep", -1);
  countHeader(items.length, 0x90, 0xdc);
  for (let i = 0; i < items.length; i++) write(items[i], depth - 1);
}

function countHeader(count: number, short: number, long: number): void {
  room(5);
  if (count < 16) buffer[at++] = short | count;
  else if (count < 0x1_0000) {
    buffer[at] = long;
    view.setUint16(at + 1, count);
    at += 3;
  } else {
    buffer[at] = long + 1;
    view.setUint32(at + 1, count);
    at += 5;
  }
}

function map(value: object, depth: number): void {
  if (depth === 0) throw new CodecError("codec.too_deep", -1);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new CodecError("codec.unknown_type", -1);
  const fields = value as { readonly [key: string]: unknown };
  const given = Object.keys(fields);
  const { names, keys } = given.length > FEW_KEYS ? orderOfMany(fields, given) : orderOf(fields, given);
  countHeader(names.length, 0x80, 0xde);
  for (let i = 0; i < names.length; i++) {
    const key = keys[i]!;
    room(key.length);
    for (let j = 0; j < key.length; j++) buffer[at + j] = key[j]!;
    at += key.length;
    write(fields[names[i]!], depth - 1);
  }
}

function orderOf(fields: { readonly [key: string]: unknown }, given: readonly string[]): FieldOrder {
  let shape = shapes;
  for (let i = 0; i < given.length; i++) {
    const name = given[i]!;
    if (fields[name] === undefined) continue;
    const { next } = shape;
    shape = next !== undefined && next.name === name ? next : step(shape, name);
  }
  if (shape.order === undefined) {
    const names: string[] = [];
    for (let at = shape; at.parent !== undefined; at = at.parent) names.push(at.name);
    shape.order = sorted(names);
  }
  return shape.order;
}

/** Names that hardly come again in the same company, as in a record of counters. */
function orderOfMany(fields: { readonly [key: string]: unknown }, given: readonly string[]): FieldOrder {
  return sorted(given.filter((name) => fields[name] !== undefined));
}

function sorted(names: string[]): FieldOrder {
  names.sort(names.every((name) => keyOf(name).plain) ? undefined : compareText);
  return { names, keys: names.map((name) => keyOf(name).bytes) };
}

function step(shape: Shape, name: string): Shape {
  let next = shape.steps?.get(name);
  if (next === undefined) {
    keyOf(name); // refuses what may not be one
    next = newShape(name, shape);
    if (name.length > KEPT_KEY_CHARACTERS) return next;
    if (++shapesKept > SHAPES_KEPT) {
      shapes = newShape("", undefined);
      shapesKept = 0;
      return next;
    }
    shape.steps ??= new Map();
    shape.steps.set(name, next);
  }
  shape.next = next;
  return next;
}

function keyOf(name: string): Key {
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (name === "__proto__") throw new CodecError("codec.key_forbidden", -1);
  const start = at;
  text(name);
  let plain = true;
  for (let i = 0; plain && i < name.length; i++) plain = name.charCodeAt(i) < 0xd800;
  const key = { bytes: buffer.slice(start, at), plain };
  at = start;
  if (name.length <= KEPT_KEY_CHARACTERS) {
    if (keys.size >= KEYS_KEPT) keys = new Map();
    keys.set(name, key);
  }
  return key;
}

/** Where writing fails. Found only once something failed, so that the fast path keeps no paths. */
function pathOf(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || depth === 0) return "";
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined && !Array.isArray(value)) continue;
    try {
      at = 0;
      write(item, depth - 1);
    } catch {
      const below = pathOf(item, depth - 1);
      return below === "" ? key : `${key}.${below}`;
    }
  }
  return "";
}
