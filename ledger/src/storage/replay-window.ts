import { EXPIRY_WINDOW_MS, WINDOW_BYTES_MAX, WINDOW_TABLE_MS } from "./limits.ts";

/** Slots of a fresh table, and how full one may get. */
const START_SLOTS = 1024;
const LOAD_MAX = 0.8;
const GROWTH = 1.5;

/**
 * Eight-byte fingerprints of the ids of one minute's transactions, open addressing in one flat array. Two 32-bit
 * words a slot; (0, 0) is empty, and stands for itself by a flag.
 */
class FingerprintTable {
  #slots = new Uint32Array(2 * START_SLOTS);
  #count = 0;
  #zero = false;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  add(high: number, low: number): void {
    if (high === 0 && low === 0) {
      this.#zero = true;
      return;
    }
    if (this.#count + 1 > (this.#slots.length / 2) * LOAD_MAX) this.#grow();
    const at = this.#find(high, low);
    if (this.#slots[at] === high && this.#slots[at + 1] === low) return;
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#count++;
  }

  has(high: number, low: number): boolean {
    if (high === 0 && low === 0) return this.#zero;
    const at = this.#find(high, low);
    return this.#slots[at] === high && this.#slots[at + 1] === low;
  }

  /** Where the fingerprint stands, or the empty slot where it would. */
  #find(high: number, low: number): number {
    const size = this.#slots.length;
    // Ids can be ground, so where one lands depends on a seed that only this process knows.
    const mixed =
      (Math.imul(high ^ this.#seed, 0x9e37_79b1) ^ Math.imul(low + this.#seed, 0x85eb_ca6b)) >>> 0;
    let at = 2 * Math.floor((mixed / 0x1_0000_0000) * (size / 2));
    for (;;) {
      const a = this.#slots[at]!;
      const b = this.#slots[at + 1]!;
      if ((a === 0 && b === 0) || (a === high && b === low)) return at;
      at += 2;
      if (at === size) at = 0;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * Math.floor((old.length / 2) * GROWTH));
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at]!;
      const low = old[at + 1]!;
      if (high === 0 && low === 0) continue;
      const to = this.#find(high, low);
      this.#slots[to] = high;
      this.#slots[to + 1] = low;
    }
  }
}

/**
 * Which transactions were included in the last 15 minutes of block time (DESIGN §4). It answers "certainly not"
 * or "look it up in the tx index": fingerprints may collide, and over the memory bound it no longer knows.
 */
export class ReplayWindow {
  readonly #tables = new Map<number, FingerprintTable>();
  readonly #seed: number;
  readonly #bytesMax: number;
  /** Up to this table (a number of WINDOW_TABLE_MS since the epoch), included, ids were left out. */
  #leftOutUntil = Number.NEGATIVE_INFINITY;
  #newest = 0;

  /** @param seed 32 random bits */
  constructor(seed: number, bytesMax: number = WINDOW_BYTES_MAX) {
    this.#seed = seed;
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    let bytes = 0;
    for (const table of this.#tables.values()) bytes += table.bytes;
    return bytes;
  }

  /**
   * @param timestamp of the block, ms
   * @param fingerprints 8 bytes of each id
   */
  add(timestamp: number, fingerprints: Uint8Array): void {
    const number = Math.floor(timestamp / WINDOW_TABLE_MS);
    if (timestamp > this.#newest) this.#newest = timestamp;
    this.#forget();
    if (fingerprints.length === 0) return;
    if (this.bytes > this.#bytesMax) {
      this.#leftOutUntil = Math.max(this.#leftOutUntil, number);
      return;
    }
    let table = this.#tables.get(number);
    if (table === undefined) this.#tables.set(number, (table = new FingerprintTable(this.#seed)));
    const view = new DataView(fingerprints.buffer, fingerprints.byteOffset, fingerprints.byteLength);
    for (let at = 0; at < fingerprints.length; at += 8) table.add(view.getUint32(at), view.getUint32(at + 4));
  }

  /** False: it wasn't included in the window. True: ask the tx index. */
  mayHave(txId: Uint8Array): boolean {
    if (this.#leftOutUntil >= this.#oldest()) return true;
    // Not by a DataView: that moves the bytes of each id out of V8's heap.
    const high = u32At(txId, 0);
    const low = u32At(txId, 4);
    for (const table of this.#tables.values()) if (table.has(high, low)) return true;
    return false;
  }

  /** A transaction of a block at `t` can be valid until `t + EXPIRY_WINDOW_MS`. */
  #oldest(): number {
    return Math.floor((this.#newest - EXPIRY_WINDOW_MS) / WINDOW_TABLE_MS);
  }

  #forget(): void {
    const oldest = this.#oldest();
    for (const number of this.#tables.keys()) if (number < oldest) this.#tables.delete(number);
  }
}

function u32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
