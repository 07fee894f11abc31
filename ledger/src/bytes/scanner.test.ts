import { describe, expect, it } from "vitest";
import { decode, encode } from "./codec.ts";
import { CodecError, scan } from "./scanner.ts";
import { fromHex } from "./text.ts";

function refusal(bytes: Uint8Array, limits = {}): { code: string; offset: number } | undefined {
  try {
    scan(bytes, limits);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(CodecError);
    const { code, offset } = error as CodecError;
    return { code, offset };
  }
}

describe("the scanner", () => {
  it.each([
    // integers in a longer form than needed
    ["cc7f", "codec.not_shortest", 0],
    ["cd00ff", "codec.not_shortest", 0],
    ["ce0000ffff", "codec.not_shortest", 0],
    ["d07f", "codec.not_shortest", 0],
    ["d0e0", "codec.not_shortest", 0],
    ["d1ff80", "codec.not_shortest", 0],
    ["d10080", "codec.not_shortest", 0],
    ["d2ffff8000", "codec.not_shortest", 0],
    ["d200010000", "codec.not_shortest", 0],
    ["d30000000000000001", "codec.not_shortest", 0],
    ["d300000000ffffffff", "codec.not_shortest", 0],
    ["d3ffffffff80000000", "codec.not_shortest", 0],
    // integers that a double doesn't hold exactly
    ["d30020000000000000", "codec.integer_range", 0],
    ["d3ffe0000000000000", "codec.integer_range", 0],
    ["d37fffffffffffffff", "codec.integer_range", 0],
    ["d38000000000000000", "codec.integer_range", 0],
    // uint64, floats, ext, fixext, timestamps, the never-used c1
    ["cf0000000100000000", "codec.unknown_type", 0],
    ["ca3f800000", "codec.unknown_type", 0],
    ["cb3ff0000000000000", "codec.unknown_type", 0],
    ["c70001", "codec.unknown_type", 0],
    ["d40000", "codec.unknown_type", 0],
    ["91d6ff00000000", "codec.unknown_type", 1],
    ["c1", "codec.unknown_type", 0],
    // headers
    ["d91f" + "61".repeat(31), "codec.not_shortest", 0],
    ["da0020" + "61".repeat(32), "codec.not_shortest", 0],
    ["db00000001" + "61", "codec.not_shortest", 0],
    ["c50001ff", "codec.not_shortest", 0],
    ["c600000001ff", "codec.not_shortest", 0],
    ["dc0001c0", "codec.not_shortest", 0],
    ["dd00000001c0", "codec.not_shortest", 0],
    ["de0001a161c0", "codec.not_shortest", 0],
    ["df00000001a161c0", "codec.not_shortest", 0],
    // UTF-8: stray continuation, overlong, surrogate, above U+10FFFF, cut short, leading U+FEFF
    ["a180", "codec.text_not_utf8", 1],
    ["a2c080", "codec.text_not_utf8", 1],
    ["a3e08080", "codec.text_not_utf8", 1],
    ["a3eda080", "codec.text_not_utf8", 1],
    ["a4f0808080", "codec.text_not_utf8", 1],
    ["a4f4908080", "codec.text_not_utf8", 1],
    ["a4f5808080", "codec.text_not_utf8", 1],
    ["a261c3", "codec.text_not_utf8", 2],
    ["a3e4b861", "codec.text_not_utf8", 1],
    ["a4f09f98e0", "codec.text_not_utf8", 1],
    ["a3efbbbf", "codec.text_bom", 1],
    // maps
    ["82a162c0a161c0", "codec.key_order", 4],
    ["82a161c0a161c0", "codec.key_order", 4],
    ["82a26161c0a161c0", "codec.key_order", 5],
    ["8101c0", "codec.key_not_text", 1],
    ["81c40161c0", "codec.key_not_text", 1],
    ["81a95f5f70726f746f5f5fc0", "codec.key_forbidden", 1],
    // lengths
    ["", "codec.truncated", 0],
    ["91", "codec.truncated", 0],
    ["a261", "codec.truncated", 0],
    ["c40261", "codec.truncated", 2],
    ["cd01", "codec.truncated", 0],
    ["d3000000010000", "codec.truncated", 0],
    ["ddffffffff", "codec.truncated", 0],
    ["dfffffffff", "codec.truncated", 0],
    ["dbffffffff", "codec.truncated", 0],
    ["82a161c0", "codec.truncated", 0],
    ["c0c0", "codec.trailing", 1],
  ])("refuses %s: %s", (text, code, offset) => {
    expect(refusal(fromHex(text))).toEqual({ code, offset });
  });

  it.each([
    "00",
    "7f",
    "cc80",
    "cdffff",
    "ceffffffff",
    "d30000000100000000",
    "d3001fffffffffffff",
    "e0",
    "d0df",
    "d1ff7f",
    "d2ffff7fff",
    "d280000000",
    "d3ffffffff7fffffff",
    "d3ffe0000000000001",
    "a0",
    "a3e4b880",
    "a4f09f9880",
    "a4f48fbfbf",
    "a461efbbbf",
    "c400",
    "80",
    "82a161c0a162c3",
    "82a161c0a26161c0",
    "81a0c0",
    "90",
  ])("accepts %s", (text) => {
    expect(refusal(fromHex(text))).toBeUndefined();
    expect(encode(decode(fromHex(text)))).toEqual(fromHex(text));
  });

  it("bounds length and depth", () => {
    expect(refusal(fromHex("a3616263"), { maxBytes: 3 })?.code).toBe("codec.too_long");
    expect(refusal(fromHex("91".repeat(16) + "90"))).toEqual({ code: "codec.too_deep", offset: 16 });
    expect(refusal(fromHex("91".repeat(15) + "90"))).toBeUndefined();
    expect(refusal(fromHex("9190"), { maxDepth: 1 })).toEqual({ code: "codec.too_deep", offset: 1 });
  });

  it("bounds the number of values, whose memory the bytes don't bound", () => {
    const lists = encode(Array.from({ length: 1000 }, () => Array.from({ length: 1000 }, () => [])));
    expect(refusal(lists, { maxValues: 1_001_000 })).toBeUndefined();
    expect(refusal(lists, { maxValues: 1_000_999 })?.code).toBe("codec.too_many");
    expect(refusal(encode({ a: { b: 1 } }), { maxValues: 4 })).toBeUndefined();
    expect(refusal(encode({ a: { b: 1 } }), { maxValues: 3 })?.code).toBe("codec.too_many");
    // 16 MiB of empty lists would be some 600 MB in memory.
    const bomb = new Uint8Array(16 * 1024 * 1024).fill(0x90);
    new DataView(bomb.buffer).setUint32(1, bomb.length - 5);
    bomb[0] = 0xdd;
    expect(refusal(bomb)?.code).toBe("codec.too_many");
  });

  it("takes linear time for hostile bytes", () => {
    // A million nested lists end at depth 16; a million tiny items are walked once.
    expect(refusal(new Uint8Array(1_000_000).fill(0x91))?.code).toBe("codec.too_deep");
    const wide = new Uint8Array(1_000_005).fill(0x90);
    wide.set([0xdd, 0x00, 0x0f, 0x42, 0x40]);
    expect(refusal(wide)).toBeUndefined();
  });
});
