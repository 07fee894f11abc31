import type { Justification } from "@jingzhun/consensus";
import { hex } from "@jingzhun/ledger/certification";

const byText = new Map<string, number>();
const byBytes = new WeakMap<Uint8Array, number>();

/** A small number for a text, the same for the same text. */
export function intern(text: string): number {
  let id = byText.get(text);
  if (id === undefined) byText.set(text, (id = byText.size));
  return id;
}

export function internBytes(bytes: Uint8Array): number {
  let id = byBytes.get(bytes);
  if (id === undefined) byBytes.set(bytes, (id = intern(hex(bytes))));
  return id;
}

/** The same all along a height; or said by the payload, which is there in full. */
const IMPLIED: ReadonlySet<string> = new Set(["context", "$config", "vote", "claim"]);

/** A text of everything that a value holds, the same for equal values: maps and sets without their order of insertion. */
export class Canonical {
  readonly #exact: boolean;
  readonly #signed = new WeakMap<object, string>();

  /** @param exact false: of the signatures that prove something, only how many there are */
  constructor(exact: boolean) {
    this.#exact = exact;
  }

  text(value: unknown): string {
    if (value === null || typeof value !== "object") return String(value);
    if (value instanceof Uint8Array) return `b${internBytes(value)}`;
    if (Array.isArray(value)) return `[${value.map((held) => this.text(held)).join()}]`;
    if (value instanceof Map) {
      const entries = [...value].map(([key, held]) => `${String(key)}=${this.text(held)}`);
      return `{${entries.sort().join()}}`;
    }
    if (value instanceof Set) {
      const held = [...value].map((one) => this.text(one));
      return `<${held.sort().join()}>`;
    }
    // Messages and their parts are never changed once made, and make up most of a state.
    if (!("payload" in value)) return this.#fields(value);
    let text = this.#signed.get(value);
    if (text === undefined) this.#signed.set(value, (text = `m${intern(this.#fields(value))}`));
    return text;
  }

  #counted(name: string, held: unknown): string {
    if (name === "prepares") return String((held as unknown[]).length);
    if (name !== "justification") return this.text(held);
    const { roundChanges, prepares } = held as Justification;
    return `${roundChanges.length}/${prepares.length}`;
  }

  #fields(value: object): string {
    let text = "";
    // An object of one class has its fields in one order.
    for (const [name, held] of Object.entries(value)) {
      if (held === undefined || IMPLIED.has(name)) continue;
      text += `${name}:${this.#exact ? this.text(held) : this.#counted(name, held)},`;
    }
    return `(${text})`;
  }
}
