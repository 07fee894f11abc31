export { decode, encode, type Value } from "./codec.ts";
export { type GoldenVector, goldenFields, goldenText, goldenVector } from "./golden.ts";
export { HashInput, hashInput } from "./hash-input.ts";
export { compareBytes, compareText, equalBytes } from "./order.ts";
export { CodecError, type ScanLimits, scan } from "./scanner.ts";
export * from "./schema.ts";
export { defineStruct, type Struct, StructError } from "./struct.ts";
export { concat, fromBase64, fromHex, fromUtf8, hex, toBase64, utf8, ZERO_HASH } from "./text.ts";
