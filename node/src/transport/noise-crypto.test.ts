import { randomBytes } from "node:crypto";
import { pureJsCrypto } from "@chainsafe/libp2p-noise";
import { describe, expect, it } from "vitest";
import { noiseCrypto } from "./noise-crypto.ts";

describe("the cipher of Noise", () => {
  it("agrees with the implementation that comes with it, and refuses what was changed", () => {
    for (const size of [0, 1, 64, 1_000, 65_519]) {
      const [plain, nonce, key] = [randomBytes(size), randomBytes(12), randomBytes(32)];
      for (const ad of [new Uint8Array(0), new Uint8Array(randomBytes(32))]) {
        const sealed = noiseCrypto.chaCha20Poly1305Encrypt(plain, nonce, ad, key) as Uint8Array;
        const expected = pureJsCrypto.chaCha20Poly1305Encrypt(plain, nonce, ad, key);
        expect(Buffer.compare(sealed, expected.subarray())).toBe(0);
        expect(
          Buffer.compare(noiseCrypto.chaCha20Poly1305Decrypt(sealed, nonce, ad, key).subarray(), plain),
        ).toBe(0);
        const changed = Uint8Array.from(sealed);
        changed[size >> 1]! ^= 1;
        expect(() => noiseCrypto.chaCha20Poly1305Decrypt(changed, nonce, ad, key)).toThrow();
        expect(() => noiseCrypto.chaCha20Poly1305Decrypt(sealed.subarray(0, 15), nonce, ad, key)).toThrow();
      }
    }
  });
});
