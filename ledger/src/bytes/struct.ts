import type { z } from "zod";
import { JzError } from "../errors.ts";
import { decode, encode, type Value } from "./codec.ts";
import { CodecError } from "./scanner.ts";

/** Bytes that decode, or a value that was given, but not to what the struct allows. Code: `<struct>.invalid`. */
export class StructError extends JzError {}

/** A protocol struct: one schema gives validation and both directions between fields and bytes (DESIGN §3). */
export interface Struct<T> {
  readonly name: string;
  readonly maxBytes: number;
  /** @throws StructError, CodecError */
  encode(fields: T): Uint8Array;
  /** @throws StructError, CodecError */
  decode(bytes: Uint8Array): T;
  /** For a struct inside another: the positional form, and back. */
  toWire(fields: T): Value;
  fromWire(wire: unknown): T;
}

interface Definition<T, W> {
  readonly name: string;
  /** bytes */
  readonly maxBytes: number;
  /** items, keys and values together; MESSAGE_VALUES_MAX if not given */
  readonly maxValues?: number;
  /** Of the positional form. */
  readonly wire: z.ZodType<W>;
  /** Says the same as `wire` about what fits, faster; what it doesn't take goes to `wire`, which says why. */
  readonly fits?: (value: unknown) => value is W;
  readonly toWire: (fields: T) => Value;
  readonly fromWire: (wire: W) => T;
}

export function defineStruct<T, W>(definition: Definition<T, W>): Struct<T> {
  const { name, maxBytes, maxValues, wire, fits } = definition;
  const check = (value: unknown): W => {
    if (fits?.(value)) return value;
    const result = wire.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    throw new StructError(`${name}.invalid`, issue.path.join("."), { problem: issue.code });
  };
  return {
    name,
    maxBytes,
    encode(fields) {
      const positional = definition.toWire(fields);
      check(positional);
      const bytes = encode(positional);
      if (bytes.length > maxBytes) throw new CodecError("codec.too_long", bytes.length);
      return bytes;
    },
    decode(bytes) {
      return definition.fromWire(check(decode(bytes, { maxBytes, maxValues })));
    },
    toWire(fields) {
      const positional = definition.toWire(fields);
      check(positional);
      return positional;
    },
    fromWire(value) {
      return definition.fromWire(check(value));
    },
  };
}
