import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode, type Value } from "./codec.ts";
import { compareBytes } from "./order.ts";
import { CodecError, scan } from "./scanner.ts";
import { concat, hex, utf8 } from "./text.ts";

/** The canonical form written the slow and obvious way, from the msgpack specification: the witness. */
function reference(value: Value): Uint8Array {
  if (value === null) return Uint8Array.of(0xc0);
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xc3 : 0xc2);
  if (typeof value === "number") return referenceInteger(BigInt(value));
  if (typeof value === "string") {
    const text = utf8(value);
    if (text.length < 32) return concat(Uint8Array.of(0xa0 | text.length), text);
    return concat(sized(text.length, [0xd9, 0xda, 0xdb]), text);
  }
  if (value instanceof Uint8Array) return concat(sized(value.length, [0xc4, 0xc5, 0xc6]), value);
  if (Array.isArray(value)) {
    const head =
      value.length < 16 ? Uint8Array.of(0x90 | value.length) : sized(value.length, [undefined, 0xdc, 0xdd]);
    return concat(head, ...value.map(reference));
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => compareBytes(utf8(a), utf8(b)));
  const head =
    entries.length < 16
      ? Uint8Array.of(0x80 | entries.length)
      : sized(entries.length, [undefined, 0xde, 0xdf]);
  return concat(head, ...entries.flatMap(([key, item]) => [reference(key), reference(item)]));
}

function sized(length: number, [tag8, tag16, tag32]: (number | undefined)[]): Uint8Array {
  if (tag8 !== undefined && length < 0x100) return Uint8Array.of(tag8, length);
  if (length < 0x10000) return Uint8Array.of(tag16!, length >> 8, length & 0xff);
  return Uint8Array.of(tag32!, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
}

function referenceInteger(value: bigint): Uint8Array {
  const write = (tag: number, bytes: number) => {
    const digits = BigInt.asUintN(8 * bytes, value)
      .toString(16)
      .padStart(2 * bytes, "0");
    return Uint8Array.of(tag, ...digits.match(/../g)!.map((pair) => Number.parseInt(pair, 16)));
  };
  if (value >= 0n) {
    if (value < 0x80n) return Uint8Array.of(Number(value));
    if (value < 0x100n) return write(0xcc, 1);
    if (value < 0x10000n) return write(0xcd, 2);
    if (value < 0x1_0000_0000n) return write(0xce, 4);
    return write(0xd3, 8);
  }
  if (value >= -0x20n) return Uint8Array.of(Number(value + 0x100n));
  if (value >= -0x80n) return write(0xd0, 1);
  if (value >= -0x8000n) return write(0xd1, 2);
  if (value >= -0x8000_0000n) return write(0xd2, 4);
  return write(0xd3, 8);
}

const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.integer({ min: -300, max: 300 }),
  fc.constantFrom(
    ...[7, 8, 15, 16, 31, 32, 53].flatMap((bits) => [
      2 ** bits - 2,
      2 ** bits - 1,
      -(2 ** bits) + 1,
      -(2 ** (bits - 1)),
    ]),
    ...[8, 15, 16, 31, 32].flatMap((bits) => [2 ** bits, -(2 ** bits), -(2 ** bits) - 1]),
    -32,
    -33,
  ),
);
const text = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: "binary", maxLength: 90 }),
    fc.string({ unit: "grapheme", maxLength: 300 }),
  )
  .filter((t) => t.isWellFormed() && t.charCodeAt(0) !== 0xfeff);
const key = fc
  .oneof(
    text,
    fc.nat(30).map(String),
    fc.constantFrom(
      "constructor",
      "toString",
      "toJSON",
      "hasOwnProperty",
      "length",
      "valueOf",
      "\u{10000}",
      "\uffff",
      "\ue000",
    ),
  )
  .filter((k) => k !== "__proto__");
const bytes = fc.uint8Array({ maxLength: 300 });

const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    integer,
    text,
    bytes,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 20 }),
    fc.dictionary(key, tie("value"), { maxKeys: 20, noNullPrototype: true }),
  ),
}));

describe("the codec", () => {
  it("writes the canonical form, and reads back what it wrote", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const encoded = encode(value);
        expect(hex(encoded)).toBe(hex(reference(value)));
        expect(decode(encoded)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  it("gives plain Uint8Arrays that share no memory", () => {
    const first = encode([new Uint8Array(5), "abc"]);
    const copy = first.slice();
    encode([new Uint8Array(50).fill(9), "xyz"]);
    expect(first).toEqual(copy);
    expect(first.constructor).toBe(Uint8Array);
    expect(first.buffer.byteLength).toBe(first.length);
    const source = Buffer.from(first);
    const decoded = decode(source) as [Uint8Array, string];
    source.fill(0xff);
    expect(decoded[0]).toEqual(new Uint8Array(5));
    expect(decoded[0].constructor).toBe(Uint8Array);
    expect(Object.keys(first)).toHaveLength(first.length);
  });

  it("reads a view into a larger buffer, and takes a Buffer for bytes", () => {
    const padded = concat(Uint8Array.of(1, 2, 3), encode({ a: "一".repeat(90) }), Uint8Array.of(4));
    expect(decode(padded.subarray(3, -1))).toEqual({ a: "一".repeat(90) });
    expect(encode(Buffer.from([1, 2]))).toEqual(encode(Uint8Array.of(1, 2)));
  });

  it("leaves out undefined map entries and writes −0 as 0", () => {
    const value = { b: 1, a: undefined, c: { d: undefined } } as unknown as Value;
    expect(encode(value)).toEqual(encode({ b: 1, c: {} }));
    expect(encode([-0])).toEqual(encode([0]));
  });

  it("survives large values", () => {
    const value: Value = { list: Array.from({ length: 70_000 }, (_, i) => i * 3), text: "户".repeat(80_000) };
    const encoded = encode(value);
    expect(compareBytes(encoded, reference(value))).toBe(0);
    expect(decode(encoded)).toEqual(value);
  });

  it.each<[string, unknown, string, string]>([
    ["0.1", { fen: 0.1 }, "codec.integer_range", "fen"],
    ["2^53", { a: [1, 2 ** 53] }, "codec.integer_range", "a.1"],
    ["NaN", [Number.NaN], "codec.integer_range", "0"],
    ["a lone surrogate", { a: { b: "\ud800" } }, "codec.text_not_utf8", "a.b"],
    ["a leading U+FEFF", ["\ufeffx"], "codec.text_bom", "0"],
    ["a key with a lone surrogate", { x: { "\udfff": 1 } }, "codec.text_not_utf8", "x"],
    ["__proto__", JSON.parse('{"a":{"__proto__":1}}'), "codec.key_forbidden", "a"],
    ["undefined in a list", [1, undefined], "codec.unknown_type", "1"],
    ["BigInt", { a: 5n }, "codec.unknown_type", "a"],
    ["Date", { a: new Date(0) }, "codec.unknown_type", "a"],
    ["Map", { a: new Map() }, "codec.unknown_type", "a"],
    ["Uint16Array", [new Uint16Array(2)], "codec.unknown_type", "0"],
    ["a function", { a: () => 1 }, "codec.unknown_type", "a"],
  ])("refuses to encode %s, and says where", (_, value, code, path) => {
    let error: unknown;
    try {
      encode(value as Value);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(CodecError);
    expect(error).toMatchObject({ code, path, offset: -1 });
  });

  it("nests 16 deep and no deeper, so a cycle ends too", () => {
    let value: Value = [];
    for (let i = 1; i < 16; i++) value = i % 2 ? { a: value } : [value];
    expect(decode(encode(value))).toEqual(value);
    expect(() => encode([value])).toThrow("codec.too_deep");
    const cycle: Value[] = [];
    cycle.push(cycle);
    expect(() => encode(cycle)).toThrow("codec.too_deep");
  });
});

/** Every byte string has at most one reading, and every value one byte string: whatever passes re-encodes to itself. */
function holdsForOneForm(candidate: Uint8Array): boolean {
  try {
    scan(candidate);
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
  expect(hex(encode(decode(candidate)))).toBe(hex(candidate));
  return true;
}

describe("what the scanner accepts re-encodes to itself", () => {
  it("for mutated encodings", () => {
    let accepted = 0;
    const mutation = fc.record({
      kind: fc.constantFrom("set", "flip", "insert", "remove", "cut", "swap"),
      at: fc.nat(),
      byte: fc.oneof(
        fc.nat(255),
        fc.constantFrom(0xc1, 0xca, 0xcb, 0xcc, 0xcf, 0xd3, 0xd9, 0xda, 0xdc, 0xde, 0x80, 0xef),
      ),
    });
    fc.assert(
      fc.property(anyValue, fc.array(mutation, { minLength: 1, maxLength: 3 }), (value, mutations) => {
        let candidate = encode(value);
        for (const { kind, at, byte } of mutations) {
          const i = candidate.length === 0 ? 0 : at % candidate.length;
          const copy = candidate.slice();
          if (kind === "set") copy[i] = byte;
          else if (kind === "flip") copy[i]! ^= 1 << (byte & 7);
          else if (kind === "swap") copy.copyWithin(i, byte % copy.length);
          if (kind === "insert")
            candidate = concat(copy.subarray(0, i), Uint8Array.of(byte), copy.subarray(i));
          else if (kind === "remove") candidate = concat(copy.subarray(0, i), copy.subarray(i + 1));
          else if (kind === "cut") candidate = copy.subarray(0, i);
          else candidate = copy;
        }
        if (holdsForOneForm(candidate)) accepted++;
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it("for arbitrary bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        (candidate) => void holdsForOneForm(candidate),
      ),
      { numRuns: 5_000 },
    );
  });

  it("for every string of one and two bytes", () => {
    let accepted = 0;
    for (let a = 0; a < 256; a++) {
      if (holdsForOneForm(Uint8Array.of(a))) accepted++;
      for (let b = 0; b < 256; b++) if (holdsForOneForm(Uint8Array.of(a, b))) accepted++;
    }
    // One byte: 128 + 32 small integers, {}, [], "", nil, false, true. Two: one-item lists, short texts, cc, d0, c4 00.
    expect(accepted).toBe(166 + 166 + 128 + 128 + 96 + 1);
  });
});
