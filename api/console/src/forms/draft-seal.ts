import { concat, fromBase64, toBase64, utf8 } from "@jingzhun/ledger";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { DraftSeal } from "./drafts.ts";

const NONCE_BYTES = 24;

/**
 * Not by WebCrypto, which answers later: a page that is put away must have kept its draft before it is gone, and
 * WebCrypto is missing where a node is reached by plain http.
 */
export function draftSeal(key: Uint8Array): DraftSeal {
  return {
    seal(text, place) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      return toBase64(concat(nonce, xchacha20poly1305(key, nonce, utf8(place)).encrypt(utf8(text))));
    },
    open(sealed, place) {
      try {
        const bytes = fromBase64(sealed);
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const cipher = xchacha20poly1305(key, nonce, utf8(place));
        return new TextDecoder().decode(cipher.decrypt(bytes.subarray(NONCE_BYTES)));
      } catch {
        return undefined; // another's, changed, or damaged
      }
    },
  };
}
