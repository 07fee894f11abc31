import { fromHex, hex } from "./text.ts";

/** One golden vector: what goes in, the exact bytes, and what is computed over them (bytes in hex). */
export interface GoldenVector {
  readonly fields: unknown;
  readonly bytes: string;
  readonly computed: { readonly [name: string]: string };
}

export function goldenVector(
  fields: unknown,
  bytes: Uint8Array,
  computed: { readonly [name: string]: Uint8Array | string } = {},
): GoldenVector {
  return {
    fields: toPlain(fields),
    bytes: hex(bytes),
    computed: Object.fromEntries(
      Object.entries(computed).map(([name, value]) => [name, typeof value === "string" ? value : hex(value)]),
    ),
  };
}

/** A vector file's text: one vector a line, so that a diff shows which changed. */
export function goldenText(list: readonly GoldenVector[]): string {
  return `[\n${list.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
}

/** As JSON: bytes become `{ "hex": "…" }`. */
function toPlain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { hex: hex(value) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
  }
  return value;
}

/** The fields of a vector as the code has them. */
export function goldenFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(goldenFields);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]![0] === "hex") return fromHex(entries[0]![1] as string);
  return Object.fromEntries(entries.map(([key, item]) => [key, goldenFields(item)]));
}
