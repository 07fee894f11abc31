import { Unpackr } from "msgpackr/unpack";
import { encodeCanonical } from "./encoder.ts";
import { type ScanLimits, scan } from "./scanner.ts";

/** What the codec can carry: integers within ±(2^53−1), text, bytes, lists and maps with text keys. */
export type Value = null | boolean | number | string | Uint8Array | Value[] | { [key: string]: Value };

/**
 * msgpackr's own JavaScript on every platform (the entry `msgpackr/unpack` loads no native string reader), without
 * its records and extensions, which our scanner would refuse anyway.
 */
const unpackr = new Unpackr({
  useRecords: false,
  int64AsType: "number",
  mapsAsObjects: true,
  copyBuffers: true,
} as ConstructorParameters<typeof Unpackr>[0]);

/**
 * Encodes a value in its one canonical form (DESIGN §3): map keys sorted by UTF-8 bytes, shortest headers,
 * integers only. Map entries that are `undefined` are left out. The answer is the caller's own plain Uint8Array.
 *
 * @throws CodecError `codec.*` with the path of what has no canonical form
 */
export function encode(value: Value): Uint8Array {
  return encodeCanonical(value);
}

/**
 * Scans, then decodes. Byte strings come out as copies, maps as objects.
 *
 * @throws CodecError `codec.*` with the offset
 */
export function decode(bytes: Uint8Array, limits?: ScanLimits): Value {
  scan(bytes, limits);
  // A view of our own: msgpackr leaves a property on its source, and a Buffer would give Buffers.
  return unpackr.decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as Value;
}
