import type { CryptoSuite } from "@jingzhun/ledger";

/** One signature to be checked: over `message`, which is already framed (DESIGN §3). */
export interface SignatureItem {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const HEADER_BYTES = 4 + KEY_BYTES + SIGNATURE_BYTES;

/** What an item takes in a batch; items whose key or signature has another length aren't signatures. */
export function itemBytes(item: SignatureItem): number {
  return HEADER_BYTES + item.message.length;
}

export function isWellFormed(item: SignatureItem): boolean {
  return item.publicKey.length === KEY_BYTES && item.signature.length === SIGNATURE_BYTES;
}

/** Items one behind the other: u32 message length, public key, signature, message. The buffer is transferred. */
export function packBatch(items: readonly SignatureItem[]): ArrayBuffer {
  let bytes = 0;
  for (const item of items) bytes += itemBytes(item);
  const buffer = new ArrayBuffer(bytes);
  const block = new Uint8Array(buffer);
  const lengths = new DataView(buffer);
  let at = 0;
  for (const { publicKey, message, signature } of items) {
    lengths.setUint32(at, message.length);
    block.set(publicKey, at + 4);
    block.set(signature, at + 4 + KEY_BYTES);
    block.set(message, at + HEADER_BYTES);
    at += HEADER_BYTES + message.length;
  }
  return buffer;
}

/** Single checks, one after the other, never a combined equation. One byte per item: 1 is valid. */
export function verifyBatch(suite: CryptoSuite, buffer: ArrayBuffer, count: number): Uint8Array {
  const block = new Uint8Array(buffer);
  const lengths = new DataView(buffer);
  const results = new Uint8Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = at + HEADER_BYTES + lengths.getUint32(at);
    const valid = suite.verify(
      block.subarray(at + 4 + KEY_BYTES, at + HEADER_BYTES),
      block.subarray(at + HEADER_BYTES, end),
      block.subarray(at + 4, at + 4 + KEY_BYTES),
    );
    results[i] = valid ? 1 : 0;
    at = end;
  }
  return results;
}
