import { decode, encode, JzError, type Tx, type Value } from "@jingzhun/ledger";
import { FRAME_BYTES_MAX } from "../limits.ts";

/**
 * What a node sends to another: positional lists `[kind, …]` in the ledger's canonical codec, checked for form before
 * anything is done with them. Whoever sends something else is faulty, whatever the state of either node.
 */

/** @throws JzError `frame.invalid` with the place of what isn't as it should be */
export function invalidFrame(path: string): JzError {
  return new JzError("frame.invalid", path);
}

/** The list of a frame. @throws JzError `frame.invalid`, CodecError */
export function readFrame(bytes: Uint8Array, maxBytes = FRAME_BYTES_MAX): Value[] {
  const value = decode(bytes, { maxBytes, maxDepth: 6 });
  if (!Array.isArray(value) || typeof value[0] !== "number") throw invalidFrame("");
  return value;
}

export function writeFrame(kind: number, ...parts: Value[]): Uint8Array {
  return encode([kind, ...parts]);
}

export function listAt(value: Value | undefined, path: string, most: number): Value[] {
  if (!Array.isArray(value) || value.length > most) throw invalidFrame(path);
  return value;
}

export function bytesAt(value: Value | undefined, path: string, most: number): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length > most) throw invalidFrame(path);
  return value;
}

export function naturalAt(value: Value | undefined, path: string): number {
  if (typeof value !== "number" || value < 0) throw invalidFrame(path);
  return value;
}

const ID_BYTES = 32;

/** Ids travel one behind the other in one byte string. */
export function joinIds(ids: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(ids.length * ID_BYTES);
  for (let i = 0; i < ids.length; i++) joined.set(ids[i]!, i * ID_BYTES);
  return joined;
}

/** Views into the bytes given. */
export function idsAt(value: Value | undefined, path: string, most: number): Uint8Array[] {
  const joined = bytesAt(value, path, most * ID_BYTES);
  if (joined.length % ID_BYTES !== 0) throw invalidFrame(path);
  const ids: Uint8Array[] = [];
  for (let at = 0; at < joined.length; at += ID_BYTES) ids.push(joined.subarray(at, at + ID_BYTES));
  return ids;
}

export function txsToWire(txs: readonly Tx[]): Value[] {
  return txs.map(({ body, signature }) => [body, signature]);
}

/** Form only; bodies are decoded, and signatures checked, where they are admitted. */
export function txsAt(value: Value | undefined, path: string, most: number): Tx[] {
  return listAt(value, path, most).map((item) => txAt(item, path));
}

function txAt(value: Value | undefined, path: string): Tx {
  const [body, signature, ...more] = listAt(value, path, 2);
  if (!(body instanceof Uint8Array) || body.length === 0 || more.length > 0) throw invalidFrame(path);
  if (!(signature instanceof Uint8Array) || signature.length !== 64) throw invalidFrame(path);
  return { body, signature };
}
