import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suite } from "#suite";
import { concat, fromHex, hex, utf8 } from "../bytes/text.ts";
import { suite as nativeSuite } from "./native.ts";
import { suite as portableSuite } from "./portable.ts";

const suites = [
  ["native", nativeSuite],
  ["portable", portableSuite],
] as const;

function vectors<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../vectors/${file}`, import.meta.url), "utf8")) as T;
}

/** "Taming the many EdDSAs", the 12 speccheck cases. */
const speccheck =
  vectors<{ message: string; pub_key: string; signature: string }[]>("ed25519-edge-cases.json");
/** 196 keys and signatures of small order or in non-canonical encoding, over "Zcash". */
const zip215 = vectors<{ vk_bytes: string; sig_bytes: string }[]>("ed25519-zip215.json");

it("Node takes the native suite", () => {
  expect(suite).toBe(nativeSuite);
});

describe.each(suites)("the %s suite's one rule for signatures", (_, { verify, sign, publicKey }) => {
  it("accepts one of the 12 speccheck cases", () => {
    const accepted = speccheck.map((c) =>
      verify(fromHex(c.signature), fromHex(c.message), fromHex(c.pub_key)),
    );
    expect(accepted).toHaveLength(12);
    // Case 3: A and R of mixed order that fulfil the equation without cofactor. No other does so in canonical form.
    expect(accepted.flatMap((yes, i) => (yes ? [i] : []))).toEqual([3]);
  });

  it("refuses all 196 small-order and non-canonical cases", () => {
    const message = utf8("Zcash");
    const accepted = zip215.filter((c) => verify(fromHex(c.sig_bytes), message, fromHex(c.vk_bytes)));
    expect([zip215.length, accepted.length]).toEqual([196, 0]);
  });

  it.each([
    // RFC 8032 §7.1, tests 1 to 3
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
  ])("signs as RFC 8032 §7.1 says (%#)", (seed, key, message, signature) => {
    expect(hex(publicKey(fromHex(seed)))).toBe(key);
    expect(hex(sign(fromHex(message), fromHex(seed)))).toBe(signature);
    expect(verify(fromHex(signature), fromHex(message), fromHex(key))).toBe(true);
  });

  it("is false, and never throws, for what has the wrong length", () => {
    const seed = new Uint8Array(32).fill(1);
    const message = utf8("m");
    const signature = sign(message, seed);
    const key = publicKey(seed);
    expect(verify(signature, message, key)).toBe(true);
    for (const length of [0, 31, 32, 63, 65]) {
      expect(verify(new Uint8Array(length), message, key)).toBe(false);
      if (length !== 32) expect(verify(signature, message, new Uint8Array(length))).toBe(false);
    }
    expect(() => sign(message, new Uint8Array(31))).toThrow();
  });
});

it("both suites agree on random valid and mutated signatures, S + L and foreign keys among them", () => {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const addOrder = (signature: Uint8Array) => {
    const s = BigInt(`0x${hex(signature.slice(32).reverse())}`) + order;
    return concat(signature.subarray(0, 32), fromHex(s.toString(16).padStart(64, "0")).reverse());
  };
  let valid = 0;
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom("none", "signature", "message", "key", "s+l", "zeroS"),
      fc.nat(),
      (seed, message, kind, at) => {
        let signature = nativeSuite.sign(message, seed);
        expect(portableSuite.sign(message, seed)).toEqual(signature);
        const key = nativeSuite.publicKey(seed);
        expect(portableSuite.publicKey(seed)).toEqual(key);
        const flip = (bytes: Uint8Array) => {
          if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << ((at >> 8) & 7);
        };
        if (kind === "signature") flip(signature);
        else if (kind === "message") flip(message);
        else if (kind === "key") flip(key);
        else if (kind === "s+l") signature = addOrder(signature);
        else if (kind === "zeroS") signature.fill(0, 32);
        const verdict = nativeSuite.verify(signature, message, key);
        expect(portableSuite.verify(signature, message, key)).toBe(verdict);
        if (verdict) valid++;
      },
    ),
    { numRuns: 300 },
  );
  expect(valid).toBeGreaterThan(20);
});

/** Points of each small order in canonical encoding, and of mixed order, made from them: where rules differ. */
it("both suites agree on keys and commitments with a small-order part", () => {
  const torsion = [...new Set(zip215.map((c) => c.vk_bytes))];
  const seed = new Uint8Array(32).fill(9);
  const message = utf8("mixed");
  const good = nativeSuite.sign(message, seed);
  for (const point of torsion) {
    for (const [signature, key] of [
      [concat(fromHex(point), good.subarray(32)), nativeSuite.publicKey(seed)],
      [good, fromHex(point)],
      [concat(good.subarray(0, 32), new Uint8Array(32)), fromHex(point)],
    ] as const) {
      expect(nativeSuite.verify(signature, message, key)).toBe(false);
      expect(portableSuite.verify(signature, message, key)).toBe(false);
    }
  }
});

/**
 * A key of mixed order, A + T with T of order 8: without cofactor a signature holds only where k·T vanishes, with
 * cofactor always. So one in eight holds, and the two paths must pick the same ones.
 */
it("both suites agree on signatures under keys of mixed order", () => {
  const { Point } = ed25519;
  const order8 = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const verdicts = { true: 0, false: 0 };
  for (let i = 0; i < 96; i++) {
    const scalar = BigInt(1000 + i);
    const nonce = BigInt(5000 + i);
    const key = Point.BASE.multiply(scalar)
      .add(order8.multiplyUnsafe(BigInt(1 + (i % 7))))
      .toBytes();
    const r = Point.BASE.multiply(nonce).toBytes();
    const message = utf8(`mixed ${i}`);
    const digest = createHash("sha512").update(r).update(key).update(message).digest();
    const k = BigInt(`0x${digest.reverse().toString("hex")}`);
    const s = (nonce + k * scalar) % Point.Fn.ORDER;
    const signature = concat(r, fromHex(s.toString(16).padStart(64, "0")).reverse());
    const verdict = nativeSuite.verify(signature, message, key);
    expect(portableSuite.verify(signature, message, key)).toBe(verdict);
    verdicts[`${verdict}`]++;
  }
  expect(verdicts.true).toBeGreaterThan(4);
  expect(verdicts.false).toBeGreaterThan(40);
});

describe.each(suites)("hashing in the %s suite", (_, { hash, hmac, hashPairs }) => {
  it("is SHA-256 and HMAC-SHA-256, as OpenSSL computes them", () => {
    for (const length of [0, 1, 31, 32, 55, 56, 63, 64, 65, 255, 256, 257, 1000, 10_000]) {
      const bytes = new Uint8Array(randomBytes(length));
      expect(hex(hash(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"));
      expect(hash(bytes).constructor).toBe(Uint8Array);
      for (const keyLength of [0, 32, 64, 65, 200]) {
        const key = new Uint8Array(randomBytes(keyLength));
        expect(hex(hmac(key, bytes))).toBe(createHmac("sha256", key).update(bytes).digest("hex"));
      }
    }
  });

  it("hashes pairs side by side, also from the middle of a buffer", () => {
    for (const pairs of [0, 1, 2, 3, 4, 7, 16, 33, 100]) {
      const input = new Uint8Array(randomBytes(64 * pairs + 3)).subarray(3);
      const expected = Array.from({ length: pairs }, (_, i) =>
        hex(hash(input.subarray(64 * i, 64 * i + 64))),
      ).join("");
      expect(hex(hashPairs(input))).toBe(expected);
    }
    expect(() => hashPairs(new Uint8Array(63))).toThrow("crypto.not_pairs");
  });
});

it("notices that a seed's bytes changed", () => {
  const seed = new Uint8Array(32).fill(1);
  const before = nativeSuite.publicKey(seed);
  seed.fill(2);
  expect(nativeSuite.publicKey(seed)).not.toEqual(before);
  expect(nativeSuite.publicKey(seed)).toEqual(portableSuite.publicKey(seed));
});
