import { JzError } from "../errors.ts";
import { utf8 } from "./text.ts";

/** Bytes that a writer starts with; a longer input grows it. */
const START_BYTES = 256;
/** Characters up to which a text is first tried as ASCII. */
const SHORT_TEXT = 128;
/** Bytes up to which a loop beats a call of `set`. */
const SHORT_BYTES = 40;
/** A writer that is used again keeps a grown buffer up to this many bytes. */
const KEPT_BYTES = 64 * 1024;

/**
 * Writes the unambiguous input of a hash or signature (DESIGN §3): u8 length and ASCII domain (`jz1:` + type),
 * then fixed-width big-endian integers and 32-byte hashes, every variable-length part after its u32 length.
 * Calls chain; `finish` gives the bytes.
 */
export class HashInput {
  #buffer: Uint8Array = new Uint8Array(START_BYTES);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  /** Starts anew with the domain's bytes as `domainBytes` gives them. */
  begin(domain: Uint8Array): this {
    if (this.#buffer.length > KEPT_BYTES) this.#use(new Uint8Array(START_BYTES));
    this.#length = 0;
    return this.#raw(domain);
  }

  u8(value: number): this {
    checkRange(value, 0xff);
    this.#room(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  u32(value: number): this {
    checkRange(value, 0xffff_ffff);
    this.#room(4);
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
    return this;
  }

  /** A safe integer in eight bytes. */
  u64(value: number): this {
    checkRange(value, Number.MAX_SAFE_INTEGER);
    this.#room(8);
    this.#view.setUint32(this.#length, Math.floor(value / 0x1_0000_0000));
    this.#view.setUint32(this.#length + 4, value >>> 0);
    this.#length += 8;
    return this;
  }

  /** Exactly 32 bytes, without a length. */
  hash(bytes: Uint8Array): this {
    if (bytes.length !== 32) throw new JzError("hash_input.not_32_bytes", "", { length: bytes.length });
    return this.#raw(bytes);
  }

  /** u32 length, then the bytes. */
  bytes(bytes: Uint8Array): this {
    this.u32(bytes.length);
    return this.#raw(bytes);
  }

  /** u32 length, then the text in UTF-8. */
  text(text: string): this {
    // Record keys, codes and chain ids are short ASCII: written here without the encoder's detour.
    const start = this.#length;
    if (text.length <= SHORT_TEXT) {
      this.u32(text.length);
      this.#room(text.length);
      let i = 0;
      for (; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit >= 0x80) break;
        this.#buffer[this.#length + i] = unit;
      }
      this.#length += i;
      if (i === text.length) return this;
      this.#length = start;
    }
    if (!text.isWellFormed()) throw new JzError("bytes.not_utf8");
    return this.bytes(utf8(text));
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  /** What was written, valid until the next `begin`. */
  peek(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #raw(bytes: Uint8Array): this {
    const { length } = bytes;
    this.#room(length);
    // Domains and hashes, the most of what comes, are copied faster by hand.
    if (length > SHORT_BYTES) this.#buffer.set(bytes, this.#length);
    else for (let i = 0; i < length; i++) this.#buffer[this.#length + i] = bytes[i]!;
    this.#length += length;
    return this;
  }

  #room(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
    grown.set(this.peek());
    this.#use(grown);
  }

  #use(buffer: Uint8Array): void {
    this.#buffer = buffer;
    this.#view = new DataView(buffer.buffer);
  }
}

function checkRange(value: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new JzError("hash_input.integer_range", "", { most });
  }
}

const domains = new Map<string, Uint8Array>();

/** u8 length and ASCII domain. Domains are names in the code, so the few that exist are kept. */
export function domainBytes(domain: string): Uint8Array {
  let bytes = domains.get(domain);
  if (bytes === undefined) {
    const name = utf8(`jz1:${domain}`);
    if (!/^[a-z0-9-]{1,60}$/.test(domain)) throw new JzError("hash_input.domain", "", { domain });
    bytes = new Uint8Array(1 + name.length);
    bytes[0] = name.length;
    bytes.set(name, 1);
    domains.set(domain, bytes);
  }
  return bytes;
}

/** A hash input of its own in the given domain, e.g. `hashInput("txs").u64(count).hash(root).finish()`. */
export function hashInput(domain: string): HashInput {
  return new HashInput().begin(domainBytes(domain));
}
