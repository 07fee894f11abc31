import { NodeTable } from "../log/node-table.ts";
import { BITS_BYTES, slotOf, TWIG_SLOTS, twigOf } from "../log/shape.ts";

/**
 * Where the packed pages of entries begin: one bit a slot, 256 bytes a twig. So the page of any entry is found
 * in memory and read with one get, although pages are cut as blocks happen to fill them.
 */
export class PageStarts {
  readonly #bits = new NodeTable(BITS_BYTES, 16);

  /** Takes a full twig's bits as stored; twigs follow on. */
  load(twig: number, bits: Uint8Array): void {
    this.#grow(twig);
    for (let at = 0; at < BITS_BYTES; at++) if (bits[at] !== 0) this.#bits.setByte(twig, at, bits[at]!);
  }

  add(index: number): void {
    const twig = twigOf(index);
    const slot = slotOf(index);
    this.#grow(twig);
    this.#bits.setByte(twig, slot >> 3, this.#bits.byte(twig, slot >> 3) | (1 << (slot & 7)));
  }

  /** The index that the page with this entry begins with; undefined where no page can hold it. */
  of(index: number): number | undefined {
    const twig = twigOf(index);
    if (twig >= this.#bits.length) return undefined;
    for (let slot = slotOf(index), at = slot >> 3, mask = (2 << (slot & 7)) - 1; at >= 0; at--, mask = 0xff) {
      const byte = this.#bits.byte(twig, at) & mask;
      if (byte !== 0) return twig * TWIG_SLOTS + 8 * at + (31 - Math.clz32(byte));
    }
    return undefined;
  }

  /** A twig's bits, with those of `more` pages added: what is stored when it fills. */
  bitsOf(twig: number, more: readonly number[]): Uint8Array {
    const bits = twig < this.#bits.length ? this.#bits.read(twig) : new Uint8Array(BITS_BYTES);
    for (const index of more) {
      if (twigOf(index) === twig) bits[slotOf(index) >> 3]! |= 1 << (index & 7);
    }
    return bits;
  }

  #grow(twig: number): void {
    while (this.#bits.length <= twig) this.#bits.set(this.#bits.length, new Uint32Array(BITS_BYTES / 4));
  }
}
