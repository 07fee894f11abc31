import { JzError } from "../errors.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** 32 zero bytes: the empty slot, the empty root, the parent of block 0. Frozen by convention: never write. */
export const ZERO_HASH: Uint8Array = new Uint8Array(32);

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws JzError `bytes.not_utf8` */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new JzError("bytes.not_utf8");
  }
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

/** Node's own, where it is there: a third of the time, and one string instead of one for each byte. */
const nodeHex = (
  globalThis as { Buffer?: { prototype: { hexSlice?(this: Uint8Array, from: number, to: number): string } } }
).Buffer?.prototype.hexSlice;

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  if (nodeHex !== undefined) return nodeHex.call(bytes, 0, bytes.length);
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i]!];
  return text;
}

/** Reads lower-case hexadecimal, the only form that `hex` writes. @throws JzError `bytes.not_hex` */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw new JzError("bytes.not_hex");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = hexDigit(text.charCodeAt(2 * i));
    const low = hexDigit(text.charCodeAt(2 * i + 1));
    if (high < 0 || low < 0) throw new JzError("bytes.not_hex");
    bytes[i] = (high << 4) | low;
  }
  return bytes;
}

function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  if (unit >= 0x61 && unit <= 0x66) return unit - 0x61 + 10;
  return -1;
}

/** `String.fromCharCode` takes its arguments from the stack, so long arrays go in pieces. */
const PIECE = 8192;

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}

/** Reads what `toBase64` writes, and only that form. @throws JzError `bytes.not_base64` */
export function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new JzError("bytes.not_base64");
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new JzError("bytes.not_base64");
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  if (text.endsWith("=") && toBase64(bytes.subarray(-(bytes.length % 3))) !== text.slice(-4)) {
    throw new JzError("bytes.not_base64");
  }
  return bytes;
}

/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
