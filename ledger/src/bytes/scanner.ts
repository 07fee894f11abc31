import { JzError } from "../errors.ts";
import { DEPTH_MAX, MESSAGE_BYTES_MAX, MESSAGE_VALUES_MAX } from "../limits.ts";

/** Limits of one message; what isn't given is MESSAGE_BYTES_MAX, DEPTH_MAX, MESSAGE_VALUES_MAX. */
export interface ScanLimits {
  /** bytes */
  readonly maxBytes?: number | undefined;
  /** nested lists and maps */
  readonly maxDepth?: number | undefined;
  /** items, keys and values of all levels together */
  readonly maxValues?: number | undefined;
}

/** How many more values the running scan may meet in lists and maps. A scan calls nothing that scans. */
let valuesLeft = 0;

/** Bytes that aren't the one canonical form, or a value that has none. Codes: `codec.*`. */
export class CodecError extends JzError {
  /** where in the bytes it is wrong; −1 when a value was refused before there were bytes */
  readonly offset: number;

  constructor(code: string, offset: number, path = "") {
    super(code, path, offset < 0 ? {} : { offset });
    this.offset = offset;
  }
}

/**
 * Walks msgpack bytes before anything is decoded and accepts one form of every value (DESIGN §3): shortest
 * headers, integers within ±(2^53−1) with int64 (`d3`) beyond 32 bits, valid UTF-8 without a leading U+FEFF,
 * map keys sorted by bytes and unique, no ext, float, `c1` or `__proto__`, bounded depth, counts bounded by
 * the bytes left, no trailing bytes. So equal values have equal bytes, and a hash over bytes is a hash over
 * the value. Costs time linear in the bytes and memory for nothing.
 *
 * @throws CodecError with the offset
 */
export function scan(bytes: Uint8Array, limits: ScanLimits = {}): void {
  if (bytes.length > (limits.maxBytes ?? MESSAGE_BYTES_MAX))
    throw new CodecError("codec.too_long", bytes.length);
  if (bytes.length === 0) throw new CodecError("codec.truncated", 0);
  valuesLeft = limits.maxValues ?? MESSAGE_VALUES_MAX;
  const end = scanValue(bytes, 0, limits.maxDepth ?? DEPTH_MAX);
  if (end !== bytes.length) throw new CodecError("codec.trailing", end);
}

/** Scans one value at `at`; answers where it ends. `depth` is how many more levels may open. */
function scanValue(bytes: Uint8Array, at: number, depth: number): number {
  if (at >= bytes.length) throw new CodecError("codec.truncated", at);
  const tag = bytes[at]!;
  if (tag < 0x80 || tag >= 0xe0) return at + 1;
  if (tag < 0x90) return scanMap(bytes, at, at + 1, tag & 0x0f, depth);
  if (tag < 0xa0) return scanList(bytes, at, at + 1, tag & 0x0f, depth);
  if (tag < 0xc0) return scanText(bytes, at, at + 1, tag & 0x1f);
  switch (tag) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return at + 1;
    case 0xc4:
      return scanBin(bytes, at + 2, header(bytes, at, 1, 0));
    case 0xc5:
      return scanBin(bytes, at + 3, header(bytes, at, 2, 0x100));
    case 0xc6:
      return scanBin(bytes, at + 5, header(bytes, at, 4, 0x1_0000));
    case 0xcc:
      header(bytes, at, 1, 0x80);
      return at + 2;
    case 0xcd:
      header(bytes, at, 2, 0x100);
      return at + 3;
    case 0xce:
      header(bytes, at, 4, 0x1_0000);
      return at + 5;
    case 0xd0:
      if (header(bytes, at, 1, 0x80) >= 0xe0) throw new CodecError("codec.not_shortest", at);
      return at + 2;
    case 0xd1:
      if (header(bytes, at, 2, 0x8000) >= 0xff80) throw new CodecError("codec.not_shortest", at);
      return at + 3;
    case 0xd2:
      if (header(bytes, at, 4, 0x8000_0000) >= 0xffff_8000) throw new CodecError("codec.not_shortest", at);
      return at + 5;
    case 0xd3:
      return scanInt64(bytes, at);
    case 0xd9:
      return scanText(bytes, at, at + 2, header(bytes, at, 1, 0x20));
    case 0xda:
      return scanText(bytes, at, at + 3, header(bytes, at, 2, 0x100));
    case 0xdb:
      return scanText(bytes, at, at + 5, header(bytes, at, 4, 0x1_0000));
    case 0xdc:
      return scanList(bytes, at, at + 3, header(bytes, at, 2, 0x10), depth);
    case 0xdd:
      return scanList(bytes, at, at + 5, header(bytes, at, 4, 0x1_0000), depth);
    case 0xde:
      return scanMap(bytes, at, at + 3, header(bytes, at, 2, 0x10), depth);
    case 0xdf:
      return scanMap(bytes, at, at + 5, header(bytes, at, 4, 0x1_0000), depth);
    default: // c1, ext, floats, uint64 (`cf`: our integers beyond 32 bits are int64)
      throw new CodecError("codec.unknown_type", at);
  }
}

/** Reads the `size` big-endian bytes after the tag at `at`; below `least` a shorter form existed. */
function header(bytes: Uint8Array, at: number, size: 1 | 2 | 4, least: number): number {
  if (at + size >= bytes.length) throw new CodecError("codec.truncated", at);
  let value = bytes[at + 1]!;
  if (size >= 2) value = value * 0x100 + bytes[at + 2]!;
  if (size === 4) value = (value * 0x100 + bytes[at + 3]!) * 0x100 + bytes[at + 4]!;
  if (value < least) throw new CodecError("codec.not_shortest", at);
  return value;
}

function scanBin(bytes: Uint8Array, start: number, length: number): number {
  if (length > bytes.length - start) throw new CodecError("codec.truncated", start);
  return start + length;
}

/** int64: only for integers outside −2^31 … 2^32−1 and within ±(2^53−1). */
function scanInt64(bytes: Uint8Array, at: number): number {
  if (at + 8 >= bytes.length) throw new CodecError("codec.truncated", at);
  const high = (bytes[at + 1]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]! | 0;
  const low = bytes[at + 5]! * 0x100_0000 + ((bytes[at + 6]! << 16) | (bytes[at + 7]! << 8) | bytes[at + 8]!);
  // −2^21 · 2^32 = −2^53, itself outside the range.
  if (high > 0x1f_ffff || high < -0x20_0000 || (high === -0x20_0000 && low === 0)) {
    throw new CodecError("codec.integer_range", at);
  }
  if (high === 0 || (high === -1 && low >= 0x8000_0000)) throw new CodecError("codec.not_shortest", at);
  return at + 9;
}

function scanList(bytes: Uint8Array, at: number, start: number, count: number, depth: number): number {
  if (depth === 0) throw new CodecError("codec.too_deep", at);
  if (count > bytes.length - start) throw new CodecError("codec.truncated", at);
  if ((valuesLeft -= count) < 0) throw new CodecError("codec.too_many", at);
  let next = start;
  for (let i = 0; i < count; i++) next = scanValue(bytes, next, depth - 1);
  return next;
}

function scanMap(bytes: Uint8Array, at: number, start: number, count: number, depth: number): number {
  if (depth === 0) throw new CodecError("codec.too_deep", at);
  if (2 * count > bytes.length - start) throw new CodecError("codec.truncated", at);
  if ((valuesLeft -= 2 * count) < 0) throw new CodecError("codec.too_many", at);
  let next = start;
  let before = -1; // start and end of the key before this one
  let beforeEnd = -1;
  for (let i = 0; i < count; i++) {
    const keyStart = textStart(bytes, next);
    const keyEnd = scanValue(bytes, next, 0);
    if (before >= 0 && !ascends(bytes, before, beforeEnd, keyStart, keyEnd)) {
      throw new CodecError("codec.key_order", next);
    }
    if (isProto(bytes, keyStart, keyEnd)) throw new CodecError("codec.key_forbidden", next);
    before = keyStart;
    beforeEnd = keyEnd;
    next = scanValue(bytes, keyEnd, depth - 1);
  }
  return next;
}

/** Where the text of a map key begins. */
function textStart(bytes: Uint8Array, at: number): number {
  const tag = bytes[at];
  if (tag === undefined) throw new CodecError("codec.truncated", at);
  if (tag >= 0xa0 && tag < 0xc0) return at + 1;
  if (tag === 0xd9) return at + 2;
  if (tag === 0xda) return at + 3;
  if (tag === 0xdb) return at + 5;
  throw new CodecError("codec.key_not_text", at);
}

/** Is the text at a…aEnd strictly before the one at b…bEnd? */
function ascends(bytes: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  const length = Math.min(aEnd - a, bEnd - b);
  for (let i = 0; i < length; i++) {
    const difference = bytes[a + i]! - bytes[b + i]!;
    if (difference !== 0) return difference < 0;
  }
  return aEnd - a < bEnd - b;
}

/** `__proto__` would set an object's prototype in place of a field. */
function isProto(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 9 || bytes[start] !== 0x5f) return false;
  return String.fromCharCode(...bytes.subarray(start, end)) === "__proto__";
}

/** UTF-8 as Unicode's table 3-7 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
function scanText(bytes: Uint8Array, at: number, start: number, length: number): number {
  if (length > bytes.length - start) throw new CodecError("codec.truncated", at);
  const end = start + length;
  let i = start;
  while (i < end && bytes[i]! < 0x80) i++;
  if (i === end) return end;
  // A leading U+FEFF is dropped by some UTF-8 decoders (TextDecoder by default), so it has no place here.
  if (length >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) {
    throw new CodecError("codec.text_bom", start);
  }
  while (i < end) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      i++;
      continue;
    }
    let low = 0x80;
    let high = 0xbf;
    let more: number;
    if (lead >= 0xc2 && lead <= 0xdf) more = 1;
    else if (lead >= 0xe0 && lead <= 0xef) {
      more = 2;
      if (lead === 0xe0) low = 0xa0;
      else if (lead === 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      more = 3;
      if (lead === 0xf0) low = 0x90;
      else if (lead === 0xf4) high = 0x8f;
    } else throw new CodecError("codec.text_not_utf8", i);
    if (i + more >= end) throw new CodecError("codec.text_not_utf8", i);
    const second = bytes[i + 1]!;
    if (second < low || second > high) throw new CodecError("codec.text_not_utf8", i);
    if (more > 1 && (bytes[i + 2]! & 0xc0) !== 0x80) throw new CodecError("codec.text_not_utf8", i);
    if (more > 2 && (bytes[i + 3]! & 0xc0) !== 0x80) throw new CodecError("codec.text_not_utf8", i);
    i += more + 1;
  }
  return end;
}
