import { describe, expect, it } from "vitest";
import { suite } from "#suite";
import { decode, encode, type Value } from "../bytes/codec.ts";
import { compareBytes } from "../bytes/order.ts";
import { keyId } from "../crypto/hashing.ts";
import {
  decodeEndorsement,
  decodeSignedStored,
  decodeStored,
  encodeEndorsement,
  encodeSignedStored,
  encodeStored,
  endorsementId,
  signEndorsement,
  signStored,
  verifyEndorsement,
  verifyStored,
} from "./index.ts";

const chainId = `test-${"0a".repeat(16)}`;
const seed = new Uint8Array(32).fill(1);
const publicKey = suite.publicKey(seed);
const day = 24 * 60 * 60 * 1000;

describe("an endorsement", () => {
  const fields = {
    chainId,
    keyId: keyId(publicKey),
    statementHash: new Uint8Array(32).fill(8),
    occurredAt: 1_600_000_000_000,
    validUntil: 1_600_000_000_000 + 30 * day,
  };
  const endorsement = signEndorsement(fields, seed);

  it("is signed over its first six fields and reads back", () => {
    const bytes = encodeEndorsement(endorsement);
    expect(decodeEndorsement(bytes)).toEqual(endorsement);
    expect((decode(bytes) as Value[]).slice(0, 6)).toEqual([1, ...Object.values(fields)]);
    expect(verifyEndorsement(endorsement, publicKey)).toBe(true);
    expect(verifyEndorsement({ ...endorsement, statementHash: new Uint8Array(32) }, publicKey)).toBe(false);
    expect(verifyEndorsement({ ...endorsement, validUntil: endorsement.validUntil - 1 }, publicKey)).toBe(
      false,
    );
    expect(endorsementId({ ...endorsement, signature: new Uint8Array(64) } as typeof fields)).toEqual(
      endorsementId(fields),
    );
  });

  it("holds 30 days at most", () => {
    const late = { ...endorsement, validUntil: fields.occurredAt + 30 * day + 1 };
    expect(() => encodeEndorsement(late)).toThrow("endorsement.invalid at 5");
    expect(() => encodeEndorsement({ ...endorsement, validUntil: fields.occurredAt })).toThrow(
      "endorsement.invalid at 5",
    );
  });
});

describe("a stored acknowledgement", () => {
  const ids = [3, 1, 2, 1].map((n) => new Uint8Array(32).fill(n));

  it("sorts its ids, drops doubles, and holds for its signer and chain", () => {
    const signed = signStored({ chainId, epoch: 0, ids }, seed, publicKey);
    const read = decodeSignedStored(encodeSignedStored(signed));
    expect(read).toEqual(signed);
    expect(decodeStored(read.stored)).toEqual({
      chainId,
      epoch: 0,
      ids: [1, 2, 3].map((n) => new Uint8Array(32).fill(n)),
    });
    expect(verifyStored(read, chainId)).toBe(true);
    expect(verifyStored({ ...read, signer: suite.publicKey(new Uint8Array(32)) }, chainId)).toBe(false);
    expect(verifyStored(read, `test-${"0b".repeat(16)}`)).toBe(false);
  });

  it("names 1 to 4,096 ids, ascending", () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => {
        const id = new Uint8Array(32);
        new DataView(id.buffer).setUint32(0, i);
        return id;
      });
    expect(decodeStored(encodeStored({ chainId, epoch: 2, ids: many(4096) })).ids).toHaveLength(4096);
    expect(() => encodeStored({ chainId, epoch: 0, ids: many(4097) })).toThrow("stored.invalid at 3");
    expect(() => encodeStored({ chainId, epoch: 0, ids: [] })).toThrow("stored.invalid at 3");
    const unsorted = [...ids.slice(0, 2)];
    expect(compareBytes(unsorted[0]!, unsorted[1]!)).toBeGreaterThan(0);
    expect(() => decodeStored(encode([1, chainId, 0, unsorted]))).toThrow("stored.invalid at 3");
    expect(() => decodeStored(encode([1, chainId, 0, [ids[1]!, ids[1]!]]))).toThrow("stored.invalid at 3");
  });
});
