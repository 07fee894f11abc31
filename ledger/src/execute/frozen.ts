import { decode, type Value } from "../bytes/codec.ts";
import type { CurrentRecord } from "./state.ts";

/**
 * Freezes plain data to its depth (bytes can't be frozen; nobody writes to them). Values are shared between
 * transactions, blocks and caches: a rule that changed one in place would make a rejected transaction leave
 * a trace, and nodes with different caches disagree.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || Object.isFrozen(value)) {
    return value;
  }
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) freeze(value[i]);
    return value;
  }
  for (const key in value) {
    const item: unknown = value[key];
    if (typeof item === "object" && item !== null) freeze(item);
  }
  return value;
}

/** The record's decoded value, decoded at first use; undefined when it doesn't exist. */
export function decodedValue(record: CurrentRecord | undefined): Value | undefined {
  if (record === undefined || record.value === undefined) return undefined;
  return (record.decoded ??= freeze(decode(record.value)));
}
