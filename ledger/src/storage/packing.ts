import { StorageError } from "./storage-error.ts";

/** Bytes of the checksum that ends every value. */
export const CHECKSUM_BYTES = 4;

/** Writes a stored value of a known size, the room for its checksum included. */
export class ValueWriter {
  readonly bytes: Buffer;
  #at = 0;

  /** @param length bytes of the value without its checksum */
  constructor(length: number) {
    this.bytes = Buffer.allocUnsafe(length + CHECKSUM_BYTES);
  }

  u8(value: number): this {
    this.#at = this.bytes.writeUInt8(value, this.#at);
    return this;
  }

  u16(value: number): this {
    this.#at = this.bytes.writeUInt16BE(value, this.#at);
    return this;
  }

  u32(value: number): this {
    this.#at = this.bytes.writeUInt32BE(value, this.#at);
    return this;
  }

  u64(value: number): this {
    this.bytes.writeUInt32BE(Math.floor(value / 0x1_0000_0000), this.#at);
    this.#at = this.bytes.writeUInt32BE(value >>> 0, this.#at + 4);
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  text(text: string): this {
    this.#at += this.bytes.write(text, this.#at);
    return this;
  }

  /** The value, its checksum still to be written. @throws when it isn't exactly filled */
  finish(): Buffer {
    if (this.#at !== this.bytes.length - CHECKSUM_BYTES) {
      throw new StorageError("storage.invariant", { what: "a value has the length that was computed" });
    }
    return this.bytes;
  }
}

/** Reads a value whose checksum was found right. Byte strings are views into it. */
export class ValueReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(value: Uint8Array) {
    this.#bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength - CHECKSUM_BYTES);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#move(1));
  }

  u16(): number {
    return this.#bytes.readUInt16BE(this.#move(2));
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#move(4));
  }

  u64(): number {
    const at = this.#move(8);
    return this.#bytes.readUInt32BE(at) * 0x1_0000_0000 + this.#bytes.readUInt32BE(at + 4);
  }

  raw(length: number): Uint8Array {
    const at = this.#move(length);
    if (at + length > this.#bytes.length) throw new RangeError("value too short");
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  text(length: number): string {
    const at = this.#move(length);
    return this.#bytes.toString("utf8", at, at + length);
  }

  skip(length: number): void {
    this.#move(length);
  }

  #move(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
