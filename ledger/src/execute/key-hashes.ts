import { recordKeyHash } from "../crypto/index.ts";
import { KEY_HASHES_KEPT } from "./limits.ts";

let young = new Map<string, Uint8Array>();
let old = new Map<string, Uint8Array>();

/** H("record-key" ‖ key), remembered for keys lately used: a pure function, so the memory shows nowhere. */
export function keyHashOf(key: string): Uint8Array {
  const known = young.get(key);
  if (known !== undefined) return known;
  const hash = old.get(key) ?? recordKeyHash(key);
  young.set(key, hash);
  if (young.size >= KEY_HASHES_KEPT / 2) {
    old = young;
    young = new Map();
  }
  return hash;
}
