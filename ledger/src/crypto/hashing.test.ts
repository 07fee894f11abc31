import { describe, expect, it } from "vitest";
import { suite } from "#suite";
import { hashInput } from "../bytes/hash-input.ts";
import { concat, hex, utf8, ZERO_HASH } from "../bytes/text.ts";
import { H, keyId, merkleRoot, recordKeyHash } from "./hashing.ts";
import { signatureInput, signBytes, verifyBytes } from "./signing.ts";

const leaf = (n: number) => H("leaf", (h) => h.u32(n));
const pair = (a: Uint8Array, b: Uint8Array) => suite.hash(concat(a, b));

describe("H", () => {
  it("hashes the framed input, also within another hash's input", () => {
    expect(H("state")).toEqual(suite.hash(hashInput("state").finish()));
    const nested = H("a", (h) => h.hash(H("b", (inner) => inner.u32(1))).u8(2));
    const b = suite.hash(hashInput("b").u32(1).finish());
    expect(nested).toEqual(suite.hash(hashInput("a").hash(b).u8(2).finish()));
  });

  it("is clean after an input that failed, and after a very long one", () => {
    const before = H("x", (h) => h.u8(1));
    expect(() => H("x", (h) => h.u8(1).hash(new Uint8Array(5)))).toThrow("hash_input.not_32_bytes");
    H("x", (h) => h.bytes(new Uint8Array(200_000)));
    expect(H("x", (h) => h.u8(1))).toEqual(before);
  });

  it("names keys and records", () => {
    const key = new Uint8Array(32).fill(3);
    expect(keyId(key)).toEqual(suite.hash(hashInput("key-id").bytes(key).finish()));
    expect(recordKeyHash("household/H1")).toEqual(
      suite.hash(hashInput("record-key").text("household/H1").finish()),
    );
  });
});

describe("merkleRoot", () => {
  it("is zero for none, the leaf for one", () => {
    expect(merkleRoot([])).toEqual(ZERO_HASH);
    expect(merkleRoot([leaf(1)])).toEqual(leaf(1));
  });

  it("pads with zero nodes to a power of two", () => {
    const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(leaf) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(merkleRoot([a, b])).toEqual(pair(a, b));
    expect(merkleRoot([a, b, c])).toEqual(pair(pair(a, b), pair(c, ZERO_HASH)));
    const zero = pair(ZERO_HASH, ZERO_HASH);
    expect(merkleRoot([a, b, c, d, e])).toEqual(
      pair(pair(pair(a, b), pair(c, d)), pair(pair(e, ZERO_HASH), zero)),
    );
  });
});

describe("signatures", () => {
  const seed = new Uint8Array(32).fill(5);
  const key = suite.publicKey(seed);

  it("frame domain, chain and bytes", () => {
    const framed = concat(
      utf8("\x06jz1:tx"),
      Uint8Array.of(0, 0, 0, 2),
      utf8("c1"),
      Uint8Array.of(0, 0, 0, 1, 7),
    );
    expect(hex(signatureInput("tx", "c1", Uint8Array.of(7)))).toBe(hex(framed));
    expect(signatureInput("tx", "户", new Uint8Array(300))).toEqual(
      hashInput("tx").text("户").bytes(new Uint8Array(300)).finish(),
    );
    expect(hex(signatureInput("tx", "c1", Uint8Array.of(7)))).toBe(hex(framed));
  });

  it("hold for their domain and chain only", () => {
    const bytes = utf8("body");
    const signature = signBytes("tx", "c1", bytes, seed);
    expect(verifyBytes("tx", "c1", bytes, signature, key)).toBe(true);
    expect(verifyBytes("auth", "c1", bytes, signature, key)).toBe(false);
    expect(verifyBytes("tx", "c2", bytes, signature, key)).toBe(false);
    expect(verifyBytes("tx", "c1", utf8("bodY"), signature, key)).toBe(false);
  });
});
