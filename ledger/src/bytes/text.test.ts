import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashInput } from "./hash-input.ts";
import { compareBytes, compareText, equalBytes } from "./order.ts";
import { concat, fromBase64, fromHex, fromUtf8, hex, toBase64, utf8 } from "./text.ts";

describe("texts and bytes", () => {
  it("orders texts as their UTF-8 bytes", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "é", "户", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(compareBytes(utf8(a), utf8(b))));
      }),
    );
  });

  it("reads hex and base64 back, one form only", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(hex(bytes))).toEqual(bytes);
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
    for (const text of ["0", "AB", "0g", "0x"]) expect(() => fromHex(text)).toThrow("bytes.not_hex");
    for (const text of ["A", "AA", "A===", "AB==", "AAB=", "AA==AA==", "A A=", "_-=="]) {
      expect(() => fromBase64(text), text).toThrow("bytes.not_base64");
    }
  });

  it("keeps U+FEFF in front and refuses what isn't UTF-8", () => {
    expect(fromUtf8(fromHex("efbbbf61"))).toBe("\ufeffa");
    expect(() => fromUtf8(fromHex("eda080"))).toThrow("bytes.not_utf8");
  });

  it("compares and joins", () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(compareBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBeLessThan(0);
    expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2))).toEqual(Uint8Array.of(1, 2));
  });
});

describe("hash inputs", () => {
  it("frames every part", () => {
    const input = hashInput("x")
      .u8(255)
      .u32(1)
      .u64(2 ** 53 - 1)
      .hash(new Uint8Array(32).fill(0xaa))
      .bytes(Uint8Array.of(9))
      .text("户a");
    expect(hex(input.finish())).toBe(
      [
        "05",
        hex(utf8("jz1:x")),
        "ff",
        "00000001",
        "001fffffffffffff",
        "aa".repeat(32),
        "00000001",
        "09",
        "00000004",
        "e688b761",
      ].join(""),
    );
  });

  it("writes any text as length and UTF-8, short ASCII too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const plain = hashInput("x").bytes(utf8(text)).finish();
        expect(hashInput("x").text(text).finish()).toEqual(plain);
      }),
    );
  });

  it("refuses what doesn't fit", () => {
    expect(() => hashInput("x").u8(256)).toThrow("hash_input.integer_range");
    expect(() => hashInput("x").u32(2 ** 32)).toThrow("hash_input.integer_range");
    expect(() => hashInput("x").u64(-1)).toThrow("hash_input.integer_range");
    expect(() => hashInput("x").u64(0.5)).toThrow("hash_input.integer_range");
    expect(() => hashInput("x").hash(new Uint8Array(31))).toThrow("hash_input.not_32_bytes");
    expect(() => hashInput("x").text("\ud800")).toThrow("bytes.not_utf8");
    expect(() => hashInput("户")).toThrow("hash_input.domain");
  });
});
